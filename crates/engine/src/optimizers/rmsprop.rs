//! RMSprop (Tieleman & Hinton 2012), centred and with momentum if asked for; ε is under the root, as in Keras.

use super::optimizer::{Moment, Optimizer, OptimizerStep, Slot, check, check_decay, check_epsilon};
use crate::error::Result;
use crate::options::options;
use fashion_kernels::optimizer::{RmspropStep, rmsprop};

options! {
    /// Options of RMSprop.
    pub struct RmspropSpec {
        /// Share of the mean of squares that a step keeps.
        "rho" rho: f64,
        /// Share of the last step kept.
        "momentum" momentum: f64,
        /// Added under the root.
        "epsilon" epsilon: f64,
        /// Whether the squared mean of the gradients is taken off the mean of their squares.
        "centered" centered: bool,
    }
}

impl Optimizer for RmspropSpec {
    fn validate(&self) -> Result<()> {
        check_decay("rho", self.rho)?;
        let ok = (0.0..=1.0).contains(&self.momentum);
        check("momentum", self.momentum, ok, "a number from 0 to 1")?;
        check_epsilon(self.epsilon)
    }

    fn slots(&self) -> Vec<Slot> {
        let mut slots = vec![Slot::of_squares("velocity")];
        if self.momentum > 0.0 {
            slots.push(Slot::new("momentum"));
        }
        if self.centered {
            slots.push(Slot::new("average_gradient"));
        }
        slots
    }

    fn step(&self, at: Moment) -> Box<dyn OptimizerStep> {
        Box::new(Step {
            numbers: RmspropStep {
                learning_rate: at.learning_rate as f32,
                rho: self.rho as f32,
                gain: (1.0 - self.rho) as f32,
                momentum: self.momentum as f32,
                epsilon: self.epsilon as f32,
            },
            centered: self.centered,
        })
    }
}

struct Step {
    numbers: RmspropStep,
    centered: bool,
}

impl OptimizerStep for Step {
    fn apply(&self, weights: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        let none = || &mut [][..];
        let [velocity, others @ ..] = slots else {
            unreachable!("it has a slot at least");
        };
        let (last, mean) = match others {
            [last, mean] => (&mut **last, &mut **mean),
            [mean] if self.centered => (none(), &mut **mean),
            [last] => (&mut **last, none()),
            _ => (none(), none()),
        };
        rmsprop(self.numbers, weights, gradient, velocity, last, mean);
    }
}

#[cfg(test)]
mod tests {
    use super::RmspropSpec;
    use crate::optimizers::{OptimizerKind, checks};

    #[test]
    fn it_holds_what_every_optimizer_must() {
        for momentum in [0.0, 0.9] {
            for centered in [false, true] {
                checks::check(OptimizerKind::Rmsprop(RmspropSpec {
                    rho: 0.9,
                    momentum,
                    epsilon: 1e-7,
                    centered,
                }));
            }
        }
    }
}
