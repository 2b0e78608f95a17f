//! The border between JavaScript and the engine: wasm-bindgen exports, few and wide, no arithmetic.
//!
//! Data crosses as copies: JSON for meaning, typed arrays for numbers. An ordinary error is thrown as a string of
//! JSON, `{"code", "message"}`, and leaves the session good. A panic is thrown as an Error; the instance is then lost.
//! TypeScript's side of the border is `ts/engine/dispatch.ts`.

mod faults;
mod session;

use fashion_engine::{checkpoint::Checkpoint, error::EngineError};
use fashion_kernels::alloc::ReportingAllocator;
use wasm_bindgen::prelude::*;

#[cfg(feature = "threads")]
pub use wasm_bindgen_rayon::init_thread_pool;

#[global_allocator]
static ALLOCATOR: ReportingAllocator = ReportingAllocator(std::alloc::System);

fn thrown(error: EngineError) -> JsValue {
    let json = serde_json::json!({ "code": error.code.as_str(), "message": error.message });
    JsValue::from_str(&json.to_string())
}

/// From now on engines of this thread compute on `threads` threads: this one, and the pool's `threads` − 1.
#[cfg(feature = "threads")]
#[wasm_bindgen(js_name = useThreads)]
pub fn use_threads(threads: usize) {
    fashion_engine::parallel::use_threads(threads);
}

/// Meaning of a checkpoint file, read from its header: JSON, `CheckpointDescription`.
#[wasm_bindgen(js_name = inspectCheckpoint)]
pub fn inspect_checkpoint(file: &[u8]) -> Result<String, JsValue> {
    let checkpoint = Checkpoint::read(file).map_err(thrown)?;
    Ok(checkpoint.describe().to_string())
}

/// `iterations` × 96 flop on this thread: f32x4 multiplications and additions that wait for nothing.
#[wasm_bindgen(js_name = measurePeak)]
pub fn measure_peak(iterations: u32) -> f32 {
    fashion_kernels::peak::multiply_add(iterations)
}
