//! Spatial dropout (Tompson et al. 2015), inverted: in training each channel of an image is 0 with probability `rate`, else
//! divided by 1 − rate; in inference the identity.
//!
//! What is kept is a function of (seed, layer, step, place in the batch); it is noted, a bit a channel, for backward.

use super::dropout::check_rate;
use super::{
    Backward, BackwardArgs, Described, Forward, InPlace, Inputs, LayerOptions, Needs, PassContext,
    Scratch, Surroundings,
};
use crate::error::Result;
use crate::options::options;
use crate::random::{Domain, stream};
use crate::shape;
use fashion_kernels::random;

options! {
    /// Options of the layer `spatialDropout2d`.
    pub struct SpatialDropout2dSpec {
        /// Fraction of the channels dropped, in [0, 1).
        "rate" rate: f64,
    }
}

impl LayerOptions for SpatialDropout2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        check_rate(place, self.rate)?;
        Ok((shape::image(place, inputs[0])?.to_vec(), Vec::new()))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        let [height, width, channels] = shape::image(around.place, around.input())?;
        Ok(Box::new(SpatialDropout2dLayer {
            rate: self.rate as f32,
            len: height * width * channels,
            channels,
        }))
    }

    fn is_identity(&self, training: bool) -> bool {
        !training
    }
}

struct SpatialDropout2dLayer {
    rate: f32,
    len: usize,
    channels: usize,
}

impl SpatialDropout2dLayer {
    /// Masks every pixel of an image alike.
    fn apply(&self, image: &mut [f32], mask: &[u32]) {
        for pixel in image.chunks_exact_mut(self.channels) {
            random::apply_mask(pixel, mask, self.rate);
        }
    }

    fn mask_len(&self) -> usize {
        random::mask_len(self.channels)
    }
}

impl Forward for SpatialDropout2dLayer {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        y.copy_from_slice(inputs.only());
    }

    fn products(&self) -> usize {
        self.len
    }
}

impl Backward for SpatialDropout2dLayer {
    fn needs(&self) -> Needs {
        Needs {
            saved_words: self.mask_len(),
            ..Needs::NOTHING
        }
    }

    fn forward_training(
        &self,
        pass: &PassContext,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        scratch: Scratch,
    ) {
        y.copy_from_slice(inputs.only());
        self.transform(pass, y, scratch.saved);
    }

    fn backward(&self, _pass: &PassContext, _packed: &[f32], args: BackwardArgs, scratch: Scratch) {
        if let Some(dx) = args.dx {
            dx.copy_from_slice(args.dy);
            self.transform_gradient(dx, scratch.saved);
        }
    }

    fn in_place(&self) -> Option<&dyn InPlace> {
        Some(self)
    }
}

impl InPlace for SpatialDropout2dLayer {
    fn transform(&self, pass: &PassContext, values: &mut [f32], saved: &mut [u32]) {
        if self.rate == 0.0 {
            return;
        }
        let layer = stream(Domain::Dropout, pass.layer);
        let images =
            (values.chunks_exact_mut(self.len)).zip(saved.chunks_exact_mut(self.mask_len()));
        for (place, (values, mask)) in (pass.position..).zip(images) {
            random::mask(mask, pass.seed.0, [layer, pass.step, place], self.rate);
            self.apply(values, mask);
        }
    }

    fn transform_gradient(&self, gradient: &mut [f32], saved: &[u32]) {
        if self.rate == 0.0 {
            return;
        }
        let images = (gradient.chunks_exact_mut(self.len)).zip(saved.chunks_exact(self.mask_len()));
        for (gradient, mask) in images {
            self.apply(gradient, mask);
        }
    }
}
