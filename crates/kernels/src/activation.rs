//! Activations and their gradients, in place. The gradient of each is written in its output, which is at hand.

use crate::elementwise;
use crate::math::exp4;
use crate::simd::F32x4;

/// What outputs are raised to (`F32x4::raise_to`): 0 with relu, −∞ without.
#[inline(always)]
pub(crate) fn floor(relu: bool) -> F32x4 {
    F32x4::splat(if relu { 0.0 } else { f32::NEG_INFINITY })
}

/// `x = max(x, 0)`; NaN stays NaN.
pub fn relu(x: &mut [f32]) {
    elementwise::map(x, |x| x.raise_to(F32x4::zero()));
}

/// `dy = dy where y > 0, else 0`, with y = relu(x); the derivative at 0 is 0.
pub fn relu_backward(y: &[f32], dy: &mut [f32]) {
    elementwise::zip(dy, y, |dy, y| y.gt(F32x4::zero()).keep(dy));
}

/// `x = 1 / (1 + exp(−x))`.
pub fn sigmoid(x: &mut [f32]) {
    let one = F32x4::splat(1.0);
    elementwise::map(x, |x| one / (one + exp4(F32x4::zero() - x)));
}

/// `dy = dy·(y·(1 − y))`, with y = sigmoid(x).
pub fn sigmoid_backward(y: &[f32], dy: &mut [f32]) {
    let one = F32x4::splat(1.0);
    elementwise::zip(dy, y, |dy, y| dy * (y * (one - y)));
}
