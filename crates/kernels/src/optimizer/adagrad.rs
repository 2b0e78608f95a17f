//! Adagrad: a step size of its own for every weight, which only falls.

use super::lanes::update;
use crate::simd::F32x4;

/// Adagrad (Duchi et al. 2011): `a += g²; w −= lr·g / √(a + ε)`.
pub fn adagrad(learning_rate: f32, epsilon: f32, w: &mut [f32], g: &[f32], a: &mut [f32]) {
    let [learning_rate, epsilon] = [learning_rate, epsilon].map(F32x4::splat);
    update([w, a], g, |g, [w, a]| {
        let a = a + g * g;
        [w - learning_rate * g / (a + epsilon).sqrt(), a]
    });
}
