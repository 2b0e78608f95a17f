//! Aligned storage and the allocator that reports.

use std::alloc::System;

use fashion_kernels::alloc::{ReportingAllocator, out_of_memory};
use fashion_kernels::buffer::{ALIGNMENT, AllocError, Buffer};

#[global_allocator]
static ALLOCATOR: ReportingAllocator<System> = ReportingAllocator(System);

#[test]
fn buffers_are_zeroed_aligned_and_writable() {
    for len in [0, 1, 15, 16, 1000] {
        let mut buffer = Buffer::zeroed(len).unwrap();
        assert_eq!(buffer.len(), len);
        assert!(len == 0 || (buffer.as_ptr() as usize).is_multiple_of(ALIGNMENT));
        assert!(buffer.iter().all(|x| *x == 0.0));
        buffer.fill(1.5);
        assert_eq!(buffer.iter().sum::<f32>(), 1.5 * len as f32);
    }
    assert!(Buffer::default().is_empty());
}

#[test]
fn buffers_move_between_threads() {
    let mut buffer = Buffer::zeroed(8).unwrap();
    let sum = std::thread::spawn(move || {
        buffer[3] = 2.0;
        buffer.iter().sum::<f32>()
    });
    assert_eq!(sum.join().unwrap(), 2.0);
}

#[test]
fn an_impossible_length_is_an_error_and_is_remembered() {
    let elements = usize::MAX / 2;
    assert_eq!(
        Buffer::zeroed(elements).unwrap_err(),
        AllocError { elements }
    );
    // Within the address space but beyond any memory: this one reaches the allocator.
    let elements = isize::MAX as usize / 8;
    let error = Buffer::zeroed(elements).unwrap_err();
    assert!(
        error.to_string().starts_with("out of memory: no room for"),
        "{error}"
    );
    assert!(out_of_memory());
}
