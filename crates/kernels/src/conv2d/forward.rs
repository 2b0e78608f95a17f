//! The forward pass: the patch matrix times the weight matrix, without building the patches.
//!
//! With NHWC and HWIO a kernel row is one contiguous run over kx and ci in both the image and the packed weights.

use super::Conv2d;
use crate::check;
use crate::gemm::Start;
use crate::tile::multiply;

impl Conv2d {
    /// `y = bias + x ∗ w`: `x` padded if there is padding, `packed` = `pack_b(kernel_len, filters, w)`, `y` overwritten.
    pub fn forward(&self, x: &[f32], packed: &[f32], bias: Option<&[f32]>, y: &mut [f32]) {
        let patches = self.patches(x);
        check::exact("y", y.len(), self.output_len());
        let start = bias.map_or(Start::Zero, Start::Bias);
        multiply(&patches, self.filters, packed, start, y, self.filters);
    }
}
