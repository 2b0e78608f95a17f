//! The convolution through Winograd tiles, forward and for the kernel's gradient: several images at once.

use super::algorithm::{ConvAlgorithm, ConvForward, ConvGradients};
use super::input_gradient::InputGradient;
use fashion_kernels::conv2d::{Conv2d, epilogue::Epilogue, winograd::Winograd};

pub(super) struct WinogradTiles {
    conv: Conv2d,
    winograd: Winograd,
    input_gradient: InputGradient,
}

impl WinogradTiles {
    pub(super) fn new(conv: Conv2d, winograd: Winograd, input_gradient: bool) -> Self {
        Self {
            conv,
            winograd,
            input_gradient: InputGradient::new(conv, input_gradient),
        }
    }
}

impl ConvForward for WinogradTiles {
    fn packed_len(&self) -> usize {
        self.winograd.packed_len()
    }

    fn pack(&self, kernel: &[f32], packed: &mut [f32]) {
        self.winograd.pack(kernel, packed);
    }

    fn scratch_len(&self) -> usize {
        self.winograd.scratch_len()
    }

    fn output_len(&self) -> usize {
        self.conv.output_len()
    }

    fn normalises(&self) -> bool {
        true
    }

    fn adds(&self) -> bool {
        true
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
        self.winograd
            .forward(count, x, packed, epilogue, y, scratch);
    }
}

impl ConvAlgorithm for WinogradTiles {
    fn backward_packed_len(&self) -> usize {
        self.input_gradient.packed_len()
    }

    fn pack_backward(&self, kernel: &[f32], packed: &mut [f32]) {
        self.input_gradient.pack(kernel, packed);
    }

    fn backward_scratch_len(&self) -> usize {
        self.winograd
            .scratch_len()
            .max(self.input_gradient.scratch_len())
    }

    fn accumulator_len(&self) -> usize {
        self.winograd.gradient_len()
    }

    fn backward(&self, count: usize, packed: &[f32], gradients: ConvGradients) {
        let ConvGradients {
            x,
            dy,
            dx,
            dkernel,
            accumulator,
            scratch,
            ..
        } = gradients;
        if dkernel.is_some() {
            let images = &x[..count * self.conv.input_len()];
            self.winograd
                .backward_weights(count, images, dy, scratch, accumulator);
        }
        if let Some(dx) = dx {
            self.input_gradient.run(count, packed, dy, dx, scratch);
        }
    }

    fn reduce(&self, accumulator: &[f32], dkernel: &mut [f32]) {
        self.winograd.finish_weights(accumulator, dkernel);
    }
}
