//! Cosine decays one after the other, each longer than the one before and from a lower rate (Loshchilov & Hutter 2016).

use super::cosine::falling;
use super::{ABOVE_0, Kind, always};

pub(super) const KIND: Kind = Kind {
    word: "cosineDecayRestarts",
    options: &[
        ("initialLearningRate", 0.0),
        ("firstDecaySteps", ABOVE_0),
        ("tMul", 1.0),
        ("mMul", 0.0),
        ("alpha", 0.0),
    ],
    at,
    fits: always,
};

fn at(options: &[f64], step: f64) -> f64 {
    let [initial, first_decay_steps, t_mul, m_mul, alpha] = *options else {
        return f64::NAN;
    };
    let (restarts, done) = place(t_mul, step / first_decay_steps);
    let share = libm::pow(m_mul, restarts);
    initial * ((1.0 - alpha) * share * falling(done) + alpha)
}

/// How many decays are over, and how much of the next is done, when `time` first decays' lengths are over.
fn place(t_mul: f64, time: f64) -> (f64, f64) {
    if t_mul == 1.0 {
        let restarts = libm::floor(time);
        return (restarts, time - restarts);
    }
    let begin = |restarts: f64| (libm::pow(t_mul, restarts) - 1.0) / (t_mul - 1.0);
    let logs = libm::log(1.0 + time * (t_mul - 1.0)) / libm::log(t_mul);
    // The nearest decay by logarithms; which side of its first step it is, by the step itself.
    let nearest = libm::floor(logs + 0.5);
    let restarts = if begin(nearest) <= time {
        nearest
    } else {
        nearest - 1.0
    };
    (
        restarts,
        (time - begin(restarts)) / libm::pow(t_mul, restarts),
    )
}
