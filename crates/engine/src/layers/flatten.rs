//! Flatten: `[height, width, channels]` → `[height · width · channels]`, row-major; a new shape for the same floats.

use super::{Described, LayerOptions};
use crate::error::Result;
use crate::options::options;
use crate::shape;

options! {
    /// Options of the layer `flatten`: none.
    pub struct FlattenSpec {}
}

impl LayerOptions for FlattenSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        Ok((vec![shape::elements(place, inputs[0])?], Vec::new()))
    }

    fn is_identity(&self, _training: bool) -> bool {
        true
    }
}
