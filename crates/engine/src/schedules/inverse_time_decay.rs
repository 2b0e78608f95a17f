//! `initial / (1 + rate·p)`, where p is the steps over those of the decay, rounded down if in stairs.

use super::{Schedule, first_wrong};
use crate::options::options;

options! {
    /// Options of `inverseTimeDecay`.
    pub struct InverseTimeDecay {
        /// Rate at step 0.
        "initialLearningRate" initial: f64,
        /// Steps in which the divisor grows by the rate.
        "decaySteps" decay_steps: f64,
        /// By how much it grows.
        "decayRate" decay_rate: f64,
        /// Whether in whole steps only.
        "staircase" staircase: bool,
    }
}

impl Schedule for InverseTimeDecay {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn wrong(&self) -> Option<&'static str> {
        first_wrong(&[self.initial, self.decay_rate], &[self.decay_steps])
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn at(&self, step: f64) -> f64 {
        let passed = step / self.decay_steps;
        let times = if self.staircase {
            libm::floor(passed)
        } else {
            passed
        };
        self.initial / (1.0 + self.decay_rate * times)
    }
}
