//! `initial · rateᵖ`, where p is the steps over those of the decay, rounded down if in stairs.

use super::{Schedule, first_wrong};
use crate::options::options;

options! {
    /// Options of `exponentialDecay`.
    pub struct ExponentialDecay {
        /// Rate at step 0.
        "initialLearningRate" initial: f64,
        /// Steps in which the rate is multiplied once.
        "decaySteps" decay_steps: f64,
        /// By what it is multiplied.
        "decayRate" decay_rate: f64,
        /// Whether in whole multiples only.
        "staircase" staircase: bool,
    }
}

impl Schedule for ExponentialDecay {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn wrong(&self) -> Option<&'static str> {
        first_wrong(&[self.initial, self.decay_rate], &[self.decay_steps])
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn at(&self, step: f64) -> f64 {
        let passed = step / self.decay_steps;
        let power = if self.staircase {
            libm::floor(passed)
        } else {
            passed
        };
        self.initial * libm::pow(self.decay_rate, power)
    }
}
