//! Mistakes where branches meet: each leaves one input without its gradient, or with another's.

use crate::faults::{Fault, layer, scale};
use crate::oracle_model::Step;

fn add(step: &Step) -> bool {
    matches!(step, Step::Add { .. })
}

fn concatenate(step: &Step) -> bool {
    matches!(step, Step::Concatenate { .. })
}

pub const FORK_FAULTS: [Fault; 5] = [
    layer(
        "add: first input without gradient",
        add,
        |_, _, _, _, dy, dx, _| dx[..dy.len()].fill(0.0),
    ),
    layer(
        "add: last input without gradient",
        add,
        |_, _, _, _, dy, dx, _| {
            let start = dx.len() - dy.len();
            dx[start..].fill(0.0)
        },
    ),
    layer(
        "add: gradient shared out",
        add,
        |step, _, _, _, _, dx, _| {
            let Step::Add { inputs } = step else { return };
            scale(dx, 1.0 / *inputs as f64)
        },
    ),
    layer(
        "concatenate: gradient not cut by channels",
        concatenate,
        |_, _, _, _, dy, dx, _| *dx = dy.to_vec(),
    ),
    layer(
        "concatenate: last input without gradient",
        concatenate,
        |step, _, _, _, _, dx, _| {
            let Step::Concatenate { channels } = step else {
                return;
            };
            let len = dx.len() / channels.iter().sum::<usize>() * channels[channels.len() - 1];
            let start = dx.len() - len;
            dx[start..].fill(0.0)
        },
    ),
];
