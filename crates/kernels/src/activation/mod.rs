//! Activations and their gradients, in place. The gradient of most is written in their output, which is at hand; that of
//! `smooth`, which rise and fall, in their input.

mod rectified;
mod smooth;

pub use rectified::{
    ClippedRelu, clipped_relu, clipped_relu_backward, elu, elu_backward, leaky_relu,
    leaky_relu_backward,
};
pub use smooth::{
    gelu, gelu_backward, gelu_tanh, gelu_tanh_backward, hard_swish, hard_swish_backward, silu,
    silu_backward,
};

use crate::elementwise;
use crate::math::tanh4;
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
    elementwise::map_long(x, smooth::sigmoid4);
}

/// `dy = dy·(y·(1 − y))`, with y = sigmoid(x).
pub fn sigmoid_backward(y: &[f32], dy: &mut [f32]) {
    let one = F32x4::splat(1.0);
    elementwise::zip(dy, y, |dy, y| dy * (y * (one - y)));
}

/// `x = tanh(x)`.
pub fn tanh(x: &mut [f32]) {
    elementwise::map_long(x, tanh4);
}

/// `dy = dy·(1 − y²)`, with y = tanh(x).
pub fn tanh_backward(y: &[f32], dy: &mut [f32]) {
    let one = F32x4::splat(1.0);
    elementwise::zip_long(dy, y, |dy, y| dy * (one - y * y));
}
