//! Up to the highest rate and down to almost nothing (Smith & Topin 2017), as PyTorch's `OneCycleLR` with two phases.

use super::{Schedule, first_wrong};
use crate::options::{options, words};

words! {
    /// The way between two rates.
    pub enum Anneal {
        /// Half a cosine wave.
        Cos "cos",
        /// A line.
        Linear "linear",
    }
}

options! {
    /// Options of `oneCycle`.
    pub struct OneCycle {
        /// The highest rate.
        "maxLearningRate" most: f64,
        /// Steps of the whole cycle.
        "totalSteps" total_steps: f64,
        /// Share of them that goes up.
        "pctStart" share_up: f64,
        /// The way between two rates.
        "annealStrategy" anneal: Anneal,
        /// The highest rate over the first one.
        "divFactor" div_factor: f64,
        /// The first rate over the last one.
        "finalDivFactor" final_div_factor: f64,
    }
}

impl Schedule for OneCycle {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn wrong(&self) -> Option<&'static str> {
        if !(0.0..=1.0).contains(&self.share_up) {
            return Some("a pctStart outside 0 … 1");
        }
        let above_zero = [self.total_steps, self.div_factor, self.final_div_factor];
        first_wrong(&[self.most], &above_zero)
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn at(&self, step: f64) -> f64 {
        let first = self.most / self.div_factor;
        let last = first / self.final_div_factor;
        // Of N steps the first is at 0, the last at N − 1; the top is where PyTorch has it.
        let (end, top) = (
            self.total_steps - 1.0,
            self.share_up * self.total_steps - 1.0,
        );
        match step {
            _ if step >= end => last,
            _ if step < top => self.between(first, self.most, step / top),
            _ => self.between(self.most, last, (step - top) / (end - top)),
        }
    }
}

impl OneCycle {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn between(&self, from: f64, to: f64, share: f64) -> f64 {
        match self.anneal {
            Anneal::Linear => from + (to - from) * share,
            Anneal::Cos => to + (from - to) / 2.0 * (1.0 + libm::cos(std::f64::consts::PI * share)),
        }
    }
}
