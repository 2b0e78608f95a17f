//! Depthwise convolution of one NHWC image: every channel has kernels of its own, `multiplier` of them.
//!
//! `y[oy, ox, c·m + j] = bias[c·m + j] + Σ x[oy·sy + ky·dy − top, ox·sx + kx·dx − left, c] · w[ky, kx, c, j]`, zeros outside
//! x. Four channels are a vector. What the loops read is a copy with the zeros around it and its channels repeated and
//! filled up to whole vectors ([`DepthwiseConv2d::expand`]); an image that is so already is read as it is.
//!
//! Every output adds its taps in row-major order from the bias on, every weight its positions in row-major order.

mod backward_input;
mod backward_weights;
mod forward;
mod geometry;

use crate::simd::F32x4;

/// The shape of a depthwise convolution; all its passes are methods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DepthwiseConv2d {
    /// Height, width and channels of the input, without padding.
    pub input: [usize; 3],
    /// Kernels of a channel.
    pub multiplier: usize,
    /// Height and width of the kernel.
    pub kernel: [usize; 2],
    /// Vertical and horizontal step.
    pub strides: [usize; 2],
    /// Rows and columns from one tap to the next.
    pub dilation: [usize; 2],
    /// Rows of zeros above and below, columns of zeros left and right.
    pub padding: [usize; 4],
}

/// Writes four channels from `channel` on, or as many of them as there are.
#[inline(always)]
fn store(value: F32x4, channel: usize, row: &mut [f32]) {
    match row.get_mut(channel..channel + 4) {
        Some(target) => value.store(target),
        None => store_last(value, &mut row[channel..]),
    }
}

/// Once in the code: only the last channels of some shapes need it.
#[inline(never)]
fn store_last(value: F32x4, row: &mut [f32]) {
    value.store_partial(row);
}
