//! Faults on purpose, for the tests of what the outside does about them. Nothing else calls these.

use crate::parallel;

/// Panics in a pool thread (in this thread where there is no pool).
pub fn panic_in_pool() {
    parallel::for_each(&mut [0, 1, 2, 3], |i, _| {
        if i == 2 {
            panic!("on purpose, in work item {i}");
        }
    });
}

/// Allocates and keeps memory until there is no more.
pub fn exhaust_memory() {
    parallel::for_each(&mut [0, 1], |_, _| {
        loop {
            std::mem::forget(vec![1u8; 16 << 20]);
        }
    });
}
