//! Stochastic gradient descent, with momentum if asked for; the learning rate is inside the velocity, as in Keras.

use super::optimizer::{Moment, Optimizer, OptimizerStep, Slot, check};
use crate::error::Result;
use crate::options::options;
use fashion_kernels::optimizer::{sgd, sgd_momentum};

options! {
    /// Options of SGD.
    pub struct SgdSpec {
        /// Share of the last step kept.
        "momentum" momentum: f64,
        /// Whether the gradient is taken to be that at the next place (Nesterov 1983).
        "nesterov" nesterov: bool,
    }
}

impl Optimizer for SgdSpec {
    fn validate(&self) -> Result<()> {
        let ok = (0.0..=1.0).contains(&self.momentum);
        check("momentum", self.momentum, ok, "a number from 0 to 1")
    }

    fn slots(&self) -> Vec<Slot> {
        match self.momentum > 0.0 {
            true => vec![Slot::new("momentum")],
            false => Vec::new(),
        }
    }

    fn step(&self, at: Moment) -> Box<dyn OptimizerStep> {
        let learning_rate = at.learning_rate as f32;
        if self.momentum == 0.0 {
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
    use crate::optimizers::{OptimizerKind, checks};

    #[test]
    fn it_holds_what_every_optimizer_must() {
        for (momentum, nesterov) in [(0.0, false), (0.9, false), (0.9, true)] {
            checks::check(OptimizerKind::Sgd(SgdSpec { momentum, nesterov }));
        }
    }
}
