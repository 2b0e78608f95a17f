//! Categorical cross-entropy on the logits of one image, in the form the last activation asks for; t are the targets,
//! one-hot for a class number, T = Σ t.
//!
//! - logits or softmax: L = T·ln Σ eᶻʲ − Σ t_j·z_j, ∂L/∂z = T·softmax(z) − t
//! - sigmoid (Keras): L = −Σ t_j·ln clip(σ_j / Σ σ, 1e−7, 1 − 1e−7); beyond the clip the gradient is 0
//!
//! A softmax is never taken alone and then logged: from the logits the loss stays exact where p underflows.

use super::{CLIP, Spread};
use crate::layers::activation::Activation;
use crate::target::argmax;
use fashion_kernels::math;

pub(super) fn apply(output: Activation, z: &mut [f32], targets: Spread, scale: f32) -> f32 {
    match output {
        Activation::Sigmoid => from_sigmoid(z, targets, scale),
        _ => from_logits(z, targets, scale),
    }
}

fn from_logits(z: &mut [f32], targets: Spread, scale: f32) -> f32 {
    let max = z[argmax(z)];
    let (mut sum, mut hit) = (0.0, 0.0);
    for (i, v) in z.iter_mut().enumerate() {
        let target = targets.value(i);
        *v -= max;
        // 0·(−∞) would be NaN.
        if target != 0.0 {
            hit += target * *v;
        }
        *v = math::exp(*v);
        sum += *v;
    }
    let total = targets.total();
    for (i, v) in z.iter_mut().enumerate() {
        *v = (*v / sum * total - targets.value(i)) * scale;
    }
    total * math::ln(sum) - hit
}

fn from_sigmoid(z: &mut [f32], targets: Spread, scale: f32) -> f32 {
    fashion_kernels::activation::sigmoid(z);
    let sum: f32 = z.iter().fold(0.0, |sum, v| sum + v);
    let is_live = |v: f32| {
        let p = v / sum;
        (CLIP..=1.0 - CLIP).contains(&p) || p.is_nan()
    };
    let (mut loss, mut live) = (0.0, 0.0);
    for (i, &v) in z.iter().enumerate() {
        let target = targets.value(i);
        if target != 0.0 {
            loss -= target * math::ln((v / sum).clamp(CLIP, 1.0 - CLIP));
            live += if is_live(v) { target } else { 0.0 };
        }
    }
    for (i, v) in z.iter_mut().enumerate() {
        let target = targets.value(i);
        // ∂L/∂σ_i = T/Σσ − t_i/σ_i, then σ' = σ(1 − σ)
        let own = if target != 0.0 && is_live(*v) {
            target / *v
        } else {
            0.0
        };
        let dsigma = live / sum - own;
        *v = dsigma * *v * (1.0 - *v) * scale;
    }
    loss
}
