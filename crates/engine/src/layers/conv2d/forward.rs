//! The forward pass of a convolution with what stands behind it: bias, activation, perhaps 2 × 2 max pooling.
//!
//! Training and inference share it. Which of the kernels' ways it goes follows from the shapes.

use crate::layers::activation::Activation;
use fashion_kernels::conv2d::{Conv2d, store::Epilogue, winograd::Winograd};
use fashion_kernels::gemm;

pub(crate) struct Forward {
    pub(crate) conv: Conv2d,
    /// A 2 × 2 max pooling behind that it does itself.
    pub(crate) pooled: bool,
    /// Linear or relu where it pools.
    pub(crate) activation: Activation,
    /// Through tiles, where that is faster.
    pub(crate) tiles: Option<Winograd>,
}

impl Forward {
    pub(crate) fn new(conv: Conv2d, pooled: bool, activation: Activation) -> Self {
        Self {
            conv,
            pooled,
            activation,
            tiles: conv.winograd(pooled),
        }
    }

    pub(crate) fn input_len(&self) -> usize {
        self.conv.input_len()
    }

    pub(crate) fn output_len(&self) -> usize {
        if self.pooled {
            self.conv.pooled_len()
        } else {
            self.conv.output_len()
        }
    }

    /// Floats of the kernel as `run` takes it.
    pub(crate) fn packed_len(&self) -> usize {
        match self.tiles {
            Some(tiles) => tiles.packed_len(),
            None => gemm::packed_len(self.conv.kernel_len(), self.conv.filters),
        }
    }

    pub(crate) fn pack(&self, kernel: &[f32], packed: &mut [f32]) {
        let (depth, filters) = (self.conv.kernel_len(), self.conv.filters);
        match self.tiles {
            Some(tiles) => tiles.pack(kernel, packed),
            None => gemm::pack_b(depth, filters, kernel, filters, packed),
        }
    }

    /// Floats that `run` needs as working memory.
    pub(crate) fn scratch_len(&self) -> usize {
        match self.tiles {
            Some(tiles) => tiles.scratch_len(),
            None => self.conv.padded_len(),
        }
    }

    /// y of `count` images; relu is added to `epilogue`, whose normalization is for tiles only; `winners`, unless empty, gets a
    /// pooling's.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn run(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        winners: &mut [u32],
        scratch: &mut [f32],
    ) {
        let (conv, relu) = (&self.conv, self.activation == Activation::Relu);
        let epilogue = Epilogue { relu, ..epilogue };
        match self.tiles {
            Some(tiles) if self.pooled => {
                tiles.forward_pooled(count, x, packed, epilogue, y, winners, scratch);
            }
            Some(tiles) => tiles.forward(count, x, packed, epilogue, y, scratch),
            None => {
                let images = x.chunks_exact(self.input_len());
                for (image, (x, y)) in images
                    .zip(y.chunks_exact_mut(self.output_len()))
                    .enumerate()
                {
                    let x = if conv.is_padded() {
                        let padded = &mut scratch[..conv.padded_len()];
                        conv.pad(x, padded);
                        &*padded
                    } else {
                        x
                    };
                    if self.pooled {
                        let own = image * y.len()..(image + 1) * y.len();
                        let winners = winners.get_mut(own).unwrap_or_default();
                        conv.forward_pooled(x, packed, epilogue, y, winners);
                    } else {
                        conv.forward(x, packed, epilogue.bias, y);
                    }
                }
                if relu && !self.pooled {
                    self.activation.forward(conv.filters, y);
                }
            }
        }
        if !matches!(self.activation, Activation::Linear | Activation::Relu) {
            self.activation.forward(conv.filters, y);
        }
    }
}
