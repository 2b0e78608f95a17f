//! A global allocator that remembers having failed.
//!
//! On wasm an exhausted memory ends in a bare `unreachable`; this flag, read after the trap, tells it from a bug.
//! The border crate installs it: `#[global_allocator] static A: ReportingAllocator<System> = ReportingAllocator(System);`

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicBool, Ordering};

static FAILED: AtomicBool = AtomicBool::new(false);

/// An allocator that sets a flag whenever it has nothing left to give.
pub struct ReportingAllocator<A>(pub A);

/// The allocator of a file that only predicts: a list of what is free, a sixth of the system's in code. Predicting takes few
/// and large pieces, so that the list stays short.
#[cfg(all(
    target_arch = "wasm32",
    feature = "small-allocator",
    not(target_feature = "atomics")
))]
pub type SmallAllocator = lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator>;

/// Makes it.
#[cfg(all(
    target_arch = "wasm32",
    feature = "small-allocator",
    not(target_feature = "atomics")
))]
pub const fn small_allocator() -> SmallAllocator {
    // SAFETY: without atomics an instance has one thread.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) }
}

/// True once an allocation through `ReportingAllocator` has failed in this instance.
pub fn out_of_memory() -> bool {
    FAILED.load(Ordering::Relaxed)
}

#[inline(always)]
fn report(block: *mut u8) -> *mut u8 {
    if block.is_null() {
        FAILED.store(true, Ordering::Relaxed);
    }
    block
}

// SAFETY: every call goes to `A` unchanged and its answer is returned unchanged.
// `alloc_zeroed` and `realloc` are the trait's own, which call `alloc`: not inlined, so that the system's code is there once,
// 2.4 kB in gzip less. On wasm the system clears zeroed memory, too; little here grows.
unsafe impl<A: GlobalAlloc> GlobalAlloc for ReportingAllocator<A> {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are those that `A` asks for.
        report(unsafe { self.0.alloc(layout) })
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are those that `A` asks for.
        unsafe { self.0.dealloc(block, layout) }
    }
}
