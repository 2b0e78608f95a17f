//! Lion (Chen et al. 2023): steps of one size, by the sign of gradient and momentum together.

use super::optimizer::{Moment, Optimizer, OptimizerStep, Slot, check};
use crate::error::Result;
use crate::options::options;
use fashion_kernels::optimizer::{LionStep, lion};

options! {
    /// Options of Lion.
    pub struct LionSpec {
        /// Share of the momentum in the direction of a step.
        "beta1" beta1: f64,
        /// Share of the momentum that a step keeps.
        "beta2" beta2: f64,
    }
}

impl Optimizer for LionSpec {
    fn validate(&self) -> Result<()> {
        let ok = self.beta1 > 0.0 && self.beta1 <= 1.0;
        check("beta1", self.beta1, ok, "a number above 0, up to 1")?;
        let ok = (0.0..=1.0).contains(&self.beta2);
        check("beta2", self.beta2, ok, "a number from 0 to 1")
    }

    fn slots(&self) -> Vec<Slot> {
        vec![Slot::new("momentum")]
    }

    fn step(&self, at: Moment) -> Box<dyn OptimizerStep> {
        let shares = |beta: f64| [beta as f32, (1.0 - beta) as f32];
        Box::new(LionStep {
            learning_rate: at.learning_rate as f32,
            beta1: shares(self.beta1),
            beta2: shares(self.beta2),
        })
    }
}

impl OptimizerStep for LionStep {
    fn apply(&self, weights: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        let [momentum] = slots else {
            unreachable!("it has one slot");
        };
        lion(*self, weights, gradient, momentum);
    }
}

#[cfg(test)]
mod tests {
    use super::LionSpec;
    use crate::optimizers::{OptimizerKind, checks};

    #[test]
    fn it_holds_what_every_optimizer_must() {
        checks::check(OptimizerKind::Lion(LionSpec {
            beta1: 0.9,
            beta2: 0.99,
        }));
    }
}
