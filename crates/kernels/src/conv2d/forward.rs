//! The forward pass: the patch matrix times the weight matrix, without building the patches.
//!
//! With NHWC and HWIO a kernel row is one contiguous run over kx and ci in both the image and the packed weights.

use super::Conv2d;
use super::epilogue::Epilogue;
use crate::check;
use crate::conv2d::pooled_microkernel::multiply_pooled;
use crate::gemm::microkernel::Start;
use crate::gemm::microkernel::multiply;

impl Conv2d {
    /// `y = bias + x ∗ w`: `x` padded if there is padding, `packed` = `pack_b(kernel_len, filters, w)`, `y` overwritten.
    pub fn forward(&self, x: &[f32], packed: &[f32], bias: Option<&[f32]>, y: &mut [f32]) {
        let patches = self.patches(x);
        check::exact("y", y.len(), self.output_len());
        let start = bias.map_or(Start::Zero, Start::Bias);
        multiply(&patches, self.filters, packed, start, y, self.filters);
    }

    /// The same with 2 × 2 max pooling behind: `y` gets the greatest of each window, `argmax`, if not empty, the offset
    /// of its patch in the padded image.
    pub fn forward_pooled(
        &self,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        argmax: &mut [u32],
    ) {
        multiply_pooled(&self.patches(x), self, packed, epilogue, y, argmax);
    }
}
