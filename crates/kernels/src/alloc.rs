//! A global allocator that remembers having failed.
//!
//! On wasm an exhausted memory ends in a bare `unreachable`; this flag, read after the trap, tells it from a bug.
//! The border crate installs it: `#[global_allocator] static A: ReportingAllocator = ReportingAllocator(System);`

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, Ordering};

static FAILED: AtomicBool = AtomicBool::new(false);

/// The system's allocator, setting a flag whenever it has nothing left to give.
pub struct ReportingAllocator(pub System);

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

// SAFETY: every call goes to System unchanged and its answer is returned unchanged.
unsafe impl GlobalAlloc for ReportingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are System's.
        report(unsafe { self.0.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are System's.
        report(unsafe { self.0.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promises are System's.
        report(unsafe { self.0.realloc(block, layout, size) })
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are System's.
        unsafe { self.0.dealloc(block, layout) }
    }
}
