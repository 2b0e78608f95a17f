//! Adagrad (Duchi et al. 2011); ε is under the root and the sums of squares start above 0, as in Keras.

use super::optimizer::{Moment, Optimizer, OptimizerStep, Slot, check, check_epsilon};
use crate::error::Result;
use crate::options::options;
use fashion_kernels::optimizer::adagrad;

options! {
    /// Options of Adagrad.
    pub struct AdagradSpec {
        /// What the sums of squares start from.
        "initialAccumulatorValue" initial_accumulator_value: f64,
        /// Added under the root.
        "epsilon" epsilon: f64,
    }
}

impl Optimizer for AdagradSpec {
    fn validate(&self) -> Result<()> {
        let initial = self.initial_accumulator_value;
        let ok = initial >= 0.0 && (initial as f32).is_finite();
        check(
            "initialAccumulatorValue",
            initial,
            ok,
            "a finite number ≥ 0",
        )?;
        check_epsilon(self.epsilon)
    }

    fn slots(&self) -> Vec<Slot> {
        vec![Slot {
            non_negative: Some("a sum of squares"),
            initial: self.initial_accumulator_value as f32,
            ..Slot::new("accumulator")
        }]
    }

    fn step(&self, at: Moment) -> Box<dyn OptimizerStep> {
        Box::new(Step {
            learning_rate: at.learning_rate as f32,
            epsilon: self.epsilon as f32,
        })
    }
}

struct Step {
    learning_rate: f32,
    epsilon: f32,
}

impl OptimizerStep for Step {
    fn apply(&self, weights: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        let [accumulator] = slots else {
            unreachable!("it has one slot");
        };
        adagrad(
            self.learning_rate,
            self.epsilon,
            weights,
            gradient,
            accumulator,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::AdagradSpec;
    use crate::optimizers::{OptimizerKind, checks};

    #[test]
    fn it_holds_what_every_optimizer_must() {
        checks::check(OptimizerKind::Adagrad(AdagradSpec {
            initial_accumulator_value: 0.1,
            epsilon: 1e-7,
        }));
    }
}
