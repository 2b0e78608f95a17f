//! The largest value of each window of an image, channel by channel; a window may be the whole image.

use super::{Backward, BackwardArgs, Forward, Inputs, Needs, PassContext, Scratch};
use fashion_kernels::pool::Pool2d;

pub(super) struct WindowMaximum {
    pub(super) pool: Pool2d,
}

impl WindowMaximum {
    fn input_len(&self) -> usize {
        self.pool.input.iter().product()
    }

    fn output_len(&self) -> usize {
        self.pool.output().iter().product()
    }
}

impl Forward for WindowMaximum {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        let images = inputs.only().chunks_exact(self.input_len());
        for (x, y) in images.zip(y.chunks_exact_mut(self.output_len())) {
            self.pool.max_infer(x, y);
        }
    }

    fn products(&self) -> usize {
        self.input_len()
    }
}

impl Backward for WindowMaximum {
    fn needs(&self) -> Needs {
        Needs {
            saved_words: self.output_len(),
            ..Needs::NOTHING
        }
    }

    fn forward_training(
        &self,
        _pass: &PassContext,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        scratch: Scratch,
    ) {
        let images = (inputs.only().chunks_exact(self.input_len()))
            .zip(y.chunks_exact_mut(self.output_len()));
        for ((x, y), argmax) in images.zip(scratch.saved.chunks_exact_mut(self.output_len())) {
            self.pool.max_forward(x, y, argmax);
        }
    }

    fn backward(&self, _pass: &PassContext, _packed: &[f32], args: BackwardArgs, scratch: Scratch) {
        let Some(dx) = args.dx else { return };
        let images = (args.dy.chunks_exact(self.output_len()))
            .zip(scratch.saved.chunks_exact(self.output_len()));
        for ((dy, argmax), dx) in images.zip(dx.chunks_exact_mut(self.input_len())) {
            self.pool.max_backward(dy, argmax, dx);
        }
    }
}
