//! Faults on purpose, for the tests of what the outside does about them. Nothing else calls these.

use crate::parallel;

/// Panics in a pool thread (in this thread where there is no pool).
pub fn panic_in_pool() {
    parallel::panic_on_purpose();
}

/// Allocates and keeps memory until there is no more.
pub fn exhaust_memory() {
    parallel::each(&mut [0, 1], |_, _| {
        loop {
            std::mem::forget(vec![1u8; 16 << 20]);
        }
    });
}
