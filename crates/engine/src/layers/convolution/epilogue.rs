//! What a convolution does with its sums, whatever the algorithm: bias, an absorbed normalization, the activation.
//!
//! An absorbed normalization is folded into the kernel, or, where the algorithm does it in its store, kept as rows of
//! channels after the bias: Winograd tiles round by the size of the kernel's values, so theirs must stay as trained.

use super::algorithm::ConvForward;
use crate::layers::NodeWeights;
use crate::layers::activation::Activation;
use crate::layers::batch_normalization::Norm;
use fashion_kernels::{conv2d::epilogue::Epilogue, vector};

pub(super) struct ConvEpilogue {
    pub(super) kernel_len: usize,
    pub(super) filters: usize,
    pub(super) activation: Activation,
    /// Whether a row is added to the sums: the bias, or what is left of an absorbed normalization.
    pub(super) offsets: bool,
    pub(super) norm: Option<Norm>,
    /// The normalization is done in the store.
    pub(super) in_store: bool,
}

impl ConvEpilogue {
    /// Floats of the rows that follow the packed kernel.
    pub(super) fn rows_len(&self) -> usize {
        let rows = usize::from(self.offsets) + if self.in_store { 3 } else { 0 };
        rows * self.filters
    }

    /// Fills packed kernel and rows.
    pub(super) fn pack(
        &self,
        algorithm: &dyn ConvForward,
        weights: NodeWeights,
        packed: &mut [f32],
    ) {
        let (kernel, bias) = weights.own.split_at(self.kernel_len);
        let (panels, rows) = packed.split_at_mut(algorithm.packed_len());
        let (offsets, norm_rows) = rows.split_at_mut(if self.offsets { self.filters } else { 0 });
        offsets.fill(0.0);
        offsets[..bias.len()].copy_from_slice(bias);
        match &self.norm {
            None => algorithm.pack(kernel, panels),
            Some(norm) if self.in_store => {
                norm.pack_rows(weights.norm, norm_rows);
                algorithm.pack(kernel, panels);
            }
            Some(norm) => algorithm.pack(&norm.fold(weights.norm, kernel, offsets), panels),
        }
    }

    /// The forward pass with everything after it: `added` is another value, added before the activation.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn run(
        &self,
        algorithm: &dyn ConvForward,
        count: usize,
        x: &[f32],
        packed: &[f32],
        added: Option<&[f32]>,
        y: &mut [f32],
        argmax: &mut [u32],
        scratch: &mut [f32],
    ) {
        let (panels, rows) = packed.split_at(algorithm.packed_len());
        let (offsets, norm_rows) = rows.split_at(if self.offsets { self.filters } else { 0 });
        let (in_store, later) = match algorithm.adds() {
            true => (added, None),
            false => (None, added),
        };
        let epilogue = Epilogue {
            bias: self.offsets.then_some(offsets),
            norm: self.in_store.then(|| Norm::channels_of(norm_rows)),
            added: in_store,
            relu: self.activation == Activation::Relu && later.is_none(),
        };
        algorithm.forward(count, x, panels, epilogue, y, argmax, scratch);
        match later {
            Some(added) if self.activation == Activation::Relu => vector::add_relu(y, added),
            Some(added) => vector::add_assign(y, added),
            None => {}
        }
        if !matches!(self.activation, Activation::Linear | Activation::Relu) {
            self.activation.forward(self.filters, y);
        }
    }
}
