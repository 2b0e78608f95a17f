//! What JavaScript needs to know about faults: panics as errors with a message, allocation failures as a flag.

use wasm_bindgen::prelude::*;

/// From now on a panic, on any thread of this memory, throws a JavaScript Error with the panic's message.
#[cfg(feature = "train")]
#[wasm_bindgen(js_name = installPanicHook)]
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| wasm_bindgen::throw_str(&info.to_string())));
}

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
