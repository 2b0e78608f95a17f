//! Standardising by known statistics, `(x − mean) / deviation`, or back again.

use super::{Preprocess, SampleKey};
use fashion_kernels::rescale;

/// Mean and deviation of every value of an image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standardise {
    pub(crate) mean: Vec<f32>,
    pub(crate) deviation: Vec<f32>,
    pub(crate) invert: bool,
}

impl Preprocess for Standardise {
    fn apply(&self, _key: Option<SampleKey>, image: &mut [f32], _other: &mut [f32]) {
        rescale::standardise(image, &self.mean, &self.deviation, self.invert);
    }
}
