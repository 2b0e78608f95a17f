//! `initial / (1 + rate·p)`, where p is the steps over those of the decay, rounded down if in stairs.

use super::exponential_decay::{self, passed};
use super::{Kind, always};

pub(super) const KIND: Kind = Kind {
    word: "inverseTimeDecay",
    options: exponential_decay::KIND.options,
    at,
    fits: always,
};

fn at(options: &[f64], step: f64) -> f64 {
    let [initial, decay_steps, decay_rate, staircase] = *options else {
        return f64::NAN;
    };
    initial / (1.0 + decay_rate * passed(step / decay_steps, staircase))
}
