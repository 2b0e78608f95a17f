//! RMSprop, plain or centred, with momentum or without.

use super::lanes::update;
use crate::simd::F32x4;

/// The numbers of an RMSprop step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RmspropStep {
    /// Step size.
    pub learning_rate: f32,
    /// Share of the old means that is kept.
    pub rho: f32,
    /// `1 − rho`, rounded once.
    pub gain: f32,
    /// Share of the last step that is kept.
    pub momentum: f32,
    /// Added under the root.
    pub epsilon: f32,
}

/// RMSprop (Tieleman & Hinton 2012): `v = ρ·v + (1 − ρ)·g²; step = lr·g / √(v + ε); w −= step`.
///
/// With a slot `last`, `last = momentum·last + step` and `w −= last`. With a slot `mean`, centred (Graves 2013):
/// `mean = ρ·mean + (1 − ρ)·g` and the root is `√(v − mean² + ε)`. A slot that is not there is empty.
pub fn rmsprop(
    step: RmspropStep,
    w: &mut [f32],
    g: &[f32],
    v: &mut [f32],
    last: &mut [f32],
    mean: &mut [f32],
) {
    let [learning_rate, rho, gain] = [step.learning_rate, step.rho, step.gain].map(F32x4::splat);
    let [momentum, epsilon] = [step.momentum, step.epsilon].map(F32x4::splat);
    let (has_momentum, centred) = (!last.is_empty(), !mean.is_empty());
    let squares = |g: F32x4, v: F32x4| rho * v + gain * (g * g);
    let shrunk = |g: F32x4, spread: F32x4| learning_rate * g / (spread + epsilon).sqrt();
    match (has_momentum, centred) {
        (false, false) => update([w, v], g, |g, [w, v]| {
            let v = squares(g, v);
            [w - shrunk(g, v), v]
        }),
        (true, false) => update([w, v, last], g, |g, [w, v, last]| {
            let v = squares(g, v);
            let last = momentum * last + shrunk(g, v);
            [w - last, v, last]
        }),
        (false, true) => update([w, v, mean], g, |g, [w, v, mean]| {
            let (v, mean) = (squares(g, v), rho * mean + gain * g);
            [w - shrunk(g, v - mean * mean), v, mean]
        }),
        (true, true) => update([w, v, last, mean], g, |g, [w, v, last, mean]| {
            let (v, mean) = (squares(g, v), rho * mean + gain * g);
            let last = momentum * last + shrunk(g, v - mean * mean);
            [w - last, v, last, mean]
        }),
    }
}
