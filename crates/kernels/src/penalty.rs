//! Sums over weights that regularizers add to the loss, and their gradients.

use crate::elementwise;
use crate::simd::F32x4;

/// Σ|w| and Σw², in double precision, from the first weight to the last.
pub fn sums(weights: &[f32]) -> [f64; 2] {
    weights.iter().fold([0.0; 2], |[sizes, squares], &weight| {
        let weight = f64::from(weight);
        [sizes + weight.abs(), squares + weight * weight]
    })
}

/// `dw += l1·sign(w) + 2·l2·w`; the sign of 0 is 0.
pub fn add_gradient(l1: f32, l2: f32, weights: &[f32], dw: &mut [f32]) {
    let (l1, twice, zero) = (F32x4::splat(l1), F32x4::splat(2.0 * l2), F32x4::zero());
    elementwise::zip_long(dw, weights, |dw, w| {
        let sign = w.gt(zero).keep(l1) - zero.gt(w).keep(l1);
        dw + (sign + twice * w)
    });
}
