//! The border between JavaScript and the engine: wasm-bindgen exports, few and wide, no arithmetic.
//!
//! Data crosses as copies: plain objects for meaning, typed arrays for numbers. An ordinary error is thrown as an object
//! `{ code, message }`, and leaves the session good. A panic is thrown as an Error; the instance is then lost.
//! With the feature `train` there is the `Session`, without it the `Predictor`: a file that can only predict, and is small.
//! TypeScript's side of the border is `ts/engine/dispatch.ts`.

mod faults;
#[cfg(not(feature = "train"))]
mod predictor;
#[cfg(feature = "train")]
mod session;
mod values;

use fashion_engine::error::EngineError;
use fashion_kernels::alloc::ReportingAllocator;
use wasm_bindgen::prelude::*;

#[cfg(feature = "threads")]
pub use wasm_bindgen_rayon::init_thread_pool;

#[global_allocator]
static ALLOCATOR: ReportingAllocator = ReportingAllocator(std::alloc::System);

fn thrown(error: EngineError) -> JsValue {
    values::object([
        ("code", JsValue::from(error.code.as_str())),
        ("message", JsValue::from(error.message)),
    ])
}

/// From now on engines of this thread compute on `threads` threads: this one, and the pool's `threads` − 1.
#[cfg(feature = "threads")]
#[wasm_bindgen(js_name = useThreads)]
pub fn use_threads(threads: usize) {
    fashion_engine::parallel::use_threads(threads);
}

/// Meaning of a checkpoint file, read from its header: `CheckpointDescription`.
#[cfg(feature = "train")]
#[wasm_bindgen(js_name = inspectCheckpoint)]
pub fn inspect_checkpoint(file: &[u8]) -> Result<JsValue, JsValue> {
    let checkpoint = fashion_engine::checkpoint::Checkpoint::read(file).map_err(thrown)?;
    Ok(values::to_js(&checkpoint.describe()))
}

/// `iterations` × 96 flop on this thread: f32x4 multiplications and additions that wait for nothing.
#[cfg(feature = "train")]
#[wasm_bindgen(js_name = measurePeak)]
pub fn measure_peak(iterations: u32) -> f32 {
    fashion_kernels::peak::multiply_add(iterations)
}
