//! Random translation: in training an image is moved by a share of its sides, down and to the right for positive ones; in
//! inference the identity. Both shares are drawn for each image, uniformly from their ranges.

use super::augmentation::{
    FillMode, InterpolationMode, check_finite, check_pair, not_at_the_head, reading,
};
use super::{Backward, Described, LayerOptions, Surroundings};
use crate::error::Result;
use crate::options::options;
use crate::preprocessing::{Draws, Preprocess, SampleKey};
use crate::shape;
use fashion_kernels::warp::{Line, Reading, stretch};

options! {
    /// Options of the layer `randomTranslation`.
    pub struct RandomTranslationSpec {
        /// Least and most, as shares of the height, within [−1, 1].
        "heightFactor" height_factor: [f64; 2],
        /// Least and most, as shares of the width.
        "widthFactor" width_factor: [f64; 2],
        /// What lies outside.
        "fillMode" fill_mode: FillMode,
        /// What lies between.
        "interpolation" interpolation: InterpolationMode,
        /// What lies outside of `constant`.
        "fillValue" fill_value: f64,
    }
}

impl LayerOptions for RandomTranslationSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        check_pair(place, "heightFactor", self.height_factor, [-1.0, 1.0])?;
        check_pair(place, "widthFactor", self.width_factor, [-1.0, 1.0])?;
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

impl RandomTranslationSpec {
    /// What it does to images of a shape.
    pub(super) fn on(&self, shape: [usize; 3]) -> RandomTranslation {
        RandomTranslation {
            shape,
            height_factor: self.height_factor,
            width_factor: self.width_factor,
            reading: reading(self.fill_mode, self.fill_value, self.interpolation),
        }
    }
}

pub(super) struct RandomTranslation {
    shape: [usize; 3],
    height_factor: [f64; 2],
    width_factor: [f64; 2],
    reading: Reading,
}

impl RandomTranslation {
    /// Moves by pixels, down and to the right.
    pub(super) fn translate(&self, [down, right]: [f32; 2], image: &mut [f32], other: &mut [f32]) {
        let line = |moved: f32| Line {
            scale: 1.0,
            offset: -moved,
        };
        stretch(
            image,
            self.shape,
            line(down),
            line(right),
            self.reading,
            other,
        );
    }
}

impl Preprocess for RandomTranslation {
    fn apply(&self, key: Option<SampleKey>, image: &mut [f32], other: &mut [f32]) {
        let Some(key) = key else { return };
        let mut draws = Draws::of(key);
        let mut moved = |range, side: usize| (draws.between(range) * side as f64) as f32;
        let down = moved(self.height_factor, self.shape[0]);
        let right = moved(self.width_factor, self.shape[1]);
        self.translate([down, right], image, other);
    }

    fn needs_other(&self) -> bool {
        true
    }
}
