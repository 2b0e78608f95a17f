//! Adam (Kingma & Ba 2015), as in Keras: epsilon outside the bias correction.

use super::optimizer::{Moment, Optimizer, OptimizerStep, Slot, check_decay, check_epsilon};
use crate::error::Result;
use crate::options::options;
use fashion_kernels::optimizer::{AdamStep, adam};

options! {
    /// Options of Adam.
    pub struct AdamSpec {
        /// Decay of the first moment.
        "beta1" beta1: f64,
        /// Decay of the second moment.
        "beta2" beta2: f64,
        /// Added to the root, outside the bias correction.
        "epsilon" epsilon: f64,
    }
}

impl Optimizer for AdamSpec {
    fn validate(&self) -> Result<()> {
        check_decay("beta1", self.beta1)?;
        check_decay("beta2", self.beta2)?;
        check_epsilon(self.epsilon)
    }

    fn slots(&self) -> Vec<Slot> {
        vec![Slot::new("momentum"), Slot::of_squares("velocity")]
    }

    fn step(&self, at: Moment) -> Box<dyn OptimizerStep> {
        let correction = |beta: f64| 1.0 - libm::pow(beta, f64::from(at.t));
        let corrected = at.learning_rate * correction(self.beta2).sqrt() / correction(self.beta1);
        Box::new(AdamStep {
            learning_rate: corrected as f32,
            gain1: (1.0 - self.beta1) as f32,
            gain2: (1.0 - self.beta2) as f32,
            epsilon: self.epsilon as f32,
        })
    }
}

impl OptimizerStep for AdamStep {
    fn apply(&self, weights: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        let [momentum, velocity] = slots else {
            unreachable!("it has two slots");
        };
        adam(*self, weights, gradient, momentum, velocity);
    }
}

#[cfg(test)]
mod tests {
    use super::AdamSpec;
    use crate::optimizers::{OptimizerKind, checks};

    #[test]
    fn it_holds_what_every_optimizer_must() {
        checks::check(OptimizerKind::Adam(AdamSpec {
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-7,
        }));
    }
}
