//! Sums of vectors.

use crate::lanes;
use crate::simd::F32x4;

/// `dst += src`.
#[inline]
pub fn add_assign(dst: &mut [f32], src: &[f32]) {
    lanes::zip(dst, src, |dst, src| dst + src);
}

/// `y += alpha·x`.
pub fn axpy(alpha: f32, x: &[f32], y: &mut [f32]) {
    let alpha = F32x4::splat(alpha);
    lanes::zip(y, x, |y, x| y + alpha * x);
}
