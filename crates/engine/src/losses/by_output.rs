//! Losses that are the mean of a term for each output: the squared, absolute and Huber errors, and binary ones of
//! probabilities.

use super::Spread;
use crate::layers::activation::Activation;
use fashion_kernels::{activation, softmax};

/// The loss of one output, and its derivative by it.
pub(super) struct Term {
    pub(super) loss: f32,
    pub(super) slope: f32,
}

/// `term` gets an output, after the last activation, and its target.
pub(super) fn apply(
    output: Activation,
    z: &mut [f32],
    targets: Spread,
    scale: f32,
    term: &dyn Fn(f32, f32) -> Term,
) -> f32 {
    let share = 1.0 / z.len() as f32;
    let of_index = |index: usize, y: f32| term(y, targets.value(index));
    activate(output, z);
    share * descend(output, z, scale * share, &of_index)
}

/// From activated outputs to `scale`·∂L/∂z, in their place; returns the sum of the terms.
pub(super) fn descend(
    output: Activation,
    z: &mut [f32],
    scale: f32,
    term: &dyn Fn(usize, f32) -> Term,
) -> f32 {
    let terms = z.iter().enumerate().map(|(i, &y)| (y, term(i, y)));
    let (mut loss, mut dot) = (0.0, 0.0);
    for (y, term) in terms {
        loss += term.loss;
        dot += term.slope * y;
    }
    for (i, y) in z.iter_mut().enumerate() {
        let slope = term(i, *y).slope;
        let back = match output {
            Activation::Sigmoid => slope * (*y * (1.0 - *y)),
            Activation::Softmax => *y * (slope - dot),
            _ => slope,
        };
        *y = back * scale;
    }
    loss
}

/// Applies a softmax or sigmoid that the outputs end with.
pub(crate) fn activate(output: Activation, z: &mut [f32]) {
    match output {
        Activation::Sigmoid => activation::sigmoid(z),
        Activation::Softmax => softmax::softmax(z.len(), z),
        _ => {}
    }
}

/// From the gradient of a row of outputs to that of what a softmax or sigmoid at the end got; `y` are the outputs.
pub(crate) fn back(output: Activation, y: &[f32], dy: &mut [f32]) {
    match output {
        Activation::Sigmoid => activation::sigmoid_backward(y, dy),
        Activation::Softmax => softmax::softmax_backward(y.len(), y, dy),
        _ => {}
    }
}
