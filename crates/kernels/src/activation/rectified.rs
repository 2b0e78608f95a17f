//! Activations with a bend at 0: leaky and clipped relu, elu. Their gradients are written in the output.

use crate::elementwise;
use crate::math::exp_m1_4;
use crate::simd::F32x4;

/// `x = x where x ≥ 0, else slope·x`.
pub fn leaky_relu(x: &mut [f32], slope: f32) {
    let slope = F32x4::splat(slope);
    elementwise::map_long(x, |x| x.gt(F32x4::zero()).select(x, slope * x));
}

/// `dy = dy where y ≥ 0, else slope·dy`, with y = leaky_relu(x); the derivative at 0 is 1, as in Keras on JAX.
pub fn leaky_relu_backward(y: &[f32], dy: &mut [f32], slope: f32) {
    let slope = F32x4::splat(slope);
    elementwise::zip_long(dy, y, |dy, y| F32x4::zero().gt(y).select(slope * dy, dy));
}

/// A relu with a greatest value, a threshold, and a slope below it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClippedRelu {
    /// Slope below the threshold, ≥ 0.
    pub slope: f32,
    /// Greatest value, ≥ 0; ∞ for none.
    pub most: f32,
    /// Below it and at it, values count as too small, ≥ 0.
    pub threshold: f32,
}

/// `x = min(x, most) where x > threshold, else slope·(x − threshold)`; NaN stays NaN.
pub fn clipped_relu(x: &mut [f32], relu: ClippedRelu) {
    let [slope, most, threshold] = [relu.slope, relu.most, relu.threshold].map(F32x4::splat);
    // ∞·0 would be NaN: without a slope what is small becomes 0 by another way.
    let flat = relu.slope == 0.0;
    elementwise::map_long(x, |x| {
        let small = if flat {
            x.lower_to(F32x4::zero()).raise_to(F32x4::zero())
        } else {
            slope * (x - threshold)
        };
        x.gt(threshold).select(x.lower_to(most), small)
    });
}

/// `dy·(1 where 0 < y < most, slope where y < 0, else 0)`, with y = clipped_relu(x).
pub fn clipped_relu_backward(y: &[f32], dy: &mut [f32], relu: ClippedRelu) {
    let [slope, most] = [relu.slope, relu.most].map(F32x4::splat);
    elementwise::zip_long(dy, y, |dy, y| {
        let small = F32x4::zero().gt(y).keep(slope * dy);
        let large = most.gt(y).keep(dy);
        y.gt(F32x4::zero()).select(large, small)
    });
}

/// `x = x where x > 0, else alpha·(eˣ − 1)`.
pub fn elu(x: &mut [f32], alpha: f32) {
    let alpha = F32x4::splat(alpha);
    elementwise::map_long(x, |x| x.gt(F32x4::zero()).select(x, alpha * exp_m1_4(x)));
}

/// `dy = dy where y > 0, else dy·(y + alpha)`, with y = elu(x).
pub fn elu_backward(y: &[f32], dy: &mut [f32], alpha: f32) {
    let alpha = F32x4::splat(alpha);
    elementwise::zip_long(dy, y, |dy, y| {
        y.gt(F32x4::zero()).select(dy, dy * (y + alpha))
    });
}
