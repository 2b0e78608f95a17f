//! From stored pixels to the numbers a model sees.

use crate::check;
use crate::elementwise;
use crate::simd::F32x4;

/// `dst = src`, exactly.
pub fn u8_to_f32(src: &[u8], dst: &mut [f32]) {
    widen(src, dst, |x| x);
}

/// `dst = src·scale + offset`, rounded after each step: `u8_to_f32` and `scale_offset` in one pass.
pub fn u8_to_scaled(src: &[u8], dst: &mut [f32], scale: f32, offset: f32) {
    let (scale, offset) = (F32x4::splat(scale), F32x4::splat(offset));
    widen(src, dst, |x| x * scale + offset);
}

/// `x = x·scale + offset`, rounded after each step.
pub fn scale_offset(x: &mut [f32], scale: f32, offset: f32) {
    let (scale, offset) = (F32x4::splat(scale), F32x4::splat(offset));
    elementwise::map(x, |x| x * scale + offset);
}

#[inline(always)]
fn widen(src: &[u8], dst: &mut [f32], f: impl Fn(F32x4) -> F32x4) {
    check::exact("dst", dst.len(), src.len());
    let (mut bytes, mut floats) = (src.chunks_exact(16), dst.chunks_exact_mut(16));
    for (bytes, floats) in (&mut bytes).zip(&mut floats) {
        let bytes = bytes.try_into().expect("chunks of 16");
        for (i, x) in F32x4::widen(bytes).into_iter().enumerate() {
            f(x).store(&mut floats[4 * i..]);
        }
    }
    for (byte, float) in bytes.remainder().iter().zip(floats.into_remainder()) {
        [*float, ..] = f(F32x4::splat(f32::from(*byte))).to_array();
    }
}

/// `x = (x − mean) / deviation`, or, to `invert` that, `x·deviation + mean`; without means they are 0.
pub fn standardise(x: &mut [f32], mean: &[f32], deviation: &[f32], invert: bool) {
    if !invert && !mean.is_empty() {
        elementwise::zip_long(x, mean, |x, mean| x - mean);
    }
    if invert {
        elementwise::zip_long(x, deviation, |x, deviation| x * deviation);
    } else {
        elementwise::zip_long(x, deviation, |x, deviation| x / deviation);
    }
    if invert && !mean.is_empty() {
        elementwise::zip_long(x, mean, |x, mean| x + mean);
    }
}
