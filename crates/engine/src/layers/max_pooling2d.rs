//! Max pooling: the largest value of each window, channel by channel. Ties: the first in row-major order gets the
//! gradient; NaN wins, so that it stays visible.

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, PassContext, Scratch,
    Surroundings,
};
use crate::error::Result;
use crate::options::options;
use crate::shape::{self, Padding};
use fashion_kernels::pool::Pool2d;

options! {
    /// Options of the layer `maxPooling2d`.
    pub struct MaxPooling2dSpec {
        /// `[height, width]` of the window.
        "poolSize" pool_size: [usize; 2],
        /// `[vertical, horizontal]` steps of the window.
        "strides" strides: [usize; 2],
        /// How windows meet the border; padded places never win.
        "padding" padding: Padding,
    }
}

impl MaxPooling2dSpec {
    /// Whether it takes the greatest of 2 × 2 neighbours, step by step, and reads no padding of `input`.
    pub(crate) fn is_two_by_two(&self, input: &[usize]) -> bool {
        let even = |side: usize| self.padding == Padding::Valid || input[side].is_multiple_of(2);
        self.pool_size == [2, 2] && self.strides == [2, 2] && even(0) && even(1)
    }

    /// The pooling of `input`; errors say what does not fit.
    fn shape(&self, place: &str, input: &[usize]) -> Result<Pool2d> {
        shape::pool2d(place, input, self.pool_size, self.strides, self.padding)
    }

    fn layer(&self, around: &Surroundings) -> Result<MaxPooling2dLayer> {
        let pool = self.shape(around.place, around.input())?;
        Ok(MaxPooling2dLayer { pool })
    }
}

impl LayerOptions for MaxPooling2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let pool = self.shape(place, inputs[0])?;
        Ok((pool.output().to_vec(), Vec::new()))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.layer(around)?))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.layer(around)?))
    }
}

/// Max pooling with windows of any size, that of the image among them.
pub(super) struct MaxPooling2dLayer {
    pub(super) pool: Pool2d,
}

impl MaxPooling2dLayer {
    fn input_len(&self) -> usize {
        self.pool.input.iter().product()
    }

    fn output_len(&self) -> usize {
        self.pool.output().iter().product()
    }
}

impl Forward for MaxPooling2dLayer {
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

impl Backward for MaxPooling2dLayer {
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
