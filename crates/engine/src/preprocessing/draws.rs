//! What augmentation draws for one image: a function of (seed, layer, step, place in the batch), whatever else is drawn.

use super::SampleKey;
use crate::random::{Domain, Words, stream};

/// The random numbers of one image in one layer, in their order.
pub(crate) struct Draws(Words);

impl Draws {
    /// Those of an image.
    pub(crate) fn of(key: SampleKey) -> Self {
        let own = stream(Domain::Augmentation, key.layer);
        Self(Words::at(key.seed, own, key.step, key.position))
    }

    /// Those of an image that are the same in every pass over the data.
    pub(crate) fn of_image(key: SampleKey) -> Self {
        Self::of(SampleKey {
            step: 0,
            position: key.image,
            ..key
        })
    }

    /// Uniform in [least, most); `least` where they are equal.
    pub(crate) fn between(&mut self, [least, most]: [f64; 2]) -> f64 {
        least + (most - least) * self.0.unit()
    }

    /// Uniform in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        self.0.unit()
    }

    /// Of the standard normal distribution.
    pub(crate) fn normal(&mut self) -> f64 {
        self.0.normal(false)
    }
}
