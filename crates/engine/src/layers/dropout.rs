//! Dropout (Srivastava et al. 2014), inverted: in training each element is 0 with probability `rate`, else
//! divided by 1 − rate; in inference the identity.
//!
//! What is kept is a function of (seed, layer, step, place in the batch); it is noted, a bit an element, for backward.

use super::{
    Backward, BackwardArgs, Described, Forward, InPlace, Inputs, LayerOptions, Needs, PassContext,
    Scratch, Surroundings,
};
use crate::error::{Code, EngineError, Result, message};
use crate::options::{number, options};
use crate::random::{Domain, stream};
use fashion_kernels::random;

options! {
    /// Options of the layer `dropout`.
    pub struct DropoutSpec {
        /// Fraction dropped, in [0, 1).
        "rate" rate: f64,
    }
}

/// Refuses a rate that is no fraction of what is dropped.
pub(super) fn check_rate(place: &str, rate: f64) -> Result<()> {
    // In single precision, as it is computed: 0.99999999 is 1 there.
    if (0.0..1.0).contains(&(rate as f32)) {
        return Ok(());
    }
    Err(EngineError::new(
        Code::InvalidSpec,
        message!(
            "{place}: rate is {} → a number from 0 up to, not including, 1",
            number(rate)
        ),
    ))
}

impl LayerOptions for DropoutSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        check_rate(place, self.rate)?;
        Ok((inputs[0].to_vec(), Vec::new()))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        let len = around.input().iter().product();
        Ok(Box::new(DropoutLayer {
            rate: self.rate as f32,
            len,
            unit: len,
        }))
    }

    fn is_identity(&self, training: bool) -> bool {
        !training
    }
}

pub(super) struct DropoutLayer {
    pub(super) rate: f32,
    /// Elements of an image.
    pub(super) len: usize,
    /// Elements that one mask is for: those of an image, or of each of its pixels alike.
    pub(super) unit: usize,
}

impl DropoutLayer {
    fn mask_len(&self) -> usize {
        random::mask_len(self.unit)
    }

    fn apply(&self, image: &mut [f32], mask: &[u32]) {
        for unit in image.chunks_exact_mut(self.unit) {
            random::apply_mask(unit, mask, self.rate);
        }
    }
}

impl Forward for DropoutLayer {
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

impl Backward for DropoutLayer {
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

impl InPlace for DropoutLayer {
    fn transform(&self, pass: &PassContext, values: &mut [f32], saved: &mut [u32]) {
        if self.rate == 0.0 {
            return;
        }
        let layer = stream(Domain::Dropout, pass.layer);
        let images = values
            .chunks_exact_mut(self.len)
            .zip(saved.chunks_exact_mut(self.mask_len()));
        for (place, (values, mask)) in (pass.position..).zip(images) {
            random::mask(mask, pass.seed.0, [layer, pass.step, place], self.rate);
            self.apply(values, mask);
        }
    }

    fn transform_gradient(&self, gradient: &mut [f32], saved: &[u32]) {
        if self.rate == 0.0 {
            return;
        }
        let images = gradient
            .chunks_exact_mut(self.len)
            .zip(saved.chunks_exact(self.mask_len()));
        for (gradient, mask) in images {
            self.apply(gradient, mask);
        }
    }
}
