//! Random rotation: in training an image is turned around its middle by a share of a whole turn, counter-clockwise for
//! positive ones; in inference the identity.

use super::augmentation::{
    FillMode, InterpolationMode, check_finite, check_pair, not_at_the_head, reading,
};
use super::{Backward, Described, LayerOptions, Surroundings};
use crate::error::Result;
use crate::options::options;
use crate::preprocessing::{Draws, Preprocess, SampleKey};
use crate::shape;
use fashion_kernels::warp::{Reading, affine};
use std::f64::consts::TAU;

options! {
    /// Options of the layer `randomRotation`.
    pub struct RandomRotationSpec {
        /// Least and most, in whole turns, within [−1, 1].
        "factor" factor: [f64; 2],
        /// What lies outside.
        "fillMode" fill_mode: FillMode,
        /// What lies between.
        "interpolation" interpolation: InterpolationMode,
        /// What lies outside of `constant`.
        "fillValue" fill_value: f64,
    }
}

impl LayerOptions for RandomRotationSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        check_pair(place, "factor", self.factor, [-1.0, 1.0])?;
        check_finite(place, "fillValue", self.fill_value)?;
        Ok((shape::image(place, inputs[0])?.to_vec(), Vec::new()))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Err(not_at_the_head(around.place))
    }

    fn augment(&self, input: &[usize]) -> Option<Box<dyn Preprocess>> {
        Some(Box::new(self.on(<[usize; 3]>::try_from(input).ok()?)))
    }

    fn is_identity(&self, training: bool) -> bool {
        !training
    }
}

impl RandomRotationSpec {
    /// What it does to images of a shape.
    pub(super) fn on(&self, shape: [usize; 3]) -> RandomRotation {
        RandomRotation {
            shape,
            factor: self.factor,
            reading: reading(self.fill_mode, self.fill_value, self.interpolation),
        }
    }
}

pub(super) struct RandomRotation {
    shape: [usize; 3],
    factor: [f64; 2],
    reading: Reading,
}

impl RandomRotation {
    /// Turns by a share of a whole turn, counter-clockwise.
    pub(super) fn turn(&self, share: f64, image: &mut [f32], other: &mut [f32]) {
        let angle = TAU * share;
        let (sine, cosine) = (libm::sin(angle) as f32, libm::cos(angle) as f32);
        let [height, width, _] = self.shape;
        let middle = |side: usize| (side as f32 - 1.0) / 2.0;
        let (x, y) = (middle(width), middle(height));
        let map = [
            cosine,
            -sine,
            x - x * cosine + y * sine,
            sine,
            cosine,
            y - x * sine - y * cosine,
        ];
        affine(image, self.shape, map, self.reading, other);
    }
}

impl Preprocess for RandomRotation {
    fn apply(&self, key: Option<SampleKey>, image: &mut [f32], other: &mut [f32]) {
        if let Some(key) = key {
            let share = Draws::of(key).between(self.factor);
            self.turn(share, image, other);
        }
    }

    fn needs_other(&self) -> bool {
        true
    }
}
