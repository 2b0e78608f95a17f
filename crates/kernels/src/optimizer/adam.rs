//! Adam, with both bias corrections in the learning rate.

use crate::check;
use crate::simd::F32x4;

/// The numbers of one Adam step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamStep {
    /// The learning rate with both bias corrections in it: `lr·√(1 − β2ᵗ) / (1 − β1ᵗ)`.
    pub learning_rate: f32,
    /// `1 − β1`, share of the new gradient in their mean; rounded once, since 1 − 0.999 in single precision is off by 1e-5.
    pub gain1: f32,
    /// `1 − β2`, share of the new squared gradient in their mean.
    pub gain2: f32,
    /// Added to the root, outside the bias correction.
    pub epsilon: f32,
}

/// Adam (Kingma & Ba 2015): `m += (g − m)(1 − β1); v += (g² − v)(1 − β2); w −= lr·m / (√v + ε)`.
#[inline(never)]
pub fn adam(step: AdamStep, w: &mut [f32], g: &[f32], m: &mut [f32], v: &mut [f32]) {
    check::exact("g", g.len(), w.len());
    check::exact("m", m.len(), w.len());
    check::exact("v", v.len(), w.len());
    let learning_rate = F32x4::splat(step.learning_rate);
    let (gain1, gain2) = (F32x4::splat(step.gain1), F32x4::splat(step.gain2));
    let epsilon = F32x4::splat(step.epsilon);
    let update = |w: F32x4, g: F32x4, m: F32x4, v: F32x4| {
        let m = m + (g - m) * gain1;
        let v = v + (g * g - v) * gain2;
        [w - learning_rate * m / (v.sqrt() + epsilon), m, v]
    };
    let (mut ws, mut gs) = (w.chunks_exact_mut(4), g.chunks_exact(4));
    let (mut ms, mut vs) = (m.chunks_exact_mut(4), v.chunks_exact_mut(4));
    for (((w, g), m), v) in (&mut ws).zip(&mut gs).zip(&mut ms).zip(&mut vs) {
        let [new_w, new_m, new_v] = update(
            F32x4::load(w),
            F32x4::load(g),
            F32x4::load(m),
            F32x4::load(v),
        );
        new_w.store(w);
        new_m.store(m);
        new_v.store(v);
    }
    let (w, g, m, v) = (
        ws.into_remainder(),
        gs.remainder(),
        ms.into_remainder(),
        vs.into_remainder(),
    );
    let part = F32x4::load_partial;
    let [new_w, new_m, new_v] = update(part(w), part(g), part(m), part(v));
    new_w.store_partial(w);
    new_m.store_partial(m);
    new_v.store_partial(v);
}
