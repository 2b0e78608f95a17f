//! Sparse categorical cross-entropy on the logits of one image, in the form the last activation asks for.
//!
//! - logits or softmax: L = ln Σ eᶻʲ − z_t, ∂L/∂z = softmax(z) − onehot(t)
//! - sigmoid (Keras): L = −ln clip(σ_t / Σ σ_j, 1e−7, 1 − 1e−7); beyond the clip the gradient is 0
//!
//! A softmax is never taken alone and then logged: from the logits the loss stays exact where p underflows.

use crate::layers::activation::Activation;
use crate::options::words;
use fashion_kernels::math;

const CLIP: f32 = 1e-7;

words! {
    /// The closed set of losses.
    pub enum Loss {
        /// Labels are class numbers.
        SparseCategoricalCrossentropy "sparseCategoricalCrossentropy",
    }
}

words! {
    /// The closed set of metrics.
    pub enum Metric {
        /// Share of images whose largest output is the label's.
        Accuracy "accuracy",
    }
}

/// Loss of one image, and whether its largest output is the label's (ties: the first).
pub(crate) struct Outcome {
    pub(crate) loss: f32,
    pub(crate) correct: bool,
}

impl Loss {
    /// Reads the logits in `z` and leaves `scale` · ∂L/∂z there.
    pub(crate) fn apply(
        self,
        output: Activation,
        z: &mut [f32],
        label: usize,
        scale: f32,
    ) -> Outcome {
        match self {
            Loss::SparseCategoricalCrossentropy => match output {
                Activation::Sigmoid => from_sigmoid(z, label, scale),
                _ => from_logits(z, label, scale),
            },
        }
    }
}

fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, &v) in values.iter().enumerate() {
        if v > values[best] {
            best = i;
        }
    }
    best
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
