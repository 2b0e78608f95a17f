//! Global max pooling: the largest value of each channel over the whole image. Of equal values the first in row-major order
//! gets the gradient; NaN wins.

use super::window_maximum::WindowMaximum;
use super::{Backward, Described, Forward, LayerOptions, Surroundings};
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
    fn layer(&self, around: &Surroundings) -> Result<WindowMaximum> {
        let input = shape::image(around.place, around.input())?;
        Ok(WindowMaximum {
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
