//! Rescaling, `x·scale + offset`, of bytes in one pass.

use super::{Preprocess, SampleKey};
use fashion_kernels::rescale;

/// `x·scale + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rescale {
    pub(crate) scale: f32,
    pub(crate) offset: f32,
}

impl Preprocess for Rescale {
    fn apply(&self, _key: Option<SampleKey>, image: &mut [f32], _other: &mut [f32]) {
        rescale::scale_offset(image, self.scale, self.offset);
    }

    fn apply_to_bytes(
        &self,
        _key: Option<SampleKey>,
        bytes: &[u8],
        image: &mut [f32],
        _other: &mut [f32],
    ) {
        rescale::u8_to_scaled(bytes, image, self.scale, self.offset);
    }
}
