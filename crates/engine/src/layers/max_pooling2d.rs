//! Max pooling: the largest value of each window, channel by channel. Ties: the first in row-major order gets the
//! gradient; NaN wins, so that it stays visible.

use super::window_maximum::WindowMaximum;
use super::{Backward, Described, Forward, LayerOptions, Surroundings};
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

    fn layer(&self, around: &Surroundings) -> Result<WindowMaximum> {
        let pool = self.shape(around.place, around.input())?;
        Ok(WindowMaximum { pool })
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
