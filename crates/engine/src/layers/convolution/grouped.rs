//! The convolution with gaps between taps or channels in groups, by way of a patch matrix, one image after the other.

use super::algorithm::{ConvAlgorithm, ConvForward, ConvGradients};
use fashion_kernels::activation;
use fashion_kernels::conv2d::epilogue::Epilogue;
use fashion_kernels::grouped_conv2d::GroupedConv2d;

pub(super) struct Grouped {
    conv: GroupedConv2d,
    input_gradient: bool,
}

impl Grouped {
    pub(super) fn new(conv: GroupedConv2d, input_gradient: bool) -> Self {
        Self {
            conv,
            input_gradient,
        }
    }
}

impl ConvForward for Grouped {
    fn packed_len(&self) -> usize {
        self.conv.packed_len()
    }

    fn pack(&self, kernel: &[f32], packed: &mut [f32]) {
        self.conv.pack(kernel, packed);
    }

    fn scratch_len(&self) -> usize {
        self.conv.scratch_len()
    }

    fn output_len(&self) -> usize {
        self.conv.output_len()
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
        let images = x.chunks_exact(self.conv.input_len());
        for (x, y) in images.zip(y.chunks_exact_mut(self.conv.output_len())) {
            self.conv.forward(x, packed, epilogue.bias, y, scratch);
        }
        if epilogue.relu {
            activation::relu(y);
        }
    }
}

impl ConvAlgorithm for Grouped {
    fn backward_packed_len(&self) -> usize {
        if self.input_gradient {
            self.conv.packed_backward_len()
        } else {
            0
        }
    }

    fn pack_backward(&self, kernel: &[f32], packed: &mut [f32]) {
        if self.input_gradient {
            self.conv.pack_backward(kernel, packed);
        }
    }

    fn backward_scratch_len(&self) -> usize {
        self.conv.scratch_len()
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
        let (input_len, output_len) = (self.conv.input_len(), self.conv.output_len());
        if let Some(dkernel) = dkernel {
            let images = x[..count * input_len].chunks_exact(input_len);
            for (x, dy) in images.zip(dy.chunks_exact(output_len)) {
                self.conv.backward_weights(x, dy, dkernel, scratch);
            }
        }
        if let Some(dx) = dx {
            let images = dy.chunks_exact(output_len);
            for (dy, dx) in images.zip(dx.chunks_exact_mut(input_len)) {
                self.conv.backward_input(dy, packed, scratch, dx);
            }
        }
    }
}
