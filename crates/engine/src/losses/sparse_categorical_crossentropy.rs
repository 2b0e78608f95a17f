//! Sparse categorical cross-entropy on the logits of one image, in the form the last activation asks for.
//!
//! - logits or softmax: L = ln Σ eᶻʲ − z_t, ∂L/∂z = softmax(z) − onehot(t)
//! - sigmoid (Keras): L = −ln clip(σ_t / Σ σ_j, 1e−7, 1 − 1e−7); beyond the clip the gradient is 0
//!
//! A softmax is never taken alone and then logged: from the logits the loss stays exact where p underflows.

use crate::layers::activation::Activation;
use crate::losses::outcome::Outcome;
use crate::metrics::argmax;
use fashion_kernels::math;

const CLIP: f32 = 1e-7;

/// Labels are class numbers.
pub(super) fn apply(output: Activation, z: &mut [f32], label: usize, scale: f32) -> Outcome {
    match output {
        Activation::Sigmoid => from_sigmoid(z, label, scale),
        _ => from_logits(z, label, scale),
    }
}

fn from_logits(z: &mut [f32], label: usize, scale: f32) -> Outcome {
    let best = argmax(z);
    let (max, target) = (z[best], z[label]);
    let mut sum = 0.0;
    for v in z.iter_mut() {
        *v = math::exp(*v - max);
        sum += *v;
    }
    for (i, v) in z.iter_mut().enumerate() {
        let onehot = if i == label { 1.0 } else { 0.0 };
        *v = (*v / sum - onehot) * scale;
    }
    Outcome {
        loss: math::ln(sum) - (target - max),
        correct: best == label,
    }
}

fn from_sigmoid(z: &mut [f32], label: usize, scale: f32) -> Outcome {
    fashion_kernels::activation::sigmoid(z);
    let correct = argmax(z) == label;
    let mut sum = 0.0;
    for &v in z.iter() {
        sum += v;
    }
    let target = z[label];
    let p = target / sum;
    let clipped = p.clamp(CLIP, 1.0 - CLIP);
    let live = clipped == p || p.is_nan();
    for (i, v) in z.iter_mut().enumerate() {
        // ∂L/∂σ_i = 1/Σσ − [i = t]/σ_t, then σ' = σ(1 − σ)
        let dsigma = 1.0 / sum - if i == label { 1.0 / target } else { 0.0 };
        *v = if live {
            dsigma * *v * (1.0 - *v) * scale
        } else {
            0.0
        };
    }
    Outcome {
        loss: -math::ln(clipped),
        correct,
    }
}
