//! Random brightness: in training a share of the range is added to all values of an image, which are cut off at its bounds; in
//! inference the identity. The share is drawn for each image, uniformly from its range.

use super::augmentation::{check_pair, not_at_the_head};
use super::{Backward, Described, LayerOptions, Surroundings};
use crate::error::Result;
use crate::options::options;
use crate::preprocessing::{Draws, Preprocess, SampleKey};
use crate::shape;

options! {
    /// Options of the layer `randomBrightness`.
    pub struct RandomBrightnessSpec {
        /// Least and most, as shares of the range, within [−1, 1].
        "factor" factor: [f64; 2],
        /// Black and white.
        "valueRange" value_range: [f64; 2],
    }
}

impl LayerOptions for RandomBrightnessSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        check_pair(place, "factor", self.factor, [-1.0, 1.0])?;
        let all = [f64::from(f32::MIN), f64::from(f32::MAX)];
        check_pair(place, "valueRange", self.value_range, all)?;
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

impl RandomBrightnessSpec {
    /// What it does to images of a shape.
    pub(super) fn on(&self, _shape: [usize; 3]) -> RandomBrightness {
        RandomBrightness(self.clone())
    }
}

pub(super) struct RandomBrightness(RandomBrightnessSpec);

impl RandomBrightness {
    pub(super) fn adjust(&self, share: f64, image: &mut [f32]) {
        let [least, most] = self.0.value_range;
        let added = (share * (most - least)) as f32;
        for value in image {
            *value = (*value + added).clamp(least as f32, most as f32);
        }
    }
}

impl Preprocess for RandomBrightness {
    fn apply(&self, key: Option<SampleKey>, image: &mut [f32], _other: &mut [f32]) {
        if let Some(key) = key {
            self.adjust(Draws::of(key).between(self.0.factor), image);
        }
    }
}
