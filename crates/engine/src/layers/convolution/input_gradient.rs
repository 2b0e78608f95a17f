//! The gradient of a convolution's input: a convolution of dy with the kernel turned by 180°, through Winograd tiles where
//! that is faster, else gathered directly.

use super::shape::merged;
use fashion_kernels::conv2d::{Conv2d, epilogue::Epilogue, winograd::Winograd};

pub(super) struct InputGradient {
    conv: Conv2d,
    winograd: Option<Winograd>,
    wanted: bool,
}

impl InputGradient {
    pub(super) fn new(conv: Conv2d, wanted: bool) -> Self {
        let turned = conv.turned().filter(|_| wanted);
        Self {
            conv,
            winograd: turned.and_then(|turned| turned.winograd(false)),
            wanted,
        }
    }

    pub(super) fn packed_len(&self) -> usize {
        match self.winograd {
            _ if !self.wanted => 0,
            Some(winograd) => winograd.packed_len(),
            None => self.conv.packed_backward_input_len(),
        }
    }

    pub(super) fn pack(&self, kernel: &[f32], packed: &mut [f32]) {
        match self.winograd {
            _ if !self.wanted => {}
            Some(winograd) => winograd.pack_turned(kernel, packed),
            None => self.conv.pack_backward_input(kernel, packed),
        }
    }

    pub(super) fn scratch_len(&self) -> usize {
        match self.winograd {
            Some(winograd) => winograd.scratch_len(),
            None => self.conv.backward_input_scratch_len(),
        }
    }

    /// dx of `count` images.
    pub(super) fn run(
        &self,
        count: usize,
        packed: &[f32],
        dy: &[f32],
        dx: &mut [f32],
        scratch: &mut [f32],
    ) {
        if let Some(winograd) = self.winograd {
            return winograd.forward(count, dy, packed, Epilogue::default(), dx, scratch);
        }
        let conv = merged(&self.conv, count);
        let images = dy.chunks_exact(conv.output_len());
        for (dy, dx) in images.zip(dx.chunks_exact_mut(conv.input_len())) {
            conv.backward_input(dy, packed, scratch, dx);
        }
    }
}
