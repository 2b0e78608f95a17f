//! Spatial dropout (Tompson et al. 2015), inverted: in training each channel of an image is 0 with probability `rate`, else
//! divided by 1 − rate; in inference the identity.
//!
//! What is kept is a function of (seed, layer, step, place in the batch); it is noted, a bit a channel, for backward.

use super::dropout::{DropoutLayer, check_rate};
use super::{Backward, Described, LayerOptions, Surroundings};
use crate::error::Result;
use crate::options::options;
use crate::shape;

options! {
    /// Options of the layer `spatialDropout2d`.
    pub struct SpatialDropout2dSpec {
        /// Fraction of the channels dropped, in [0, 1).
        "rate" rate: f64,
    }
}

impl LayerOptions for SpatialDropout2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        check_rate(place, self.rate)?;
        Ok((shape::image(place, inputs[0])?.to_vec(), Vec::new()))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        let [height, width, channels] = shape::image(around.place, around.input())?;
        Ok(Box::new(DropoutLayer {
            rate: self.rate as f32,
            len: height * width * channels,
            unit: channels,
        }))
    }

    fn is_identity(&self, training: bool) -> bool {
        !training
    }
}
