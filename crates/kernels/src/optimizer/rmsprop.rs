//! RMSprop, plain or centred, with momentum or without.

use crate::check;
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
    check::exact("g", g.len(), w.len());
    check::exact("v", v.len(), w.len());
    let (has_momentum, centred) = (!last.is_empty(), !mean.is_empty());
    let [learning_rate, rho, gain] = [step.learning_rate, step.rho, step.gain].map(F32x4::splat);
    let [momentum, epsilon] = [step.momentum, step.epsilon].map(F32x4::splat);
    for start in (0..w.len()).step_by(4) {
        let end = (start + 4).min(w.len());
        let load = |x: &[f32]| match end - start {
            4 => F32x4::load(&x[start..]),
            _ => F32x4::load_partial(&x[start..end]),
        };
        let store = |value: F32x4, x: &mut [f32]| match end - start {
            4 => value.store(&mut x[start..end]),
            _ => value.store_partial(&mut x[start..end]),
        };
        let gradient = load(g);
        let squares = rho * load(v) + gain * (gradient * gradient);
        store(squares, v);
        let mut spread = squares;
        if centred {
            let average = rho * load(mean) + gain * gradient;
            store(average, mean);
            spread = spread - average * average;
        }
        let mut change = learning_rate * gradient / (spread + epsilon).sqrt();
        if has_momentum {
            change = momentum * load(last) + change;
            store(change, last);
        }
        store(load(w) - change, w);
    }
}
