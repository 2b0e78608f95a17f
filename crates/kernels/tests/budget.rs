//! The allocator with a budget, installed for this program.

use fashion_kernels::budget::{BudgetAllocator, exceeded, lift, within};
use std::alloc::System;
use std::panic::{catch_unwind, resume_unwind};

#[global_allocator]
static ALLOCATOR: BudgetAllocator<System> = BudgetAllocator(System);

const MIB: usize = 1 << 20;

fn takes(bytes: usize) -> bool {
    Vec::<u8>::new().try_reserve_exact(bytes).is_ok()
}

/// One test, since the budget is the program's.
#[test]
fn no_more_is_given_than_the_budget_has() {
    assert!(takes(64 * MIB) && !exceeded());
    let held = vec![1u8; 8 * MIB]; // before the budget, so no part of it
    within(4 * MIB, || {
        assert!(takes(3 * MIB) && takes(3 * MIB) && !exceeded()); // freed in between
        let mut first = vec![0u8; 3 * MIB];
        assert!(!takes(2 * MIB) && exceeded());
        assert!(first.try_reserve_exact(2 * MIB).is_err()); // growing holds both for a moment
        first.truncate(MIB);
        first.shrink_to_fit();
        assert!(takes(2 * MIB));
        within(MIB, || assert!(!takes(2 * MIB))); // a smaller one inside
        assert!(takes(2 * MIB));
    });
    assert!(takes(64 * MIB));
    drop(held);

    // Not panic!, whose report takes memory itself.
    let unwound = catch_unwind(|| within(MIB, || resume_unwind(Box::new(()))));
    assert!(unwound.is_err() && takes(64 * MIB));
    within(MIB, || {
        lift();
        assert!(takes(64 * MIB));
    });
}
