//! Mistakes in the layers of `catalogue`, and in the gradient of large weights.

use fashion_kernels::oracle;

use crate::faults::{Fault, kernel_len, layer, scale};
use crate::oracle_model::Step;

fn grouped(step: &Step) -> bool {
    matches!(step, Step::GroupedConv { .. })
}

fn unary(step: &Step) -> bool {
    matches!(step, Step::Unary(_))
}

fn standardise(step: &Step) -> bool {
    matches!(step, Step::Standardise(_))
}

fn spatial(step: &Step) -> bool {
    matches!(step, Step::SpatialDropout { .. })
}

pub const CATALOGUE_FAULTS: [Fault; 12] = [
    layer(
        "grouped: a tap of dw lost",
        grouped,
        |step, _, _, _, _, _, dw| {
            let end = kernel_len(step);
            let Step::GroupedConv { shape, .. } = step else {
                return;
            };
            let tap = shape.group_channels() * shape.filters;
            dw[end - tap..end].fill(0.0);
        },
    ),
    layer(
        "grouped: dw 0.1 % long",
        grouped,
        |step, _, _, _, _, _, dw| scale(&mut dw[..kernel_len(step)], 1.001),
    ),
    layer(
        "grouped: bias gradient lost",
        grouped,
        |step, _, _, _, _, _, dw| dw[kernel_len(step)..].fill(0.0),
    ),
    layer("grouped: dx negated", grouped, |_, _, _, _, _, dx, _| {
        scale(dx, -1.0)
    }),
    layer(
        "grouped: a tap of dx lost",
        grouped,
        |step, w, _, _, dy, dx, _| {
            let Step::GroupedConv { shape, .. } = step else {
                return;
            };
            let mut w = w[..shape.weights_len()].to_vec();
            w[..shape.group_channels() * shape.filters].fill(0.0);
            *dx = oracle::grouped_conv2d_backward_input(shape, dy, &w);
        },
    ),
    layer(
        "grouped: gaps forgotten in dx",
        grouped,
        |step, w, _, _, dy, dx, _| {
            let Step::GroupedConv { shape, .. } = step else {
                return;
            };
            // The same output from an image without what the gaps have added to it.
            let mut near = *shape;
            near.dilation = [1, 1];
            for axis in [0, 1] {
                let gap = (shape.kernel[axis] - 1) * (shape.dilation[axis] - 1);
                near.padding[2 * axis + 1] = near.padding[2 * axis + 1].saturating_sub(gap);
            }
            if near.output() == shape.output() {
                *dx = oracle::grouped_conv2d_backward_input(&near, dy, &w[..shape.weights_len()]);
            }
        },
    ),
    layer(
        "activation: dx not scaled",
        unary,
        |_, _, _, _, dy, dx, _| *dx = dy.to_vec(),
    ),
    layer(
        "activation: derivative at the output",
        unary,
        |step, _, _, y, dy, dx, _| {
            let Step::Unary(unary) = step else { return };
            let slopes = y.iter().map(|&y| unary.derivative(y));
            *dx = slopes.zip(dy).map(|(slope, dy)| slope * dy).collect();
        },
    ),
    layer(
        "normalization: dx not divided",
        standardise,
        |_, _, _, _, dy, dx, _| *dx = dy.to_vec(),
    ),
    layer(
        "normalization: dx by the variance",
        standardise,
        |step, w, _, _, _, dx, _| {
            let Step::Standardise(step) = step else {
                return;
            };
            for (i, dx) in dx.iter_mut().enumerate() {
                let (_, deviation) = step.of(w, i);
                if step.invert {
                    *dx *= deviation;
                } else {
                    *dx /= deviation;
                }
            }
        },
    ),
    layer(
        "spatialDropout2d: dx not masked",
        spatial,
        |step, _, _, _, dy, dx, _| {
            let Step::SpatialDropout { rate, .. } = step else {
                return;
            };
            *dx = dy.iter().map(|dy| dy / (1.0 - f64::from(*rate))).collect();
        },
    ),
    Fault {
        name: "regularizer: half of its gradient",
        hits: |_| false,
        layer: None,
        loss: None,
        penalty: Some(0.5),
    },
];
