//! Stochastic gradient descent, with momentum if asked for; the learning rate is inside the velocity, as in Keras.

use super::optimizer::{Optimizer, OptimizerStep, Slot, check};
use crate::error::Result;
use crate::options::options;
use fashion_kernels::optimizer::{sgd, sgd_momentum};

options! {
    /// Options of SGD.
    pub struct SgdSpec {
        /// Step size.
        "learningRate" learning_rate: f64,
        /// Share of the last step kept.
        "momentum" momentum: f64,
        /// Whether the gradient is taken to be that at the next place (Nesterov 1983).
        "nesterov" nesterov: bool,
    }
}

const SLOTS: &[Slot] = &[Slot {
    name: "momentum",
    non_negative: None,
}];

impl Optimizer for SgdSpec {
    fn validate(&self) -> Result<()> {
        let ok = (0.0..=1.0).contains(&self.momentum);
        check("momentum", self.momentum, ok, "a number from 0 to 1")
    }

    fn slots(&self) -> &'static [Slot] {
        if self.momentum > 0.0 { SLOTS } else { &[] }
    }

    fn step(&self, _t: u32) -> Box<dyn OptimizerStep> {
        let learning_rate = self.learning_rate as f32;
        if self.slots().is_empty() {
            return Box::new(Plain { learning_rate });
        }
        Box::new(WithMomentum {
            learning_rate,
            momentum: self.momentum as f32,
            nesterov: self.nesterov,
        })
    }
}

struct Plain {
    learning_rate: f32,
}

impl OptimizerStep for Plain {
    fn apply(&self, weights: &mut [f32], gradient: &[f32], _slots: &mut [&mut [f32]]) {
        sgd(self.learning_rate, weights, gradient);
    }
}

struct WithMomentum {
    learning_rate: f32,
    momentum: f32,
    nesterov: bool,
}

impl OptimizerStep for WithMomentum {
    fn apply(&self, weights: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        let [velocity] = slots else {
            unreachable!("it has one slot");
        };
        sgd_momentum(
            self.learning_rate,
            self.momentum,
            self.nesterov,
            weights,
            gradient,
            velocity,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::SgdSpec;
    use crate::optimizers::{OptimizerSpec, checks};

    #[test]
    fn it_holds_what_every_optimizer_must() {
        for (momentum, nesterov) in [(0.0, false), (0.9, false), (0.9, true)] {
            checks::check(&OptimizerSpec::Sgd(SgdSpec {
                learning_rate: 0.1,
                momentum,
                nesterov,
            }));
        }
    }
}
