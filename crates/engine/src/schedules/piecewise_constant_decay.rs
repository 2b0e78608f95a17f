//! One rate up to and with the first boundary, another from there to the next, and so on.

use super::{Schedule, are_rates};
use crate::options::options;

options! {
    /// Options of `piecewiseConstantDecay`.
    pub struct PiecewiseConstantDecay {
        /// The last step of each rate but the last one.
        "boundaries" boundaries: Vec<f64>,
        /// The rates.
        "values" values: Vec<f64>,
    }
}

impl Schedule for PiecewiseConstantDecay {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn wrong(&self) -> Option<&'static str> {
        if self.values.len() != self.boundaries.len() + 1 {
            return Some("values that are not one more than boundaries");
        }
        if !are_rates(&self.values) {
            return Some(super::RATE);
        }
        let rise = self.boundaries.is_sorted_by(|a, b| a < b);
        let start = self.boundaries.first().is_none_or(|&first| first >= 0.0);
        (!rise || !start).then_some("boundaries that do not rise from 0 or more")
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn at(&self, step: f64) -> f64 {
        let passed = self.boundaries.partition_point(|&boundary| boundary < step);
        self.values[passed]
    }
}
