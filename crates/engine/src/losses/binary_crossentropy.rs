//! Binary cross-entropy, the mean over the outputs of one image: L = −(t·ln p + (1 − t)·ln(1 − p)).
//!
//! Of logits and a sigmoid's outputs it is worked out from the logits: L = max(z, 0) − z·t + ln(1 + e^−|z|), ∂L/∂z = σ(z) − t,
//! exact where p rounds to 0 or 1. Outputs of a softmax are clipped, as in Keras.

use super::by_output::{self, Term};
use super::{CLIP, Spread};
use crate::layers::activation::Activation;
use fashion_kernels::{activation, math};

pub(super) fn apply(output: Activation, z: &mut [f32], targets: Spread, scale: f32) -> f32 {
    if output == Activation::Softmax {
        return by_output::apply(output, z, targets, scale, &term);
    }
    let scale = scale / z.len() as f32;
    let mut loss = 0.0;
    for (i, &v) in z.iter().enumerate() {
        let size = v.abs();
        loss += (v + size) / 2.0 - v * targets.value(i) + math::ln(1.0 + math::exp(-size));
    }
    activation::sigmoid(z);
    for (i, v) in z.iter_mut().enumerate() {
        *v = (*v - targets.value(i)) * scale;
    }
    loss / z.len() as f32
}

/// Of one output, from its probability.
pub(super) fn term(p: f32, t: f32) -> Term {
    let q = p.clamp(CLIP, 1.0 - CLIP);
    let slope = (1.0 - t) / (1.0 - q) - t / q;
    Term {
        loss: -(t * math::ln(q) + (1.0 - t) * math::ln(1.0 - q)),
        slope: if q == p || p.is_nan() { slope } else { 0.0 },
    }
}
