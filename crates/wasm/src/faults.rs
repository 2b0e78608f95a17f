//! What JavaScript needs to know about faults: what a thread of the pool died of, and that an allocation failed. Panics
//! are traps without a text.

use wasm_bindgen::prelude::*;

/// Whether an allocation has failed in this memory: asked after a trap, to tell why.
#[wasm_bindgen(js_name = outOfMemory)]
pub fn out_of_memory() -> bool {
    fashion_kernels::alloc::out_of_memory()
}

/// Tells the engine's own thread, waiting in a join, that a pool thread has died of `message`.
#[cfg(feature = "threads")]
#[wasm_bindgen(js_name = reportFault)]
pub fn report_fault(message: String) {
    fashion_engine::parallel::report_fault(message);
}

/// What a pool thread has died of: asked after a trap of the engine's own thread, which then has ended for that.
#[cfg(feature = "threads")]
#[wasm_bindgen(js_name = reportedFault)]
pub fn reported_fault() -> Option<String> {
    fashion_engine::parallel::reported_fault().map(str::to_owned)
}

/// For tests: panics in a pool thread, or in this one without a pool.
#[cfg(feature = "train")]
#[wasm_bindgen(js_name = testPanic)]
pub fn test_panic() {
    fashion_engine::faults::panic_in_pool();
}

/// For tests: allocates until memory.grow fails.
#[cfg(feature = "train")]
#[wasm_bindgen(js_name = testExhaustMemory)]
pub fn test_exhaust_memory() {
    fashion_engine::faults::exhaust_memory();
}
