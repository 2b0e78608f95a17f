//! The storage kernels work on: zeroed f32, aligned to a cache line, asked for with an error instead of an abort.
//!
//! A `Vec` would abort on exhaustion; here the caller can say which tensor did not fit.

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

/// Bytes between aligned addresses: one cache line.
pub const ALIGNMENT: usize = 64;

/// The memory asked for could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocError {
    /// How many f32 elements were asked for.
    pub elements: usize,
}

impl fmt::Display for AllocError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "out of memory: no room for {} f32 values ({} bytes)",
            self.elements,
            4 * self.elements as u128
        )
    }
}

impl std::error::Error for AllocError {}

/// A fixed-length, 64-byte aligned block of f32.
pub struct Buffer {
    start: NonNull<f32>,
    len: usize,
}

// SAFETY: a Buffer owns its memory alone, as Vec<f32> does; moving it to another thread moves the ownership.
unsafe impl Send for Buffer {}
// SAFETY: shared access gives only `&[f32]`.
unsafe impl Sync for Buffer {}

impl Buffer {
    /// `len` zeros, or an error when memory is exhausted. A length of 0 allocates nothing.
    pub fn zeroed(len: usize) -> Result<Self, AllocError> {
        if len == 0 {
            return Ok(Self::default());
        }
        let error = AllocError { elements: len };
        let layout = layout(len).ok_or(error)?;
        // SAFETY: the layout is not empty; zeroed bytes are valid f32.
        let start = NonNull::new(unsafe { alloc_zeroed(layout) }.cast::<f32>()).ok_or(error)?;
        Ok(Self { start, len })
    }
}

/// None when the size overflows the address space.
fn layout(len: usize) -> Option<Layout> {
    Layout::from_size_align(len.checked_mul(size_of::<f32>())?, ALIGNMENT).ok()
}

impl Default for Buffer {
    fn default() -> Self {
        Self {
            start: NonNull::dangling(),
            len: 0,
        }
    }
}

impl Deref for Buffer {
    type Target = [f32];
    fn deref(&self) -> &[f32] {
        // SAFETY: `start` points to `len` initialised f32 owned by self (dangling and aligned when len is 0).
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        // SAFETY: as in deref; `&mut self` makes the access exclusive.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Buffer({} f32)", self.len)
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let (1.., Some(layout)) = (self.len, layout(self.len)) {
            // SAFETY: allocated in `zeroed` with this very layout and freed only here.
            unsafe { dealloc(self.start.as_ptr().cast(), layout) }
        }
    }
}
