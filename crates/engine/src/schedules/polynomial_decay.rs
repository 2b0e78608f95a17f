//! From one rate to another by a power of what is left, once or over and over.

use super::{Schedule, first_wrong};
use crate::options::options;

options! {
    /// Options of `polynomialDecay`.
    pub struct PolynomialDecay {
        /// Rate at step 0.
        "initialLearningRate" initial: f64,
        /// Steps of the decay.
        "decaySteps" decay_steps: f64,
        /// Rate after it.
        "endLearningRate" end: f64,
        /// 1 is a line.
        "power" power: f64,
        /// Whether the decay is stretched to the next multiple of its steps when they are over.
        "cycle" cycle: bool,
    }
}

impl Schedule for PolynomialDecay {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn wrong(&self) -> Option<&'static str> {
        first_wrong(&[self.initial, self.end, self.power], &[self.decay_steps])
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn at(&self, step: f64) -> f64 {
        let (step, steps) = if self.cycle {
            let multiple = libm::ceil(step / self.decay_steps).max(1.0);
            (step, self.decay_steps * multiple)
        } else {
            (step.min(self.decay_steps), self.decay_steps)
        };
        (self.initial - self.end) * libm::pow(1.0 - step / steps, self.power) + self.end
    }
}
