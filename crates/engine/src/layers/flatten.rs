//! Flatten: `[height, width, channels]` → `[height · width · channels]`, row-major; a new shape for the same floats.

use super::Described;
use crate::error::Result;
use crate::options::options;
use crate::shape;

options! {
    /// Options of the layer `flatten`: none.
    pub struct FlattenSpec {}
}

impl FlattenSpec {
    pub(crate) fn describe(&self, place: &str, input: &[usize]) -> Result<Described> {
        Ok((vec![shape::elements(place, input)?], Vec::new()))
    }
}
