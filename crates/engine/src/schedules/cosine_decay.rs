//! Half a cosine wave from a rate to a share of it, with a linear warm-up before it if asked for.

use super::{Schedule, first_wrong};
use crate::options::options;

options! {
    /// Options of `cosineDecay`.
    pub struct CosineDecay {
        /// Rate at step 0.
        "initialLearningRate" initial: f64,
        /// Steps of the decay.
        "decaySteps" decay_steps: f64,
        /// The last rate, as a share of the one that the decay starts from.
        "alpha" alpha: f64,
        /// Rate after the warm-up.
        "warmupTarget" warmup_target: Option<f64> = None,
        /// Steps of the warm-up.
        "warmupSteps" warmup_steps: f64,
    }
}

impl Schedule for CosineDecay {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn wrong(&self) -> Option<&'static str> {
        let target = self.warmup_target.unwrap_or(self.initial);
        let rates = [self.initial, self.alpha, target, self.warmup_steps];
        let warms_up = self.warmup_steps > 0.0;
        // Keras takes one without the other, and does not warm up.
        if warms_up != self.warmup_target.is_some() {
            return Some("warmupTarget without warmupSteps, or the other way round");
        }
        first_wrong(&rates, &[self.decay_steps])
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn at(&self, step: f64) -> f64 {
        match self.warmup_target {
            Some(target) if step < self.warmup_steps => {
                self.initial + (target - self.initial) * step / self.warmup_steps
            }
            target => {
                let done = (step - self.warmup_steps).min(self.decay_steps) / self.decay_steps;
                let cosine = 0.5 * (1.0 + libm::cos(std::f64::consts::PI * done));
                target.unwrap_or(self.initial) * ((1.0 - self.alpha) * cosine + self.alpha)
            }
        }
    }
}
