//! Adam (Kingma & Ba 2015), as in Keras: epsilon outside the bias correction.

use super::optimizer::{Optimizer, OptimizerStep, Slot, check_decay, check_epsilon};
use crate::error::Result;
use crate::options::options;
use fashion_kernels::optimizer::{AdamStep, adam};

options! {
    /// Options of Adam.
    pub struct AdamSpec {
        /// Step size.
        "learningRate" learning_rate: f64,
        /// Decay of the first moment.
        "beta1" beta1: f64,
        /// Decay of the second moment.
        "beta2" beta2: f64,
        /// Added to the root, outside the bias correction.
        "epsilon" epsilon: f64,
    }
}

const SLOTS: &[Slot] = &[
    Slot {
        name: "momentum",
        non_negative: None,
    },
    Slot {
        name: "velocity",
        non_negative: Some("a mean of squares"),
    },
];

impl Optimizer for AdamSpec {
    fn validate(&self) -> Result<()> {
        check_decay("beta1", self.beta1)?;
        check_decay("beta2", self.beta2)?;
        check_epsilon(self.epsilon)
    }

    fn slots(&self) -> &'static [Slot] {
        SLOTS
    }

    fn step(&self, t: u32) -> Box<dyn OptimizerStep> {
        let correction = |beta: f64| 1.0 - libm::pow(beta, f64::from(t));
        let corrected = self.learning_rate * correction(self.beta2).sqrt() / correction(self.beta1);
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
    use crate::optimizers::{OptimizerSpec, checks};

    #[test]
    fn it_holds_what_every_optimizer_must() {
        checks::check(&OptimizerSpec::Adam(AdamSpec {
            learning_rate: 0.01,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-7,
        }));
    }
}
