//! Elementwise loops over whole slices, four at a time with a zero-padded tail.
//!
//! An elementwise kernel is one closure given to one of these, so its tail cannot differ from its body.

use crate::check;
use crate::simd::F32x4;

/// `x = f(x)`.
#[inline(always)]
pub(crate) fn map(x: &mut [f32], f: impl Fn(F32x4) -> F32x4) {
    let mut chunks = x.chunks_exact_mut(4);
    for chunk in &mut chunks {
        f(F32x4::load(chunk)).store(chunk);
    }
    let tail = chunks.into_remainder();
    if !tail.is_empty() {
        f(F32x4::load_partial(tail)).store_partial(tail);
    }
}

/// `x = f(x, y)`.
#[inline(always)]
#[track_caller]
pub(crate) fn zip(x: &mut [f32], y: &[f32], f: impl Fn(F32x4, F32x4) -> F32x4) {
    check::exact("the second slice", y.len(), x.len());
    let mut xs = x.chunks_exact_mut(4);
    let mut ys = y.chunks_exact(4);
    for (a, b) in (&mut xs).zip(&mut ys) {
        f(F32x4::load(a), F32x4::load(b)).store(a);
    }
    let (a, b) = (xs.into_remainder(), ys.remainder());
    if !a.is_empty() {
        f(F32x4::load_partial(a), F32x4::load_partial(b)).store_partial(a);
    }
}
