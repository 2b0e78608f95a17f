//! Random erasing (Zhong et al. 2017; with a constant it is cutout, DeVries & Taylor 2017): in training a rectangle of an image
//! gets noise or one value; in inference the identity.
//!
//! As Keras does: each image's probability is drawn from `factor`; of each side the root of a number from `scale` is erased,
//! the two drawn apart, so that the area is the geometric mean of two such numbers.

use super::augmentation::{check_finite, check_pair, not_at_the_head};
use super::{Backward, Described, LayerOptions, Surroundings};
use crate::error::Result;
use crate::options::options;
use crate::preprocessing::{Draws, Preprocess, SampleKey};
use crate::shape;
use std::ops::Range;

options! {
    /// Options of the layer `randomErasing`.
    pub struct RandomErasingSpec {
        /// Least and most probability, within [0, 1].
        "factor" factor: [f64; 2],
        /// Least and most share of the area, within [0, 1].
        "scale" scale: [f64; 2],
        /// What is put there; null: noise.
        "fillValue" fill_value: Option<f64>,
        /// Bounds of what is put there; noise is the standard normal times the upper one.
        "valueRange" value_range: [f64; 2],
    }
}

impl LayerOptions for RandomErasingSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        check_pair(place, "factor", self.factor, [0.0, 1.0])?;
        check_pair(place, "scale", self.scale, [0.0, 1.0])?;
        check_finite(place, "fillValue", self.fill_value.unwrap_or(0.0))?;
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

impl RandomErasingSpec {
    /// What it does to images of a shape.
    pub(super) fn on(&self, shape: [usize; 3]) -> RandomErasing {
        RandomErasing {
            shape,
            spec: self.clone(),
        }
    }
}

pub(super) struct RandomErasing {
    shape: [usize; 3],
    spec: RandomErasingSpec,
}

/// The pixels of a side whose middles lie from `start` on for `len`, both in pixels.
pub(super) fn pixels(start: f32, len: f32, side: usize) -> Range<usize> {
    let first = |place: f32| (place.ceil() as usize).min(side);
    first(start)..first(start + len)
}

impl RandomErasing {
    /// Fills rows and columns with what `value` gives, pixel after pixel and channel after channel.
    pub(super) fn erase(
        &self,
        rows: Range<usize>,
        columns: Range<usize>,
        image: &mut [f32],
        mut value: impl FnMut() -> f64,
    ) {
        let [_, width, channels] = self.shape;
        let [least, most] = self.spec.value_range;
        for row in image
            .chunks_exact_mut(width * channels)
            .take(rows.end)
            .skip(rows.start)
        {
            let erased = &mut row[columns.start * channels..columns.end * channels];
            erased
                .iter_mut()
                .for_each(|pixel| *pixel = value().clamp(least, most) as f32);
        }
    }
}

impl Preprocess for RandomErasing {
    fn apply(&self, key: Option<SampleKey>, image: &mut [f32], _other: &mut [f32]) {
        let Some(key) = key else { return };
        let mut draws = Draws::of(key);
        let probability = draws.between(self.spec.factor);
        if draws.unit() >= probability {
            return;
        }
        let mut erased = |side: usize| {
            let len = (libm::sqrt(draws.between(self.spec.scale)) * side as f64) as f32;
            let start = draws.unit() as f32 * (side as f32 - len);
            pixels(start, len, side)
        };
        let [height, width, _] = self.shape;
        let (columns, rows) = (erased(width), erased(height));
        match self.spec.fill_value {
            Some(value) => self.erase(rows, columns, image, || value),
            None => {
                let most = self.spec.value_range[1];
                self.erase(rows, columns, image, || draws.normal() * most);
            }
        }
    }
}
