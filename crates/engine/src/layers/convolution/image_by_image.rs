//! Convolutions whose kernels take one image: depthwise, and those with gaps between taps or channels in groups.

use super::algorithm::{ConvAlgorithm, ConvForward, ConvGradients};
use fashion_kernels::activation;
use fashion_kernels::conv2d::epilogue::Epilogue;
use fashion_kernels::depthwise::DepthwiseConv2d;
use fashion_kernels::grouped_conv2d::GroupedConv2d;

/// The kernels of a convolution of one image.
pub(super) trait ImageKernels: Send + Sync {
    fn input_len(&self) -> usize;
    fn output_len(&self) -> usize;

    /// Floats of the packed weights, and of those that the input gradient takes.
    fn packed_len(&self) -> usize;
    fn pack(&self, kernel: &[f32], packed: &mut [f32]);
    fn packed_backward_len(&self) -> usize;
    fn pack_backward(&self, kernel: &[f32], packed: &mut [f32]);

    /// Floats that the forward pass, and the backward passes, need as working memory.
    fn scratch_len(&self) -> usize;
    fn backward_scratch_len(&self) -> usize;

    fn forward(
        &self,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        scratch: &mut [f32],
    );
    fn backward_weights(&self, x: &[f32], dy: &[f32], dkernel: &mut [f32], scratch: &mut [f32]);
    fn backward_input(&self, dy: &[f32], packed: &[f32], dx: &mut [f32], scratch: &mut [f32]);
}

impl ImageKernels for DepthwiseConv2d {
    fn input_len(&self) -> usize {
        self.input_len()
    }

    fn output_len(&self) -> usize {
        self.output_len()
    }

    fn packed_len(&self) -> usize {
        self.packed_len()
    }

    fn pack(&self, kernel: &[f32], packed: &mut [f32]) {
        self.pack(kernel, packed);
    }

    fn packed_backward_len(&self) -> usize {
        self.packed_backward_len()
    }

    fn pack_backward(&self, kernel: &[f32], packed: &mut [f32]) {
        self.pack_backward(kernel, packed);
    }

    fn scratch_len(&self) -> usize {
        self.expanded_len()
    }

    fn backward_scratch_len(&self) -> usize {
        self.expanded_len().max(self.backward_input_scratch_len())
    }

    fn forward(
        &self,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        let x = self.expand(x, scratch);
        self.forward(x, packed, epilogue.bias, epilogue.relu, y);
    }

    fn backward_weights(&self, x: &[f32], dy: &[f32], dkernel: &mut [f32], scratch: &mut [f32]) {
        self.backward_weights(self.expand(x, scratch), dy, dkernel);
    }

    fn backward_input(&self, dy: &[f32], packed: &[f32], dx: &mut [f32], scratch: &mut [f32]) {
        self.backward_input(dy, packed, scratch, dx);
    }
}

impl ImageKernels for GroupedConv2d {
    fn input_len(&self) -> usize {
        self.input_len()
    }

    fn output_len(&self) -> usize {
        self.output_len()
    }

    fn packed_len(&self) -> usize {
        self.packed_len()
    }

    fn pack(&self, kernel: &[f32], packed: &mut [f32]) {
        self.pack(kernel, packed);
    }

    fn packed_backward_len(&self) -> usize {
        self.packed_backward_len()
    }

    fn pack_backward(&self, kernel: &[f32], packed: &mut [f32]) {
        self.pack_backward(kernel, packed);
    }

    fn scratch_len(&self) -> usize {
        self.scratch_len()
    }

    fn backward_scratch_len(&self) -> usize {
        self.scratch_len()
    }

    fn forward(
        &self,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        self.forward(x, packed, epilogue.bias, y, scratch);
        if epilogue.relu {
            activation::relu(y);
        }
    }

    fn backward_weights(&self, x: &[f32], dy: &[f32], dkernel: &mut [f32], scratch: &mut [f32]) {
        self.backward_weights(x, dy, dkernel, scratch);
    }

    fn backward_input(&self, dy: &[f32], packed: &[f32], dx: &mut [f32], scratch: &mut [f32]) {
        self.backward_input(dy, packed, scratch, dx);
    }
}

/// Such a convolution of one image after the other.
pub(super) struct ImageByImage<K> {
    kernels: K,
    input_gradient: bool,
}

impl<K: ImageKernels> ImageByImage<K> {
    pub(super) fn new(kernels: K, input_gradient: bool) -> Self {
        Self {
            kernels,
            input_gradient,
        }
    }
}

impl<K: ImageKernels> ConvForward for ImageByImage<K> {
    fn packed_len(&self) -> usize {
        self.kernels.packed_len()
    }

    fn pack(&self, kernel: &[f32], packed: &mut [f32]) {
        self.kernels.pack(kernel, packed);
    }

    fn scratch_len(&self) -> usize {
        self.kernels.scratch_len()
    }

    fn output_len(&self) -> usize {
        self.kernels.output_len()
    }

    fn forward(
        &self,
        _count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        _argmax: &mut [u32],
        scratch: &mut [f32],
    ) {
        let images = x.chunks_exact(self.kernels.input_len());
        for (x, y) in images.zip(y.chunks_exact_mut(self.kernels.output_len())) {
            self.kernels.forward(x, packed, epilogue, y, scratch);
        }
    }
}

impl<K: ImageKernels> ConvAlgorithm for ImageByImage<K> {
    fn backward_packed_len(&self) -> usize {
        if self.input_gradient {
            self.kernels.packed_backward_len()
        } else {
            0
        }
    }

    fn pack_backward(&self, kernel: &[f32], packed: &mut [f32]) {
        if self.input_gradient {
            self.kernels.pack_backward(kernel, packed);
        }
    }

    fn backward_scratch_len(&self) -> usize {
        self.kernels.backward_scratch_len()
    }

    fn backward(&self, count: usize, packed: &[f32], gradients: ConvGradients) {
        let ConvGradients {
            x,
            dy,
            dx,
            dkernel,
            scratch,
            ..
        } = gradients;
        let (input_len, output_len) = (self.kernels.input_len(), self.kernels.output_len());
        if let Some(dkernel) = dkernel {
            let images = x[..count * input_len].chunks_exact(input_len);
            for (x, dy) in images.zip(dy.chunks_exact(output_len)) {
                self.kernels.backward_weights(x, dy, dkernel, scratch);
            }
        }
        if let Some(dx) = dx {
            let images = dy.chunks_exact(output_len);
            for (dy, dx) in images.zip(dx.chunks_exact_mut(input_len)) {
                self.kernels.backward_input(dy, packed, dx, scratch);
            }
        }
    }
}
