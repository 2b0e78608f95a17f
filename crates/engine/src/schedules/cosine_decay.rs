//! Half a cosine wave from a rate to a share of it, with a linear warm-up before it if asked for.

use super::cosine::falling;
use super::{ABOVE_0, Kind, OPTIONAL};

pub(super) const KIND: Kind = Kind {
    word: "cosineDecay",
    options: &[
        ("initialLearningRate", 0.0),
        ("decaySteps", ABOVE_0),
        ("alpha", 0.0),
        ("warmupTarget", OPTIONAL),
        ("warmupSteps", 0.0),
    ],
    at,
    // Keras takes one without the other, and does not warm up.
    fits: |options| (options[4] > 0.0) == (options[3] >= 0.0),
};

fn at(options: &[f64], step: f64) -> f64 {
    let [initial, decay_steps, alpha, warmup_target, warmup_steps] = *options else {
        return f64::NAN;
    };
    if step < warmup_steps {
        return initial + (warmup_target - initial) * step / warmup_steps;
    }
    let highest = if warmup_steps > 0.0 {
        warmup_target
    } else {
        initial
    };
    let done = (step - warmup_steps).min(decay_steps) / decay_steps;
    highest * ((1.0 - alpha) * falling(done) + alpha)
}
