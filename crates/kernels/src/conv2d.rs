//! Two-dimensional convolution (cross-correlation, as in Keras) of one NHWC image with HWIO weights.
//!
//! `y[oy, ox, co] = bias[co] + Σ x[oy·sy + ky − top, ox·sx + kx − left, ci] · w[ky, kx, ci, co]`, zeros outside x.
//! Padding is made real by `pad` once, so that every loop after it runs without edges. Each pass is a matrix
//! product on the implicit patch matrix: see `forward`, `backward_weights` and `backward_input`.

mod backward_input;
mod backward_weights;
pub mod epilogue;
mod forward;
mod geometry;
mod pooled;
mod pooled_microkernel;
pub mod winograd;

/// The shape of a convolution; all its passes are methods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conv2d {
    /// Height, width and channels of the input, without padding.
    pub input: [usize; 3],
    /// Output channels.
    pub filters: usize,
    /// Height and width of the kernel.
    pub kernel: [usize; 2],
    /// Vertical and horizontal step.
    pub strides: [usize; 2],
    /// Rows of zeros above and below, columns of zeros left and right.
    pub padding: [usize; 4],
}
