//! What a way of computing a convolution must do.

use fashion_kernels::conv2d::epilogue::Epilogue;

/// The forward pass: what inference needs.
pub(crate) trait ConvForward: Send + Sync {
    /// Floats of the kernel as `forward` takes it.
    fn packed_len(&self) -> usize;

    fn pack(&self, kernel: &[f32], packed: &mut [f32]);

    /// Floats that `forward` needs as working memory.
    fn scratch_len(&self) -> usize;

    /// Floats of an output.
    fn output_len(&self) -> usize;

    /// Whether `forward` does the normalization of `epilogue`.
    fn normalises(&self) -> bool {
        false
    }

    /// Whether `forward` does the sum of `epilogue`.
    fn adds(&self) -> bool {
        false
    }

    /// y of `count` images with their bias and, where `epilogue` says so, relu; `argmax`, unless empty, gets a pooling's maxima.
    #[allow(clippy::too_many_arguments)]
    fn forward(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        argmax: &mut [u32],
        scratch: &mut [f32],
    );
}

/// The input, the output's gradient, and what is to be filled.
pub(crate) struct ConvGradients<'a> {
    /// With `READ_AHEAD` floats after it.
    pub(crate) x: &'a [f32],
    pub(crate) dy: &'a [f32],
    pub(crate) dx: Option<&'a mut [f32]>,
    /// To be added to, or where the algorithm has one, the accumulator; `None` where the kernel is not trained.
    pub(crate) dkernel: Option<&'a mut [f32]>,
    pub(crate) accumulator: &'a mut [f32],
    pub(crate) argmax: &'a [u32],
    pub(crate) scratch: &'a mut [f32],
    pub(crate) indices: &'a mut [u32],
}

/// Forward and backward: what training needs.
pub(crate) trait ConvAlgorithm: ConvForward {
    /// Floats of the kernel as the input gradient takes it; 0 where that is not asked for.
    fn backward_packed_len(&self) -> usize;

    fn pack_backward(&self, kernel: &[f32], packed: &mut [f32]);

    /// Floats that `backward` needs as working memory.
    fn backward_scratch_len(&self) -> usize;

    /// Words that `backward` needs as working memory.
    fn indices_len(&self) -> usize {
        0
    }

    /// Words an image that `forward` leaves for `backward`.
    fn argmax_len(&self) -> usize {
        0
    }

    /// Floats of the kernel's gradient in the algorithm's own form.
    fn accumulator_len(&self) -> usize {
        0
    }

    /// Gradients of kernel and input, of `count` images; `packed` is what `pack_backward` has filled.
    fn backward(&self, count: usize, packed: &[f32], gradients: ConvGradients);

    /// dkernel += what `backward` has left in its accumulator.
    fn reduce(&self, _accumulator: &[f32], _dkernel: &mut [f32]) {}
}
