//! Random zoom: in training an image is read 1 + a factor times as far around its middle, so that positive factors show more
//! and smaller; in inference the identity. One factor is drawn for both sides, or one for each.

use super::augmentation::{
    FillMode, InterpolationMode, check_finite, check_pair, not_at_the_head, reading,
};
use super::{Backward, Described, LayerOptions, Surroundings};
use crate::error::Result;
use crate::options::options;
use crate::preprocessing::{Draws, Preprocess, SampleKey};
use crate::shape;
use fashion_kernels::warp::{Line, Reading, stretch};

/// A factor of −1 would read one place everywhere.
const LEAST: f64 = -1.0 + 1e-6;

options! {
    /// Options of the layer `randomZoom`.
    pub struct RandomZoomSpec {
        /// Least and most of the height, within (−1, 1].
        "heightFactor" height_factor: [f64; 2],
        /// Least and most of the width; null: that of the height.
        "widthFactor" width_factor: Option<[f64; 2]>,
        /// What lies outside.
        "fillMode" fill_mode: FillMode,
        /// What lies between.
        "interpolation" interpolation: InterpolationMode,
        /// What lies outside of `constant`.
        "fillValue" fill_value: f64,
    }
}

impl LayerOptions for RandomZoomSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        check_pair(place, "heightFactor", self.height_factor, [LEAST, 1.0])?;
        if let Some(factor) = self.width_factor {
            check_pair(place, "widthFactor", factor, [LEAST, 1.0])?;
        }
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

impl RandomZoomSpec {
    /// What it does to images of a shape.
    pub(super) fn on(&self, shape: [usize; 3]) -> RandomZoom {
        RandomZoom {
            shape,
            height_factor: self.height_factor,
            width_factor: self.width_factor,
            reading: reading(self.fill_mode, self.fill_value, self.interpolation),
        }
    }
}

pub(super) struct RandomZoom {
    shape: [usize; 3],
    height_factor: [f64; 2],
    width_factor: Option<[f64; 2]>,
    reading: Reading,
}

impl RandomZoom {
    /// Reads the image `rows` and `columns` times as far.
    pub(super) fn zoom(&self, [rows, columns]: [f32; 2], image: &mut [f32], other: &mut [f32]) {
        let line = |scale: f32, side: usize| Line {
            scale,
            offset: (side as f32 - 1.0) / 2.0 * (1.0 - scale),
        };
        let [height, width, _] = self.shape;
        stretch(
            image,
            self.shape,
            line(rows, height),
            line(columns, width),
            self.reading,
            other,
        );
    }
}

impl Preprocess for RandomZoom {
    fn apply(&self, key: Option<SampleKey>, image: &mut [f32], other: &mut [f32]) {
        let Some(key) = key else { return };
        let mut draws = Draws::of(key);
        let rows = (1.0 + draws.between(self.height_factor)) as f32;
        let columns = match self.width_factor {
            Some(factor) => (1.0 + draws.between(factor)) as f32,
            None => rows,
        };
        self.zoom([rows, columns], image, other);
    }

    fn needs_other(&self) -> bool {
        true
    }
}
