//! Mistakes one could make in the backward pass of batch normalization.

use fashion_kernels::oracle;

use crate::faults::{Fault, layer, scale};
use crate::oracle_model::Step;
use crate::oracle_norm::Norm;

fn norm(step: &Step) -> bool {
    matches!(step, Step::Norm(_))
}

fn norm_of(step: &Step) -> Norm {
    match step {
        Step::Norm(norm) => *norm,
        _ => unreachable!("these faults hit normalizations only"),
    }
}

/// Shares of the two terms that couple the batch, each 1 when right.
#[derive(Clone, Copy)]
struct Terms {
    mean: f64,
    variance: f64,
}

const BOTH: Terms = Terms {
    mean: 1.0,
    variance: 1.0,
};

/// dx = gamma / √(variance + epsilon) · (dy − mean(dy) − x̂·mean(dy·x̂)), with statistics that may be wrong.
fn input_gradient(
    norm: &Norm,
    w: &[f64],
    x: &[f64],
    dy: &[f64],
    (mean, variance): (&[f64], &[f64]),
    terms: Terms,
) -> Vec<f64> {
    let channels = norm.channels;
    let normalized = oracle::batch_norm_normalized(norm.epsilon, x, mean, variance);
    let products: Vec<f64> = dy.iter().zip(&normalized).map(|(dy, n)| dy * n).collect();
    let rows = (x.len() / channels) as f64;
    let of_dy = oracle::batch_norm_backward_beta(channels, dy);
    let of_products = oracle::batch_norm_backward_beta(channels, &products);
    (0..x.len())
        .map(|i| {
            let c = i % channels;
            let coupled = terms.mean * of_dy[c] + terms.variance * normalized[i] * of_products[c];
            let gamma = norm.gamma(w).map_or(1.0, |gamma| gamma[c]);
            gamma / (variance[c] + norm.epsilon).sqrt() * (dy[i] - coupled / rows)
        })
        .collect()
}

/// The same with the right statistics.
fn with_terms(step: &Step, w: &[f64], x: &[f64], dy: &[f64], terms: Terms) -> Vec<f64> {
    let (mean, variance) = oracle::batch_norm_statistics(norm_of(step).channels, x);
    input_gradient(&norm_of(step), w, x, dy, (&mean, &variance), terms)
}

pub const NORM_FAULTS: [Fault; 14] = [
    layer(
        "batchNormalization: mean's term of dx lost",
        norm,
        |step, w, x, _, dy, dx, _| *dx = with_terms(step, w, x, dy, Terms { mean: 0.0, ..BOTH }),
    ),
    layer(
        "batchNormalization: variance's term of dx lost",
        norm,
        |step, w, x, _, dy, dx, _| {
            let terms = Terms {
                variance: 0.0,
                ..BOTH
            };
            *dx = with_terms(step, w, x, dy, terms);
        },
    ),
    layer(
        "batchNormalization: variance's term of dx negated",
        norm,
        |step, w, x, _, dy, dx, _| {
            let terms = Terms {
                variance: -1.0,
                ..BOTH
            };
            *dx = with_terms(step, w, x, dy, terms);
        },
    ),
    layer(
        "batchNormalization: statistics of half the batch",
        norm,
        |step, w, x, _, dy, dx, _| {
            let norm = norm_of(step);
            let half = x.len() / norm.channels / 2 * norm.channels;
            let (mean, variance) = oracle::batch_norm_statistics(norm.channels, &x[..half]);
            *dx = input_gradient(&norm, w, x, dy, (&mean, &variance), BOTH);
        },
    ),
    layer(
        "batchNormalization: each half of the batch alone",
        norm,
        |step, w, x, _, dy, dx, _| {
            let half = x.len() / norm_of(step).channels / 2 * norm_of(step).channels;
            *dx = with_terms(step, w, &x[..half], &dy[..half], BOTH);
            dx.extend(with_terms(step, w, &x[half..], &dy[half..], BOTH));
        },
    ),
    layer(
        "batchNormalization: moving statistics in training",
        norm,
        |step, w, x, _, dy, dx, _| {
            let norm = norm_of(step);
            *dx = input_gradient(&norm, w, x, dy, norm.moving(w), BOTH);
        },
    ),
    layer(
        "batchNormalization: unbiased variance",
        norm,
        |step, w, x, _, dy, dx, _| {
            let norm = norm_of(step);
            let rows = (x.len() / norm.channels) as f64;
            let (mean, mut variance) = oracle::batch_norm_statistics(norm.channels, x);
            scale(&mut variance, rows / (rows - 1.0));
            *dx = input_gradient(&norm, w, x, dy, (&mean, &variance), BOTH);
        },
    ),
    layer(
        "batchNormalization: epsilon lost",
        norm,
        |step, w, x, _, dy, dx, _| {
            let norm = Norm {
                epsilon: 0.0,
                ..norm_of(step)
            };
            *dx = with_terms(&Step::Norm(norm), w, x, dy, BOTH);
        },
    ),
    layer(
        "batchNormalization: gamma's factor of dx lost",
        norm,
        |step, _, x, _, dy, dx, _| {
            let norm = norm_of(step);
            *dx = oracle::batch_norm_backward_input(norm.channels, norm.epsilon, x, dy, None);
        },
    ),
    layer(
        "batchNormalization: dx 0.1 % long",
        norm,
        |_, _, _, _, _, dx, _| scale(dx, 1.001),
    ),
    layer(
        "batchNormalization: gamma gradient lost",
        norm,
        |step, _, _, _, _, _, dw| {
            if norm_of(step).scale {
                dw[..norm_of(step).channels].fill(0.0);
            }
        },
    ),
    layer(
        "batchNormalization: gamma gradient of what was not normalised",
        norm,
        |step, _, x, _, dy, _, dw| {
            let norm = norm_of(step);
            if norm.scale {
                let products: Vec<f64> = x.iter().zip(dy).map(|(x, dy)| x * dy).collect();
                let sums = oracle::batch_norm_backward_beta(norm.channels, &products);
                dw[..norm.channels].copy_from_slice(&sums);
            }
        },
    ),
    layer(
        "batchNormalization: beta gradient lost",
        norm,
        |step, _, _, _, _, _, dw| {
            let Norm {
                channels,
                center,
                scale,
                ..
            } = norm_of(step);
            if center {
                dw[if scale { channels } else { 0 }..][..channels].fill(0.0);
            }
        },
    ),
    layer(
        "batchNormalization: moving mean with a gradient",
        norm,
        |step, _, _, _, dy, _, dw| {
            let Norm { channels, .. } = norm_of(step);
            let (end, sums) = (dw.len(), oracle::batch_norm_backward_beta(channels, dy));
            dw[end - 2 * channels..end - channels].copy_from_slice(&sums);
        },
    ),
];

/// The faults' formula without a fault is the oracle's: they fail for what their names say.
#[test]
fn the_whole_formula_is_right() {
    let norm = Norm {
        channels: 2,
        momentum: 0.9,
        epsilon: 0.01,
        center: false,
        scale: true,
    };
    let w = [1.5, -0.5, 0.0, 0.0, 1.0, 1.0];
    let x: [f64; 8] = [0.3, -1.0, 2.5, 0.25, -0.75, 1.5, 0.125, -2.0];
    let dy: [f64; 8] = [1.0, -0.5, 0.25, 2.0, -1.5, 0.75, 0.5, -0.125];
    let right = norm.backward(&w, &x, &dy).0;
    let again = with_terms(&Step::Norm(norm), &w, &x, &dy, BOTH);
    for (right, again) in right.iter().zip(&again) {
        assert!((right - again).abs() < 1e-14);
    }
}
