//! The direct convolution: a matrix product on the implicit patch matrix, one image after the other.

use super::algorithm::{ConvAlgorithm, ConvForward, ConvGradients};
use super::input_gradient::InputGradient;
use super::shape::merged;
use fashion_kernels::conv2d::{Conv2d, epilogue::Epilogue};
use fashion_kernels::{activation, gemm};

pub(super) struct Direct {
    conv: Conv2d,
    input_gradient: InputGradient,
}

impl Direct {
    pub(super) fn new(conv: Conv2d, input_gradient: bool) -> Self {
        Self {
            conv,
            input_gradient: InputGradient::new(conv, input_gradient),
        }
    }
}

/// Floats of a kernel as `Conv2d::forward` and `forward_pooled` take it.
pub(super) fn packed_len(conv: &Conv2d) -> usize {
    gemm::packed_len(conv.kernel_len(), conv.filters)
}

pub(super) fn pack(conv: &Conv2d, kernel: &[f32], packed: &mut [f32]) {
    gemm::pack_b(
        conv.kernel_len(),
        conv.filters,
        kernel,
        conv.filters,
        packed,
    );
}

/// The image with zeros around it, in `padded`; the image itself where there is no padding.
pub(super) fn padded<'a>(conv: &Conv2d, x: &'a [f32], padded: &'a mut [f32]) -> &'a [f32] {
    if !conv.is_padded() {
        return x;
    }
    let padded = &mut padded[..conv.padded_len()];
    conv.pad(x, padded);
    padded
}

impl ConvForward for Direct {
    fn packed_len(&self) -> usize {
        packed_len(&self.conv)
    }

    fn pack(&self, kernel: &[f32], packed: &mut [f32]) {
        pack(&self.conv, kernel, packed);
    }

    fn scratch_len(&self) -> usize {
        self.conv.padded_len()
    }

    fn output_len(&self) -> usize {
        self.conv.output_len()
    }

    fn forward(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        _argmax: &mut [u32],
        scratch: &mut [f32],
    ) {
        let conv = merged(&self.conv, count);
        let images = x.chunks_exact(conv.input_len());
        for (x, y) in images.zip(y.chunks_exact_mut(conv.output_len())) {
            let x = padded(&conv, x, scratch);
            conv.forward(x, packed, epilogue.bias, y);
        }
        if epilogue.relu {
            activation::relu(y);
        }
    }
}

impl ConvAlgorithm for Direct {
    fn backward_packed_len(&self) -> usize {
        self.input_gradient.packed_len()
    }

    fn pack_backward(&self, kernel: &[f32], packed: &mut [f32]) {
        self.input_gradient.pack(kernel, packed);
    }

    fn backward_scratch_len(&self) -> usize {
        self.conv
            .padded_len()
            .max(self.input_gradient.scratch_len())
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
        if let Some(dkernel) = dkernel {
            let conv = merged(&self.conv, count);
            let images = x[..count * self.conv.input_len()].chunks_exact(conv.input_len());
            for (x, dy) in images.zip(dy.chunks_exact(conv.output_len())) {
                let x = padded(&conv, x, scratch);
                conv.backward_weights(x, dy, dkernel);
            }
        }
        if let Some(dx) = dx {
            self.input_gradient.run(count, packed, dy, dx, scratch);
        }
    }
}
