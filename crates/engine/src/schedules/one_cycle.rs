//! Up to the highest rate and down to almost nothing (Smith & Topin 2017), as PyTorch's `OneCycleLR` with two phases.

use super::cosine::falling;
use super::{ABOVE_0, Kind};

pub(super) const KIND: Kind = Kind {
    word: "oneCycle",
    options: &[
        ("maxLearningRate", 0.0),
        ("totalSteps", ABOVE_0),
        ("pctStart", 0.0),
        ("annealStrategy", 0.0),
        ("divFactor", ABOVE_0),
        ("finalDivFactor", ABOVE_0),
    ],
    at,
    fits: |options| options[2] <= 1.0,
};

fn at(options: &[f64], step: f64) -> f64 {
    let [
        most,
        total_steps,
        share_up,
        linear,
        div_factor,
        final_div_factor,
    ] = *options
    else {
        return f64::NAN;
    };
    let first = most / div_factor;
    let last = first / final_div_factor;
    // Of N steps the first is at 0, the last at N − 1; the top is where PyTorch has it.
    let (end, top) = (total_steps - 1.0, share_up * total_steps - 1.0);
    let between = |from: f64, to: f64, share: f64| {
        let left = if linear == 0.0 {
            falling(share)
        } else {
            1.0 - share
        };
        to + (from - to) * left
    };
    match step {
        _ if step >= end => last,
        _ if step < top => between(first, most, step / top),
        _ => between(most, last, (step - top) / (end - top)),
    }
}
