//! The border between JavaScript and the engine: wasm-bindgen exports, few and wide, no arithmetic.
//!
//! Data crosses as copies: plain objects for meaning, typed arrays for numbers. An ordinary error is thrown as an object
//! `{ code, message }`, and leaves the session good. A panic is thrown as an Error; the instance is then lost.
//! With the feature `train` there is the `Session`, without it the `Predictor`: a file that can only predict, and is small.
//! TypeScript's side of the border is `ts/engine/dispatch.ts`.

#![cfg_attr(target_arch = "wasm32", feature(optimize_attribute))]

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

#[cfg(not(all(target_arch = "wasm32", not(feature = "train"))))]
#[global_allocator]
static ALLOCATOR: ReportingAllocator<std::alloc::System> = ReportingAllocator(std::alloc::System);

#[cfg(all(target_arch = "wasm32", not(feature = "train")))]
#[global_allocator]
static ALLOCATOR: ReportingAllocator<fashion_kernels::alloc::SmallAllocator> =
    ReportingAllocator(fashion_kernels::alloc::small_allocator());

#[cfg_attr(target_arch = "wasm32", optimize(size))]
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

/// The memory of this instance; `memory` is what the instance exports itself.
#[cfg(feature = "train")]
#[wasm_bindgen(js_name = wasmMemory)]
pub fn wasm_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// `iterations` × 96 flop on this thread: f32x4 multiplications and additions that wait for nothing.
#[cfg(feature = "train")]
#[wasm_bindgen(js_name = measurePeak)]
pub fn measure_peak(iterations: u32) -> f32 {
    fashion_kernels::peak::multiply_add(iterations)
}
