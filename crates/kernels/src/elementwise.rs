//! Elementwise loops over whole slices, four at a time with a zero-padded tail.
//!
//! An elementwise kernel is one closure given to one of these, so its tail cannot differ from its body.

use crate::check;
use crate::simd::F32x4;

/// `x = f(x)`, with one copy of `f` in the code instead of two: for functions that are long themselves.
#[inline(always)]
pub(crate) fn map_long(x: &mut [f32], f: impl Fn(F32x4) -> F32x4) {
    for part in x.chunks_mut(4) {
        let is_whole = part.len() == 4;
        let value = f(if is_whole {
            F32x4::load(part)
        } else {
            F32x4::load_partial(part)
        });
        if is_whole {
            value.store(part);
        } else {
            value.store_partial(part);
        }
    }
}

/// `x = f(x, y)`, as `map_long`.
#[inline(always)]
#[track_caller]
pub(crate) fn zip_long(x: &mut [f32], y: &[f32], f: impl Fn(F32x4, F32x4) -> F32x4) {
    check::exact("the second slice", y.len(), x.len());
    for (x, y) in x.chunks_mut(4).zip(y.chunks(4)) {
        let is_whole = x.len() == 4;
        let [a, b] = if is_whole {
            [F32x4::load(x), F32x4::load(y)]
        } else {
            [F32x4::load_partial(x), F32x4::load_partial(y)]
        };
        let value = f(a, b);
        if is_whole {
            value.store(x);
        } else {
            value.store_partial(x);
        }
    }
}

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
