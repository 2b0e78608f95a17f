//! What is done to images as they are gathered: layers at the head of a model that work on one image after the other.
//!
//! A layer takes part by `LayerOptions::preprocess`; a rewrite takes it out of the graph and into the list, as far as the head
//! goes. Both plans run their list; that of inference lacks augmentation, which acts in training only.

mod draws;
mod rescale;
mod standardise;

pub(crate) use draws::Draws;
pub(crate) use rescale::Rescale;
pub(crate) use standardise::Standardise;

use crate::pixels::Pixels;
use crate::random::Seed;
use fashion_kernels::rescale::u8_to_f32;

/// What random numbers of an image are drawn by.
#[derive(Clone, Copy, Debug)]
pub struct SampleKey {
    /// Key of the model.
    pub seed: Seed,
    /// Steps that the optimizer has taken.
    pub step: u32,
    /// The image's place in the batch.
    pub position: u32,
    /// Number of the layer in the spec.
    pub layer: usize,
    /// Passes over the data before this one.
    pub epoch: u32,
    /// The image's number in the data, the same in every pass.
    pub image: u32,
}

/// One layer's work on an image.
pub(crate) trait Preprocess: Send + Sync {
    /// Works on an image in place; `key` is none where nothing is trained. `other` has room for an image, if it says so.
    fn apply(&self, key: Option<SampleKey>, image: &mut [f32], other: &mut [f32]);

    /// The same from bytes, where a byte v is the float v.
    fn apply_to_bytes(
        &self,
        key: Option<SampleKey>,
        bytes: &[u8],
        image: &mut [f32],
        other: &mut [f32],
    ) {
        u8_to_f32(bytes, image);
        self.apply(key, image, other);
    }

    /// Whether it needs room for another image.
    fn needs_other(&self) -> bool {
        false
    }
}

/// The work of layers on each image, in their order.
#[derive(Default)]
pub(crate) struct Preprocessing {
    steps: Vec<(usize, Box<dyn Preprocess>)>,
}

impl Preprocessing {
    /// Adds the work of layer number `layer`.
    pub(crate) fn push(&mut self, layer: usize, step: Box<dyn Preprocess>) {
        self.steps.push((layer, step));
    }

    /// Whether a step needs room for another image.
    pub(crate) fn needs_other(&self) -> bool {
        self.steps.iter().any(|(_, step)| step.needs_other())
    }

    /// Copies an image to `out` and does the work; `key` is that of the image, its layer left to each step.
    pub(crate) fn run(
        &self,
        key: Option<SampleKey>,
        image: Pixels,
        out: &mut [f32],
        other: &mut [f32],
    ) {
        let key = |&layer: &usize| key.map(|key| SampleKey { layer, ..key });
        let rest = match (image, &self.steps[..]) {
            (Pixels::U8(bytes), [(layer, first), rest @ ..]) => {
                first.apply_to_bytes(key(layer), bytes, out, other);
                rest
            }
            (Pixels::U8(bytes), []) => {
                u8_to_f32(bytes, out);
                &[]
            }
            (Pixels::F32(floats), steps) => {
                out.copy_from_slice(floats);
                steps
            }
        };
        for (layer, step) in rest {
            step.apply(key(layer), out, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Preprocess, Preprocessing, Rescale, SampleKey};
    use crate::pixels::Pixels;
    use crate::random::Seed;

    /// Adds what it is keyed by.
    struct Keyed;

    impl Preprocess for Keyed {
        fn apply(&self, key: Option<SampleKey>, image: &mut [f32], _other: &mut [f32]) {
            let added = key.map_or(0, |key| 1000 * key.layer + key.position as usize);
            image.iter_mut().for_each(|value| *value += added as f32);
        }
    }

    fn rescale(scale: f32, offset: f32) -> Box<Rescale> {
        Box::new(Rescale { scale, offset })
    }

    #[test]
    fn steps_follow_each_other_for_bytes_and_floats() {
        let mut list = Preprocessing::default();
        let run = |list: &Preprocessing, pixels: Pixels, key| {
            let mut out = [0.0; 2];
            list.run(key, pixels, &mut out, &mut []);
            out
        };
        let (bytes, floats) = (Pixels::U8(&[3, 255]), Pixels::F32(&[3.0, 255.0]));
        assert_eq!(run(&list, bytes, None), [3.0, 255.0]);
        assert_eq!(run(&list, floats, None), [3.0, 255.0]);
        list.push(0, rescale(2.0, 1.0));
        list.push(4, Box::new(Keyed));
        list.push(5, rescale(-1.0, 0.0));
        let key = SampleKey {
            seed: Seed::new(7),
            step: 3,
            position: 8,
            layer: 0,
            epoch: 1,
            image: 70,
        };
        for pixels in [bytes, floats] {
            assert_eq!(run(&list, pixels, None), [-7.0, -511.0]);
            assert_eq!(run(&list, pixels, Some(key)), [-4015.0, -4519.0]);
        }
    }
}
