//! From one rate to another by a power of what is left, once or over and over.

use super::{ABOVE_0, Kind, always};

pub(super) const KIND: Kind = Kind {
    word: "polynomialDecay",
    options: &[
        ("initialLearningRate", 0.0),
        ("decaySteps", ABOVE_0),
        ("endLearningRate", 0.0),
        ("power", 0.0),
        ("cycle", 0.0),
    ],
    at,
    fits: always,
};

fn at(options: &[f64], step: f64) -> f64 {
    let [initial, decay_steps, end, power, cycle] = *options else {
        return f64::NAN;
    };
    // In cycles the decay is stretched to the next multiple of its steps when they are over.
    let (step, steps) = match cycle == 0.0 {
        true => (step.min(decay_steps), decay_steps),
        false => (step, decay_steps * libm::ceil(step / decay_steps).max(1.0)),
    };
    (initial - end) * libm::pow(1.0 - step / steps, power) + end
}
