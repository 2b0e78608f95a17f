//! Sparse categorical cross-entropy of one image, with the gradient in what it is given.

use super::Real;

/// Keras' clip of probabilities.
const EPSILON: f64 = 1e-7;

/// `−ln softmax(z)[label]` and its gradient in z, `softmax(z) − onehot(label)`.
pub fn crossentropy_from_logits<T: Real>(z: &[T], label: usize) -> (T, Vec<T>) {
    let greatest = z.iter().fold(z[0], |a, b| if *b > a { *b } else { a });
    let sum = z.iter().fold(T::ZERO, |sum, z| sum + (*z - greatest).exp());
    let loss = sum.ln() - (z[label] - greatest);
    let mut gradient: Vec<T> = z.iter().map(|z| (*z - greatest).exp() / sum).collect();
    gradient[label] = gradient[label] - T::ONE;
    (loss, gradient)
}

/// `−ln clip(p[label] / Σ p, 1e−7, 1 − 1e−7)` and its gradient in p, 0 where clipped; for softmax or sigmoid outputs p.
pub fn crossentropy_from_probabilities<T: Real>(p: &[T], label: usize) -> (T, Vec<T>) {
    let sum = p.iter().fold(T::ZERO, |sum, p| sum + *p);
    let share = p[label] / sum;
    let (low, high) = (T::of(EPSILON), T::of(1.0 - EPSILON));
    if share < low || share > high {
        let clipped = if share < low { low } else { high };
        return (-clipped.ln(), vec![T::ZERO; p.len()]);
    }
    let mut gradient = vec![T::ONE / sum; p.len()];
    gradient[label] = gradient[label] - T::ONE / p[label];
    (-share.ln(), gradient)
}
