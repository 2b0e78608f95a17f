//! The convolution with a 2 × 2 max pooling in its store: three of four outputs are never written, and its gradients are
//! those of the windows' maxima.

use super::algorithm::{ConvAlgorithm, ConvForward, ConvGradients};
use super::direct;
use crate::READ_AHEAD;
use fashion_kernels::conv2d::{Conv2d, epilogue::Epilogue, winograd::Winograd};

pub(super) struct Pooled {
    conv: Conv2d,
    winograd: Option<Winograd>,
    input_gradient: bool,
}

impl Pooled {
    pub(super) fn new(conv: Conv2d, input_gradient: bool) -> Self {
        Self {
            conv,
            winograd: conv.winograd(true),
            input_gradient,
        }
    }

    /// Floats for one padded image and what may be read after it.
    fn border_len(&self) -> usize {
        match self.conv.padded_len() {
            0 => 0,
            len => len + READ_AHEAD,
        }
    }
}

impl ConvForward for Pooled {
    fn packed_len(&self) -> usize {
        match self.winograd {
            Some(winograd) => winograd.packed_len(),
            None => direct::packed_len(&self.conv),
        }
    }

    fn pack(&self, kernel: &[f32], packed: &mut [f32]) {
        match self.winograd {
            Some(winograd) => winograd.pack(kernel, packed),
            None => direct::pack(&self.conv, kernel, packed),
        }
    }

    fn scratch_len(&self) -> usize {
        match self.winograd {
            Some(winograd) => winograd.scratch_len(),
            None => self.conv.padded_len(),
        }
    }

    fn output_len(&self) -> usize {
        self.conv.pooled_len()
    }

    fn normalises(&self) -> bool {
        self.winograd.is_some()
    }

    fn forward(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        argmax: &mut [u32],
        scratch: &mut [f32],
    ) {
        if let Some(winograd) = self.winograd {
            return winograd.forward_pooled(count, x, packed, epilogue, y, argmax, scratch);
        }
        let images = x.chunks_exact(self.conv.input_len());
        for (image, (x, y)) in images
            .zip(y.chunks_exact_mut(self.output_len()))
            .enumerate()
        {
            let x = direct::padded(&self.conv, x, scratch);
            let own = image * y.len()..(image + 1) * y.len();
            let argmax = argmax.get_mut(own).unwrap_or_default();
            self.conv.forward_pooled(x, packed, epilogue, y, argmax);
        }
    }
}

impl ConvAlgorithm for Pooled {
    fn backward_packed_len(&self) -> usize {
        if self.input_gradient {
            self.conv.packed_pooled_len()
        } else {
            0
        }
    }

    fn pack_backward(&self, kernel: &[f32], packed: &mut [f32]) {
        if self.input_gradient {
            self.conv.pack_pooled(kernel, packed);
        }
    }

    fn backward_scratch_len(&self) -> usize {
        self.border_len() + self.conv.padded_len()
    }

    fn indices_len(&self) -> usize {
        self.conv.pooled_scratch_len(self.input_gradient)
    }

    fn argmax_len(&self) -> usize {
        self.conv.pooled_len()
    }

    fn accumulator_len(&self) -> usize {
        self.conv.pooled_gradient_len()
    }

    fn backward(&self, count: usize, packed: &[f32], gradients: ConvGradients) {
        let ConvGradients {
            x,
            dy,
            mut dx,
            accumulator,
            argmax,
            scratch,
            indices,
            ..
        } = gradients;
        let (conv, len, input_len) = (&self.conv, self.output_len(), self.conv.input_len());
        let (dy, argmax) = (&dy[..count * len], &argmax[..count * len]);
        if !conv.is_padded() {
            let x = &x[..count * input_len + READ_AHEAD];
            let input = dx.map(|dx| (packed, &mut dx[..count * input_len]));
            return conv.backward_pooled(x, dy, argmax, indices, accumulator, input);
        }
        let padded_len = conv.padded_len();
        let (border, rest) = scratch.split_at_mut(self.border_len());
        for image in 0..count {
            let own = image * input_len..(image + 1) * input_len;
            conv.pad(&x[own.clone()], &mut border[..padded_len]);
            let (dy, argmax) = (&dy[image * len..][..len], &argmax[image * len..][..len]);
            let input = (dx.is_some()).then(|| (packed, &mut rest[..padded_len]));
            conv.backward_pooled(border, dy, argmax, indices, accumulator, input);
            if let Some(dx) = &mut dx {
                conv.crop(&rest[..padded_len], &mut dx[own]);
            }
        }
    }

    fn reduce(&self, accumulator: &[f32], dkernel: &mut [f32]) {
        self.conv.finish_weights_pooled(accumulator, dkernel);
    }
}
