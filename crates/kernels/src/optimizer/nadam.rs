//! Nadam: Adam with Nesterov's look-ahead, by a momentum that grows with the steps.

use super::lanes::update;
use crate::simd::F32x4;

/// The numbers of one Nadam step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NadamStep {
    /// Share of the mean of the gradients in the step: `lr·u(t + 1) / (1 − Π u(1 … t + 1))`.
    pub mean: f32,
    /// Share of the gradient itself: `lr·(1 − u(t)) / (1 − Π u(1 … t))`.
    pub own: f32,
    /// `1 − β1`, share of the new gradient in their mean.
    pub gain1: f32,
    /// `1 − β2`, share of the new squared gradient in their mean.
    pub gain2: f32,
    /// `1 / (1 − β2ᵗ)`.
    pub correction: f32,
    /// Added to the root.
    pub epsilon: f32,
}

/// Nadam (Dozat 2016): `m += (g − m)(1 − β1); v += (g² − v)(1 − β2); w −= (mean·m + own·g) / (√(v·correction) + ε)`.
pub fn nadam(step: NadamStep, w: &mut [f32], g: &[f32], m: &mut [f32], v: &mut [f32]) {
    let [mean, own] = [step.mean, step.own].map(F32x4::splat);
    let [gain1, gain2] = [step.gain1, step.gain2].map(F32x4::splat);
    let [correction, epsilon] = [step.correction, step.epsilon].map(F32x4::splat);
    update([w, m, v], g, |g, [w, m, v]| {
        let m = m + (g - m) * gain1;
        let v = v + (g * g - v) * gain2;
        let root = (v * correction).sqrt() + epsilon;
        [w - (mean * m + own * g) / root, m, v]
    });
}
