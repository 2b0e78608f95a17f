//! Global max pooling: the largest value of each channel over the whole image. Of equal values the first in row-major order
//! gets the gradient; NaN wins.

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, PassContext, Scratch,
    Surroundings,
};
use crate::error::Result;
use crate::options::options;
use crate::shape;
use fashion_kernels::pool::Pool2d;

options! {
    /// Options of the layer `globalMaxPooling2d`.
    pub struct GlobalMaxPooling2dSpec {
        /// Whether the output is an image of one pixel.
        "keepdims" keepdims: bool,
    }
}

impl GlobalMaxPooling2dSpec {
    fn layer(&self, around: &Surroundings) -> Result<GlobalMaxPooling2dLayer> {
        let input = shape::image(around.place, around.input())?;
        Ok(GlobalMaxPooling2dLayer {
            pool: Pool2d {
                input,
                pool: [input[0], input[1]],
                strides: [1, 1],
                padding: [0; 4],
            },
        })
    }
}

impl LayerOptions for GlobalMaxPooling2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        Ok((
            shape::one_pixel(place, inputs[0], self.keepdims)?,
            Vec::new(),
        ))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.layer(around)?))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.layer(around)?))
    }
}

struct GlobalMaxPooling2dLayer {
    pool: Pool2d,
}

impl GlobalMaxPooling2dLayer {
    fn input_len(&self) -> usize {
        self.pool.input.iter().product()
    }

    fn channels(&self) -> usize {
        self.pool.input[2]
    }
}

impl Forward for GlobalMaxPooling2dLayer {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        let images = inputs.only().chunks_exact(self.input_len());
        for (x, y) in images.zip(y.chunks_exact_mut(self.channels())) {
            self.pool.max_infer(x, y);
        }
    }

    fn products(&self) -> usize {
        self.input_len()
    }
}

impl Backward for GlobalMaxPooling2dLayer {
    fn needs(&self) -> Needs {
        Needs {
            saved_words: self.channels(),
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
        let images =
            (inputs.only().chunks_exact(self.input_len())).zip(y.chunks_exact_mut(self.channels()));
        for ((x, y), argmax) in images.zip(scratch.saved.chunks_exact_mut(self.channels())) {
            self.pool.max_forward(x, y, argmax);
        }
    }

    fn backward(&self, _pass: &PassContext, _packed: &[f32], args: BackwardArgs, scratch: Scratch) {
        let Some(dx) = args.dx else { return };
        let images = (args.dy.chunks_exact(self.channels()))
            .zip(scratch.saved.chunks_exact(self.channels()));
        for ((dy, argmax), dx) in images.zip(dx.chunks_exact_mut(self.input_len())) {
            self.pool.max_backward(dy, argmax, dx);
        }
    }
}
