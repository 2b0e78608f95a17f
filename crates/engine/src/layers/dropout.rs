//! Dropout (Srivastava et al. 2014), inverted: in training each element is 0 with probability `rate`, else
//! divided by 1 − rate; in inference the identity.
//!
//! The mask is a function of (seed, layer, step, place in the batch), so backward draws it again.

use super::{Flow, Layer, Params, Pass, Work};
use crate::error::{Code, EngineError, Result};
use crate::random::{Domain, stream};
use fashion_kernels::random;
use serde::{Deserialize, Serialize};

/// Options of the layer `dropout`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DropoutSpec {
    /// Fraction dropped, in [0, 1).
    pub rate: f64,
}

impl DropoutSpec {
    pub(crate) fn build(&self, place: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
        if !(0.0..1.0).contains(&self.rate) {
            return Err(EngineError::new(
                Code::InvalidSpec,
                format!(
                    "{place}: rate is {} → a number from 0 up to, not including, 1",
                    self.rate
                ),
            ));
        }
        Ok(Box::new(DropoutLayer {
            rate: self.rate as f32,
            shape: input.to_vec(),
        }))
    }
}

struct DropoutLayer {
    rate: f32,
    shape: Vec<usize>,
}

impl DropoutLayer {
    /// Zeroes and scales `x`, the same elements in forward and backward.
    fn mask(&self, pass: &Pass, x: &mut [f32]) {
        let size = x.len() / pass.count;
        let layer = stream(Domain::Dropout, pass.layer);
        for (place, x) in (pass.position..).zip(x.chunks_exact_mut(size)) {
            random::dropout(x, pass.seed.0, [layer, pass.step, place], self.rate);
        }
    }
}

impl Layer for DropoutLayer {
    fn output(&self) -> Vec<usize> {
        self.shape.clone()
    }

    fn forward(&self, pass: &Pass, _params: Params, x: &[f32], y: &mut [f32], _work: Work) {
        y.copy_from_slice(x);
        if pass.training && self.rate > 0.0 {
            self.mask(pass, y);
        }
    }

    fn backward(&self, pass: &Pass, _params: Params, flow: Flow, _work: Work) {
        let Flow { dy, dx, .. } = flow;
        if let Some(dx) = dx {
            dx.copy_from_slice(dy);
            if self.rate > 0.0 {
                self.mask(pass, dx);
            }
        }
    }
}
