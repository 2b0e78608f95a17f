//! `initial · rateᵖ`, where p is the steps over those of the decay, rounded down if in stairs.

use super::{ABOVE_0, Kind, always};

pub(super) const KIND: Kind = Kind {
    word: "exponentialDecay",
    options: &[
        ("initialLearningRate", 0.0),
        ("decaySteps", ABOVE_0),
        ("decayRate", 0.0),
        ("staircase", 0.0),
    ],
    at,
    fits: always,
};

fn at(options: &[f64], step: f64) -> f64 {
    let [initial, decay_steps, decay_rate, staircase] = *options else {
        return f64::NAN;
    };
    initial * libm::pow(decay_rate, passed(step / decay_steps, staircase))
}

/// Decays that are over, whole ones only where `staircase` is not 0.
pub(super) fn passed(decays: f64, staircase: f64) -> f64 {
    if staircase == 0.0 {
        decays
    } else {
        libm::floor(decays)
    }
}
