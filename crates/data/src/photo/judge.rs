//! What a model's outputs for a photo mean: calibrated probabilities of the classes, and how unlike any garment the image is.
//!
//! The model has one output more than there are classes, for what is no garment. Exponentials and logarithms are the
//! kernels' own, so an answer has the same bits on each host.

use fashion_kernels::math::{exp, ln};

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// One probability per class; they make 1 together.
    pub probabilities: Vec<f32>,
    /// Logit of "no garment" less the logarithm of the classes' summed exponentials: positive where no garment is likelier.
    pub unlikeness: f32,
}

/// Judges the logits of one image, the last of them that of what is no garment; the others are divided by `temperature`.
pub fn judge(logits: &[f32], temperature: f32) -> Judgement {
    let (&stranger, classes) = logits.split_last().unwrap_or((&0.0, &[]));
    let [plain, scaled] = [1.0, temperature].map(|by| exponentials(classes, by));
    let sum: f32 = scaled.1.iter().sum();
    let evidence = plain.0 + ln(plain.1.iter().sum());
    let unlikeness = stranger - evidence;
    Judgement {
        probabilities: scaled.1.iter().map(|part| part / sum).collect(),
        unlikeness: unlikeness.clamp(f32::MIN, f32::MAX),
    }
}

/// The largest of the logits, divided, and the exponentials of what they are less than it. Quotients stay finite.
fn exponentials(logits: &[f32], by: f32) -> (f32, Vec<f32>) {
    let divided = || {
        logits
            .iter()
            .map(|logit| (logit / by).clamp(f32::MIN, f32::MAX))
    };
    let most = divided().fold(f32::NEG_INFINITY, f32::max);
    (most, divided().map(|logit| exp(logit - most)).collect())
}
