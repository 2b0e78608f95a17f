//! Dropout (Srivastava et al. 2014), inverted: in training each element is 0 with probability `rate`, else
//! divided by 1 − rate; in inference the identity.
//!
//! What is kept is a function of (seed, layer, step, place in the batch); it is noted, a bit an element, for backward.

use super::{Described, Flow, Layer, Params, Pass, Work};
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

impl DropoutSpec {
    pub(crate) fn describe(&self, place: &str, input: &[usize]) -> Result<Described> {
        // In single precision, as it is computed: 0.99999999 is 1 there.
        if !(0.0..1.0).contains(&(self.rate as f32)) {
            return Err(EngineError::new(
                Code::InvalidSpec,
                message!(
                    "{place}: rate is {} → a number from 0 up to, not including, 1",
                    number(self.rate)
                ),
            ));
        }
        Ok((input.to_vec(), Vec::new()))
    }

    pub(crate) fn build(&self, input: &[usize]) -> Box<dyn Layer> {
        Box::new(DropoutLayer {
            rate: self.rate as f32,
            len: input.iter().product(),
        })
    }
}

struct DropoutLayer {
    rate: f32,
    len: usize,
}

impl Layer for DropoutLayer {
    fn is_in_place(&self) -> bool {
        true
    }

    fn bears_dropout(&self) -> bool {
        true
    }

    fn notes_len(&self) -> usize {
        random::mask_len(self.len)
    }

    fn forward(&self, pass: &Pass, _params: Params, x: &[f32], y: &mut [f32], work: Work) {
        y.copy_from_slice(x);
        self.transform(pass, y, work);
    }

    fn backward(&self, pass: &Pass, _params: Params, flow: Flow, work: Work) {
        let Flow { dy, dx, .. } = flow;
        if let Some(dx) = dx {
            dx.copy_from_slice(dy);
            self.transform_gradient(pass, dx, work);
        }
    }

    fn transform(&self, pass: &Pass, values: &mut [f32], work: Work) {
        if !pass.training || self.rate == 0.0 {
            return;
        }
        let layer = stream(Domain::Dropout, pass.layer);
        let images = values
            .chunks_exact_mut(self.len)
            .zip(work.notes.chunks_exact_mut(self.notes_len()));
        for (place, (values, mask)) in (pass.position..).zip(images) {
            random::mask(mask, pass.seed.0, [layer, pass.step, place], self.rate);
            random::apply_mask(values, mask, self.rate);
        }
    }

    fn transform_gradient(&self, _pass: &Pass, gradient: &mut [f32], work: Work) {
        if self.rate == 0.0 {
            return;
        }
        let images = gradient
            .chunks_exact_mut(self.len)
            .zip(work.notes.chunks_exact(self.notes_len()));
        for (gradient, mask) in images {
            random::apply_mask(gradient, mask, self.rate);
        }
    }
}
