//! Lion: every weight moves by the same amount, in the direction that gradient and momentum agree on.

use super::lanes::update;
use crate::simd::F32x4;

/// The numbers of one Lion step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LionStep {
    /// Step size.
    pub learning_rate: f32,
    /// β1, share of the momentum in the direction, and `1 − β1`, each rounded once.
    pub beta1: [f32; 2],
    /// β2, share of the momentum that is kept, and `1 − β2`.
    pub beta2: [f32; 2],
}

/// Lion (Chen et al. 2023): `w −= lr·sign(β1·m + (1 − β1)·g); m = β2·m + (1 − β2)·g`. The sign of 0 is 0, that of NaN is NaN.
pub fn lion(step: LionStep, w: &mut [f32], g: &[f32], m: &mut [f32]) {
    let learning_rate = F32x4::splat(step.learning_rate);
    let [old1, new1] = step.beta1.map(F32x4::splat);
    let [old2, new2] = step.beta2.map(F32x4::splat);
    let zero = F32x4::zero();
    update([w, m], g, |g, [w, m]| {
        let direction = old1 * m + new1 * g;
        let sign = direction.gt(zero).keep(learning_rate) - zero.gt(direction).keep(learning_rate);
        // Neither is greater: 0 or NaN.
        let change = direction.eq(direction).select(sign, direction);
        [w - change, old2 * m + new2 * g]
    });
}
