//! Max pooling: the largest value of each window, channel by channel. Ties: the first in row-major order gets the
//! gradient; NaN wins, so that it stays visible.

use super::{Described, Flow, Layer, Params, Pass, Work};
use crate::error::Result;
use crate::options::options;
use crate::shape::{self, Padding};
use fashion_kernels::pool::MaxPool2d;

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
    pub(crate) fn shape(&self, place: &str, input: &[usize]) -> Result<MaxPool2d> {
        let input = shape::image(place, input)?;
        let [h, w] = self.pool_size;
        let (_, top, bottom) = shape::windows(place, self.padding, input[0], h, self.strides[0])?;
        let (_, left, right) = shape::windows(place, self.padding, input[1], w, self.strides[1])?;
        Ok(MaxPool2d {
            input,
            pool: self.pool_size,
            strides: self.strides,
            padding: [top, bottom, left, right],
        })
    }

    pub(crate) fn describe(&self, place: &str, input: &[usize]) -> Result<Described> {
        let pool = self.shape(place, input)?;
        Ok((pool.output().to_vec(), Vec::new()))
    }

    pub(crate) fn build(&self, place: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
        let pool = self.shape(place, input)?;
        Ok(Box::new(MaxPooling2dLayer { pool }))
    }
}

struct MaxPooling2dLayer {
    pool: MaxPool2d,
}

impl MaxPooling2dLayer {
    fn input_len(&self) -> usize {
        self.pool.input.iter().product()
    }

    fn output_len(&self) -> usize {
        self.pool.output().iter().product()
    }
}

impl Layer for MaxPooling2dLayer {
    fn notes_len(&self) -> usize {
        self.output_len()
    }

    fn bears_dropout(&self) -> bool {
        true
    }

    fn forward(&self, pass: &Pass, _params: Params, x: &[f32], y: &mut [f32], work: Work) {
        let images = x
            .chunks_exact(self.input_len())
            .zip(y.chunks_exact_mut(self.output_len()));
        if pass.training {
            for ((x, y), winners) in images.zip(work.notes.chunks_exact_mut(self.output_len())) {
                self.pool.forward(x, y, winners);
            }
        } else {
            for (x, y) in images {
                self.pool.infer(x, y);
            }
        }
    }

    fn backward(&self, _pass: &Pass, _params: Params, flow: Flow, work: Work) {
        let Flow { dy, dx, .. } = flow;
        let Some(dx) = dx else { return };
        for ((dy, winners), dx) in dy
            .chunks_exact(self.output_len())
            .zip(work.notes.chunks_exact(self.output_len()))
            .zip(dx.chunks_exact_mut(self.input_len()))
        {
            self.pool.backward(dy, winners, dx);
        }
    }
}
