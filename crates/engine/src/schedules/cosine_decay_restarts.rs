//! Cosine decays one after the other, each longer than the one before and from a lower rate (Loshchilov & Hutter 2016).

use super::{Schedule, first_wrong};
use crate::options::options;

options! {
    /// Options of `cosineDecayRestarts`.
    pub struct CosineDecayRestarts {
        /// Rate at step 0.
        "initialLearningRate" initial: f64,
        /// Steps of the first decay.
        "firstDecaySteps" first_decay_steps: f64,
        /// How many times as long each decay is as the one before.
        "tMul" t_mul: f64,
        /// What each decay starts from, as a share of the one before.
        "mMul" m_mul: f64,
        /// The last rate of a decay, as a share of the first rate of all.
        "alpha" alpha: f64,
    }
}

impl Schedule for CosineDecayRestarts {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn wrong(&self) -> Option<&'static str> {
        if !(1.0..=1e6).contains(&self.t_mul) {
            return Some("a tMul outside 1 … 1,000,000");
        }
        first_wrong(
            &[self.initial, self.m_mul, self.alpha],
            &[self.first_decay_steps],
        )
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn at(&self, step: f64) -> f64 {
        let (restarts, done) = self.place(step / self.first_decay_steps);
        let share = libm::pow(self.m_mul, restarts);
        let cosine = 0.5 * share * (1.0 + libm::cos(std::f64::consts::PI * done));
        self.initial * ((1.0 - self.alpha) * cosine + self.alpha)
    }
}

impl CosineDecayRestarts {
    /// How many decays are over, and how much of the next is done, when `time` first decays' lengths are over.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn place(&self, time: f64) -> (f64, f64) {
        if self.t_mul == 1.0 {
            let restarts = libm::floor(time);
            return (restarts, time - restarts);
        }
        let begin = |restarts: f64| (libm::pow(self.t_mul, restarts) - 1.0) / (self.t_mul - 1.0);
        let logs = libm::log(1.0 + time * (self.t_mul - 1.0)) / libm::log(self.t_mul);
        // The nearest decay by logarithms; which side of its first step it is, by the step itself.
        let nearest = libm::round(logs);
        let restarts = if begin(nearest) <= time {
            nearest
        } else {
            nearest - 1.0
        };
        (
            restarts,
            (time - begin(restarts)) / libm::pow(self.t_mul, restarts),
        )
    }
}
