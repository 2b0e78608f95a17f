//! Stochastic gradient descent, with and without momentum.

use crate::check;
use crate::elementwise;
use crate::simd::F32x4;

/// Gradient descent: `w −= lr·g`.
pub fn sgd(learning_rate: f32, w: &mut [f32], g: &[f32]) {
    let learning_rate = F32x4::splat(learning_rate);
    elementwise::zip(w, g, |w, g| w - learning_rate * g);
}

/// Gradient descent with momentum, the learning rate inside the velocity: `v = momentum·v − lr·g`, then `w += v`, or
/// with Nesterov's look-ahead `w += momentum·v − lr·g`.
pub fn sgd_momentum(
    learning_rate: f32,
    momentum: f32,
    nesterov: bool,
    w: &mut [f32],
    g: &[f32],
    v: &mut [f32],
) {
    check::exact("g", g.len(), w.len());
    let (learning_rate, momentum) = (F32x4::splat(learning_rate), F32x4::splat(momentum));
    elementwise::zip(v, g, |v, g| momentum * v - learning_rate * g);
    if nesterov {
        elementwise::zip(w, v, |w, v| w + momentum * v);
        elementwise::zip(w, g, |w, g| w - learning_rate * g);
    } else {
        elementwise::zip(w, v, |w, v| w + v);
    }
}
