//! Random flips: in training an image is mirrored with probability 1/2; in inference the identity.
//!
//! Alternating (Jordan 2024, "94% on CIFAR-10 in 3.29 seconds on a single GPU"): the coin is thrown once an image, and after a pass
//! in which it was mirrored comes one in which it is not, so that two passes see both.
//!
//! As Keras does, one coin is thrown an image: flipped both ways, it is turned by 180°, never mirrored one way alone.

use super::augmentation::not_at_the_head;
use super::{Backward, Described, LayerOptions, Surroundings};
use crate::error::Result;
use crate::options::{options, words};
use crate::preprocessing::{Draws, Preprocess, SampleKey};
use crate::shape;

words! {
    /// In which directions images are mirrored.
    pub enum FlipMode {
        /// Both at once.
        Both "horizontalAndVertical",
        /// Left to right.
        Horizontal "horizontal",
        /// Upside down.
        Vertical "vertical",
    }
}

options! {
    /// Options of the layer `randomFlip`.
    pub struct RandomFlipSpec {
        /// Directions.
        "mode" mode: FlipMode,
        /// Whether an image that is mirrored in one pass over the data is not in the next.
        "alternating" alternating: bool = false,
    }
}

impl LayerOptions for RandomFlipSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
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

impl RandomFlipSpec {
    /// What it does to images of a shape.
    pub(super) fn on(&self, shape: [usize; 3]) -> RandomFlip {
        RandomFlip {
            mode: self.mode,
            alternating: self.alternating,
            width: shape[1],
            channels: shape[2],
        }
    }
}

pub(super) struct RandomFlip {
    mode: FlipMode,
    alternating: bool,
    width: usize,
    channels: usize,
}

impl RandomFlip {
    pub(super) fn flip(&self, image: &mut [f32]) {
        match self.mode {
            // Both at once: the order of all pixels is turned round.
            FlipMode::Both => turn_round(image, self.channels),
            FlipMode::Horizontal => image
                .chunks_exact_mut(self.width * self.channels)
                .for_each(|row| turn_round(row, self.channels)),
            FlipMode::Vertical => turn_round(image, self.width * self.channels),
        }
    }
}

/// Brings pieces of `len` values into the opposite order.
fn turn_round(values: &mut [f32], len: usize) {
    let count = values.len() / len;
    for piece in 0..count / 2 {
        let (first, rest) = values.split_at_mut((piece + 1) * len);
        let from_end = (count - 2 - 2 * piece) * len;
        first[piece * len..].swap_with_slice(&mut rest[from_end..][..len]);
    }
}

impl Preprocess for RandomFlip {
    fn apply(&self, key: Option<SampleKey>, image: &mut [f32], _other: &mut [f32]) {
        if let Some(key) = key
            && self.flips(key)
        {
            self.flip(image);
        }
    }
}

impl RandomFlip {
    /// Whether an image is mirrored; alternating: in every second pass, of which sort its own coin says.
    fn flips(&self, key: SampleKey) -> bool {
        if self.alternating {
            (Draws::of_image(key).unit() <= 0.5) == key.epoch.is_multiple_of(2)
        } else {
            Draws::of(key).unit() <= 0.5
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FlipMode, RandomFlip};
    use crate::preprocessing::SampleKey;
    use crate::random::Seed;

    #[test]
    fn alternating_mirrors_half_of_the_images_and_the_others_in_the_next_pass() {
        let flip = RandomFlip {
            mode: FlipMode::Horizontal,
            alternating: true,
            width: 1,
            channels: 1,
        };
        // The step and the place in the batch have no part in it.
        let flips = |epoch: u32, image: u32| {
            let key = SampleKey {
                seed: Seed::new(3),
                step: 7 * epoch + image,
                position: (5 * image + epoch) % 128,
                layer: 1,
                epoch,
                image,
            };
            flip.flips(key)
        };
        let first: Vec<bool> = (0..10_000).map(|image| flips(0, image)).collect();
        let count = first.iter().filter(|&&flipped| flipped).count();
        assert!((4_800..5_200).contains(&count), "{count}");
        for epoch in 1..6 {
            for (image, &flipped) in (0..).zip(&first) {
                assert_eq!(flips(epoch, image), flipped == (epoch % 2 == 0));
            }
        }
    }

    #[test]
    fn pixels_change_places_channels_stay_together() {
        // 2 rows of 3 pixels of 2 channels.
        let image: Vec<f32> = (0..12).map(|i| i as f32).collect();
        for (mode, pixels) in [
            (FlipMode::Horizontal, [2, 1, 0, 5, 4, 3]),
            (FlipMode::Vertical, [3, 4, 5, 0, 1, 2]),
            (FlipMode::Both, [5, 4, 3, 2, 1, 0]),
        ] {
            let mut flipped = image.clone();
            let flip = RandomFlip {
                mode,
                alternating: false,
                width: 3,
                channels: 2,
            };
            flip.flip(&mut flipped);
            let expected: Vec<f32> = pixels
                .iter()
                .flat_map(|p| [2 * p, 2 * p + 1])
                .map(|v| v as f32)
                .collect();
            assert_eq!(flipped, expected, "{mode:?}");
            flip.flip(&mut flipped);
            assert_eq!(flipped, image, "{mode:?}");
        }
    }
}
