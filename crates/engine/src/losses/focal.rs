//! Focal losses (Lin et al. 2017): cross-entropies in which images that are right already count less.
//!
//! - categorical: L = Σ −α·(1 − q_j)^γ·t_j·ln q_j, where q are the outputs over their sum, clipped to [1e−7, 1 − 1e−7]
//! - binary, the mean over the outputs: L = (1 − q_t)^γ·H, where H is binary cross-entropy and q_t = t·p + (1 − t)·(1 − p)

use super::by_output::{self, Term, activate};
use super::{CLIP, Spread, binary_crossentropy};
use crate::layers::activation::Activation;
use fashion_kernels::math;

/// xʸ for x > 0.
fn power(x: f32, y: f32) -> f32 {
    math::exp(y * math::ln(x))
}

#[cfg_attr(target_arch = "wasm32", optimize(size))]
pub(super) fn categorical(
    output: Activation,
    z: &mut [f32],
    targets: Spread,
    [alpha, gamma]: [f32; 2],
    scale: f32,
) -> f32 {
    // Logits are made probabilities; there is no fromLogits to forget.
    let output = match output {
        Activation::Sigmoid => output,
        _ => Activation::Softmax,
    };
    activate(output, z);
    let sum = match output {
        Activation::Sigmoid => z.iter().fold(0.0, |sum, y| sum + y),
        _ => 1.0,
    };
    let term = |index: usize, y: f32| {
        let (p, t) = (y / sum, targets.value(index));
        let q = p.clamp(CLIP, 1.0 - CLIP);
        let (rest, log) = (1.0 - q, math::ln(q));
        let slope = gamma * power(rest, gamma - 1.0) * log - power(rest, gamma) / q;
        Term {
            loss: -alpha * t * power(rest, gamma) * log,
            slope: if q == p || p.is_nan() {
                alpha * t * slope
            } else {
                0.0
            },
        }
    };
    if output == Activation::Softmax {
        return by_output::descend(output, z, scale, &term);
    }
    // Through the sum as well: ∂L/∂y_i = (∂L/∂p_i − Σ ∂L/∂p_j·p_j) / Σ y.
    let (mut loss, mut dot) = (0.0, 0.0);
    for (i, &y) in z.iter().enumerate() {
        let term = term(i, y);
        loss += term.loss;
        dot += term.slope * y / sum;
    }
    for (i, y) in z.iter_mut().enumerate() {
        let slope = (term(i, *y).slope - dot) / sum;
        *y = slope * (*y * (1.0 - *y)) * scale;
    }
    loss
}

#[cfg_attr(target_arch = "wasm32", optimize(size))]
pub(super) fn binary(
    output: Activation,
    z: &mut [f32],
    targets: Spread,
    [alpha, gamma]: [f32; 2],
    scale: f32,
) -> f32 {
    let output = match output {
        Activation::Softmax => output,
        _ => Activation::Sigmoid,
    };
    // A negative alpha is none: classes are not balanced.
    let weight = |t: f32| match alpha < 0.0 {
        true => 1.0,
        false => t * alpha + (1.0 - t) * (1.0 - alpha),
    };
    by_output::apply(output, z, targets, scale, &|p, t| {
        let cross = binary_crossentropy::term(p, t);
        let q = p.clamp(CLIP, 1.0 - CLIP);
        let rest = 1.0 - (t * q + (1.0 - t) * (1.0 - q));
        let (factor, weight) = (power(rest, gamma), weight(t));
        let steeper = gamma * power(rest, gamma - 1.0) * (1.0 - 2.0 * t) * cross.loss;
        let live = q == p || p.is_nan();
        Term {
            loss: weight * factor * cross.loss,
            slope: match live {
                true => weight * (steeper + factor * cross.slope),
                false => 0.0,
            },
        }
    })
}
