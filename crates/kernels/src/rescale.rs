//! From stored pixels to the numbers a model sees.

use crate::check;
use crate::lanes;
use crate::simd::F32x4;

/// `dst = src`, exactly.
pub fn u8_to_f32(src: &[u8], dst: &mut [f32]) {
    check::exact("dst", dst.len(), src.len());
    for (value, byte) in dst.iter_mut().zip(src) {
        *value = f32::from(*byte);
    }
}

/// `x = x·scale + offset`, rounded after each step.
pub fn scale_offset(x: &mut [f32], scale: f32, offset: f32) {
    let (scale, offset) = (F32x4::splat(scale), F32x4::splat(offset));
    lanes::map(x, |x| x * scale + offset);
}
