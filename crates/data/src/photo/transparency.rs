//! A photo on a transparent ground says itself what of it is garment.

use super::mask::Mask;
use super::objects::{self, Garment};
use super::plane::Plane;
use super::segment::Scene;
use super::steps::Steps;

/// A pixel that covers less of 255 than this is transparent.
const CLEAR: u8 = 26;

impl Scene<'_> {
    /// How much each pixel covers, 0 to 1; None where no more than half of the border is transparent.
    pub(super) fn transparency(&self) -> Option<Plane> {
        let alpha = self.working.alpha.as_ref()?;
        let (width, height) = (self.working.width, self.working.height);
        let clear = self
            .ring
            .iter()
            .filter(|sample| alpha[sample.y * width + sample.x] < CLEAR)
            .count();
        let data = || {
            alpha
                .iter()
                .map(|&alpha| f32::from(alpha) / 255.0)
                .collect()
        };
        (clear * 2 > self.ring.len()).then(|| Plane {
            width,
            height,
            data: data(),
        })
    }

    /// The garment among what covers at least half of its pixels, and its cover.
    pub(super) fn cut_out(
        &self,
        cover: Plane,
        smallest: usize,
        steps: &mut Steps,
    ) -> Option<(Garment, Plane)> {
        let mut mask = Mask {
            width: cover.width,
            height: cover.height,
            data: cover.data.iter().map(|&cover| cover >= 0.5).collect(),
        };
        self.keep_box(&mut mask);
        steps.mask("mask", &mask);
        let garment = objects::garment(&mask, smallest)?;
        // Its soft edge lies around its mask.
        let own = garment.mask.grown(1);
        let data = cover
            .data
            .iter()
            .zip(&own.data)
            .map(|(&cover, &is)| if is { cover } else { 0.0 });
        let cover = Plane {
            data: data.collect(),
            ..cover
        };
        Some((garment, cover))
    }
}
