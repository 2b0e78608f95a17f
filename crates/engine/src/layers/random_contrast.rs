//! Random contrast: in training `(x − mean)·f + mean` with the mean of each channel of the image, cut off at the bounds; in
//! inference the identity. f is drawn for each image, uniformly from its range.

use super::augmentation::{check_pair, not_at_the_head};
use super::{Backward, Described, LayerOptions, Surroundings};
use crate::error::Result;
use crate::options::options;
use crate::preprocessing::{Draws, Preprocess, SampleKey};
use crate::shape;

options! {
    /// Options of the layer `randomContrast`.
    pub struct RandomContrastSpec {
        /// By how much the factor may be below 1, and above, within [0, 1].
        "factor" factor: [f64; 2],
        /// Bounds of the result.
        "valueRange" value_range: [f64; 2],
    }
}

impl LayerOptions for RandomContrastSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let [below, above] = self.factor;
        check_pair(place, "factor", [below, below], [0.0, 1.0])?;
        check_pair(place, "factor", [above, above], [0.0, 1.0])?;
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

impl RandomContrastSpec {
    /// What it does to images of a shape.
    pub(super) fn on(&self, shape: [usize; 3]) -> RandomContrast {
        RandomContrast {
            channels: shape[2],
            spec: self.clone(),
        }
    }
}

pub(super) struct RandomContrast {
    channels: usize,
    spec: RandomContrastSpec,
}

impl RandomContrast {
    pub(super) fn adjust(&self, factor: f32, image: &mut [f32]) {
        let [least, most] = self.spec.value_range.map(|bound| bound as f32);
        let pixels = image.len() / self.channels;
        for channel in 0..self.channels {
            // Whole tones add up exactly in 64 bits.
            let values = image.iter().skip(channel).step_by(self.channels);
            let mean = (values.map(|&value| f64::from(value)).sum::<f64>() / pixels as f64) as f32;
            for value in image.iter_mut().skip(channel).step_by(self.channels) {
                *value = ((*value - mean) * factor + mean).clamp(least, most);
            }
        }
    }
}

impl Preprocess for RandomContrast {
    fn apply(&self, key: Option<SampleKey>, image: &mut [f32], _other: &mut [f32]) {
        let Some(key) = key else { return };
        let [below, above] = self.spec.factor;
        let factor = Draws::of(key).between([1.0 - below, 1.0 + above]) as f32;
        self.adjust(factor, image);
    }
}
