//! A global allocator with a budget: code of others that takes memory by what a file says may take so much and no more.
//!
//! Beyond the budget an allocation fails. Where that cannot be handled the program ends, which in wasm is a trap; the flag
//! read after it tells it from a bug. One thread at a time may have a budget, and what others take counts towards it.
//! A border crate installs it: `#[global_allocator] static A: BudgetAllocator<System> = BudgetAllocator(System);`

use std::alloc::{GlobalAlloc, Layout};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

static USED: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(usize::MAX);
static EXCEEDED: AtomicBool = AtomicBool::new(false);

/// An allocator that gives no more than the budget of [`within`].
pub struct BudgetAllocator<A>(pub A);

/// Does `work`, for which `bytes` may be taken beyond what is taken already; without [`BudgetAllocator`] as many as there are.
pub fn within<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    struct Restore(usize);
    impl Drop for Restore {
        fn drop(&mut self) {
            MOST.store(self.0, Relaxed);
        }
    }
    EXCEEDED.store(false, Relaxed);
    let most = USED.load(Relaxed).saturating_add(bytes);
    let _restore = Restore(MOST.swap(most, Relaxed));
    work()
}

/// True once more was asked for than the last budget had.
pub fn exceeded() -> bool {
    EXCEEDED.load(Relaxed)
}

/// Ends a budget that a trap left behind.
pub fn lift() {
    MOST.store(usize::MAX, Relaxed);
}

/// Whether `more` bytes may be taken beside what is taken.
fn may_take(more: usize) -> bool {
    let fits = USED.load(Relaxed).saturating_add(more) <= MOST.load(Relaxed);
    if !fits {
        EXCEEDED.store(true, Relaxed);
    }
    fits
}

fn taken(block: *mut u8, bytes: usize) -> *mut u8 {
    if !block.is_null() {
        USED.fetch_add(bytes, Relaxed);
    }
    block
}

// Not inlined: they would be so in every place that allocates, a twentieth of the file.
// SAFETY: every call goes to `A` unchanged and its answer is returned unchanged, or null, which says that there is no memory.
unsafe impl<A: GlobalAlloc> GlobalAlloc for BudgetAllocator<A> {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !may_take(layout.size()) {
            return null_mut();
        }
        // SAFETY: the caller's promises are those that `A` asks for.
        taken(unsafe { self.0.alloc(layout) }, layout.size())
    }

    #[inline(never)]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !may_take(layout.size()) {
            return null_mut();
        }
        // SAFETY: the caller's promises are those that `A` asks for.
        taken(unsafe { self.0.alloc_zeroed(layout) }, layout.size())
    }

    #[inline(never)]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may be held for a moment.
        if size > layout.size() && !may_take(size) {
            return null_mut();
        }
        // SAFETY: the caller's promises are those that `A` asks for.
        let moved = taken(unsafe { self.0.realloc(block, layout, size) }, size);
        if !moved.is_null() {
            USED.fetch_sub(layout.size(), Relaxed);
        }
        moved
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promises are those that `A` asks for.
        unsafe { self.0.dealloc(block, layout) }
    }
}
