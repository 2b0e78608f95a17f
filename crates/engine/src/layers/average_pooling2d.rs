//! Average pooling: the mean of each window, channel by channel. Padding does not count: a window at the border is divided by
//! the cells that it has in the image, as in Keras on JAX and TensorFlow.

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, PassContext, Scratch,
    Surroundings,
};
use crate::error::Result;
use crate::options::options;
use crate::shape::{self, Padding};
use fashion_kernels::pool::Pool2d;

options! {
    /// Options of the layer `averagePooling2d`.
    pub struct AveragePooling2dSpec {
        /// `[height, width]` of the window.
        "poolSize" pool_size: [usize; 2],
        /// `[vertical, horizontal]` steps of the window.
        "strides" strides: [usize; 2],
        /// How windows meet the border.
        "padding" padding: Padding,
    }
}

impl AveragePooling2dSpec {
    fn shape(&self, place: &str, input: &[usize]) -> Result<Pool2d> {
        shape::pool2d(place, input, self.pool_size, self.strides, self.padding)
    }

    fn layer(&self, around: &Surroundings) -> Result<AveragePooling2dLayer> {
        let pool = self.shape(around.place, around.input())?;
        Ok(AveragePooling2dLayer { pool })
    }
}

impl LayerOptions for AveragePooling2dSpec {
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

struct AveragePooling2dLayer {
    pool: Pool2d,
}

impl AveragePooling2dLayer {
    fn input_len(&self) -> usize {
        self.pool.input.iter().product()
    }

    fn output_len(&self) -> usize {
        self.pool.output().iter().product()
    }
}

impl Forward for AveragePooling2dLayer {
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
            self.pool.average_forward(x, y);
        }
    }

    fn products(&self) -> usize {
        self.input_len()
    }
}

impl Backward for AveragePooling2dLayer {
    fn needs(&self) -> Needs {
        Needs::NOTHING
    }

    fn backward(&self, _pass: &PassContext, _packed: &[f32], args: BackwardArgs, _: Scratch) {
        let Some(dx) = args.dx else { return };
        let images = args.dy.chunks_exact(self.output_len());
        for (dy, dx) in images.zip(dx.chunks_exact_mut(self.input_len())) {
            self.pool.average_backward(dy, dx);
        }
    }
}
