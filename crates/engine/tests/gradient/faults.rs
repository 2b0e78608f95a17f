//! Mistakes one could make in a backward pass: each turns a right gradient of one layer into a wrong one.

use fashion_kernels::oracle;

use crate::catalogue_faults::CATALOGUE_FAULTS;
use crate::fork_faults::FORK_FAULTS;
use crate::norm_faults::NORM_FAULTS;
use crate::oracle_model::{OracleModel, Step};
use crate::oracle_step::padded;

/// Spoils a step's gradients, given `(step, w, x, y, dy, dx, dw)`; of one image, or of the batch for a normalization.
type SpoilLayer = fn(&Step, &[f64], &[f64], &[f64], &[f64], &mut Vec<f64>, &mut Vec<f64>);

/// Spoils the gradient of a loss, given `(output, label, batch, gradient)`.
type SpoilLoss = fn(&[f64], usize, usize, &mut [f64]);

pub struct Fault {
    pub name: &'static str,
    pub hits: fn(&Step) -> bool,
    pub layer: Option<SpoilLayer>,
    pub loss: Option<SpoilLoss>,
    /// What the gradient of large weights is multiplied by.
    pub penalty: Option<f64>,
}

impl Fault {
    /// The steps of a model it can be put into.
    pub fn places(&self, model: &OracleModel) -> Vec<usize> {
        if self.loss.is_some() || self.penalty.is_some() {
            return vec![0];
        }
        (0..model.steps.len())
            .filter(|k| (self.hits)(&model.steps[*k].step))
            .collect()
    }
}

pub const fn layer(name: &'static str, hits: fn(&Step) -> bool, spoil: SpoilLayer) -> Fault {
    Fault {
        name,
        hits,
        layer: Some(spoil),
        loss: None,
        penalty: None,
    }
}

const fn loss(name: &'static str, spoil: SpoilLoss) -> Fault {
    Fault {
        name,
        hits: |_| false,
        layer: None,
        loss: Some(spoil),
        penalty: None,
    }
}

fn conv(step: &Step) -> bool {
    matches!(step, Step::Conv { .. })
}
fn dense(step: &Step) -> bool {
    matches!(step, Step::Dense { .. })
}
fn pool(step: &Step) -> bool {
    matches!(step, Step::Pool(_))
}
fn zero_pad(step: &Step) -> bool {
    matches!(step, Step::ZeroPad { .. })
}
fn dropout(step: &Step) -> bool {
    matches!(step, Step::Dropout { .. })
}
fn rescale(step: &Step) -> bool {
    matches!(step, Step::Rescale { .. })
}

pub fn scale(values: &mut [f64], factor: f64) {
    values.iter_mut().for_each(|value| *value *= factor);
}

/// Crops `dy` as if the image lay `padding` from its borders.
fn crop(step: &Step, dy: &[f64], dx: &mut [f64], wrong: fn([[usize; 2]; 2]) -> [[usize; 2]; 2]) {
    let Step::ZeroPad { input, padding } = *step else {
        return;
    };
    for (place, dy) in padded(input, wrong(padding)).into_iter().zip(dy) {
        if let Some(place) = place {
            dx[place] = *dy;
        }
    }
}

/// Where the bias begins among a step's weights; their number when there is none.
pub fn kernel_len(step: &Step) -> usize {
    match step {
        Step::Conv { shape, .. } => shape.weights_len(),
        Step::GroupedConv { shape, .. } => shape.weights_len(),
        Step::Dense { inputs, units, .. } => inputs * units,
        _ => 0,
    }
}

/// Every mistake.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    let rest = FORK_FAULTS.iter().chain(&CATALOGUE_FAULTS);
    FAULTS.iter().chain(&NORM_FAULTS).chain(rest)
}

const FAULTS: [Fault; 31] = [
    layer(
        "conv2d: a tap of dw lost",
        conv,
        |step, _, _, _, _, _, dw| {
            let Step::Conv { shape, .. } = step else {
                return;
            };
            let tap = shape.input[2] * shape.filters;
            dw[shape.weights_len() - tap..shape.weights_len()].fill(0.0);
        },
    ),
    layer("conv2d: dw 0.1 % long", conv, |step, _, _, _, _, _, dw| {
        scale(&mut dw[..kernel_len(step)], 1.001)
    }),
    layer(
        "conv2d: bias gradient lost",
        conv,
        |step, _, _, _, _, _, dw| dw[kernel_len(step)..].fill(0.0),
    ),
    layer("conv2d: dx negated", conv, |_, _, _, _, _, dx, _| {
        scale(dx, -1.0)
    }),
    layer("conv2d: dx 0.1 % long", conv, |_, _, _, _, _, dx, _| {
        scale(dx, 1.001)
    }),
    layer(
        "conv2d: a tap of dx lost",
        conv,
        |step, w, _, _, dy, dx, _| {
            let Step::Conv { shape, .. } = step else {
                return;
            };
            let mut w = w[..shape.weights_len()].to_vec();
            w[..shape.input[2] * shape.filters].fill(0.0);
            *dx = oracle::conv2d_backward_input(shape, dy, &w);
        },
    ),
    layer("maxPooling2d: dx 1 % long", pool, |_, _, _, _, _, dx, _| {
        scale(dx, 1.01)
    }),
    layer(
        "maxPooling2d: gradient to the wrong place",
        pool,
        |step, _, x, _, dy, dx, _| {
            let Step::Pool(shape) = step else { return };
            // The least of each window instead of the greatest.
            let negative: Vec<f64> = x.iter().map(|x| -x).collect();
            let losers = oracle::max_pool(shape, &negative).1;
            *dx = oracle::max_pool_backward(shape, dy, &losers);
        },
    ),
    layer(
        "maxPooling2d: later windows overwrite",
        pool,
        |step, _, x, _, dy, dx, _| {
            let Step::Pool(shape) = step else { return };
            let argmax = oracle::max_pool(shape, x).1;
            dx.fill(0.0);
            argmax
                .iter()
                .zip(dy)
                .for_each(|(place, dy)| dx[*place as usize] = *dy);
        },
    ),
    layer(
        "averagePooling2d: dx 0.1 % long",
        |step| matches!(step, Step::AveragePool(_)),
        |_, _, _, _, _, dx, _| scale(dx, 1.001),
    ),
    layer(
        "averagePooling2d: padding counted",
        |step| matches!(step, Step::AveragePool(_)),
        |step, _, _, _, dy, dx, _| {
            let Step::AveragePool(shape) = step else {
                return;
            };
            // Every window divided by its size, whatever of it lies in the image.
            let size = (shape.pool[0] * shape.pool[1]) as f64;
            let ones = vec![1.0; dy.len()];
            let real = oracle::average_pool_backward(shape, &ones);
            let counted = oracle::average_pool_backward(shape, dy);
            dx.clear();
            dx.extend(
                counted
                    .iter()
                    .zip(&real)
                    .map(|(dx, share)| dx / (share * size)),
            );
        },
    ),
    layer(
        "zeroPadding2d: dx 0.1 % long",
        zero_pad,
        |_, _, _, _, _, dx, _| scale(dx, 1.001),
    ),
    layer(
        "zeroPadding2d: cropped at the top left",
        zero_pad,
        |step, _, _, _, dy, dx, _| {
            crop(step, dy, dx, |[[top, bottom], [left, right]]| {
                [[0, top + bottom], [0, left + right]]
            })
        },
    ),
    layer(
        "zeroPadding2d: sides exchanged",
        zero_pad,
        |step, _, _, _, dy, dx, _| {
            crop(step, dy, dx, |[[top, bottom], [left, right]]| {
                [[bottom, top], [right, left]]
            })
        },
    ),
    layer(
        "flatten: channels first",
        |step| matches!(step, Step::Flatten { .. }),
        |step, _, _, _, dy, dx, _| {
            let Step::Flatten { channels } = step else {
                return;
            };
            let pixels = dy.len() / channels;
            for (i, dx) in dx.iter_mut().enumerate() {
                *dx = dy[i % channels * pixels + i / channels];
            }
        },
    ),
    layer("dense: dw 0.1 % long", dense, |step, _, _, _, _, _, dw| {
        scale(&mut dw[..kernel_len(step)], 1.001)
    }),
    layer(
        "dense: a row of dw lost",
        dense,
        |step, _, _, _, _, _, dw| {
            let Step::Dense { inputs, units, .. } = step else {
                return;
            };
            dw[(inputs - 1) * units..inputs * units].fill(0.0);
        },
    ),
    layer(
        "dense: bias gradient lost",
        dense,
        |step, _, _, _, _, _, dw| dw[kernel_len(step)..].fill(0.0),
    ),
    layer("dense: dx negated", dense, |_, _, _, _, _, dx, _| {
        scale(dx, -1.0)
    }),
    layer("dense: dx 0.1 % long", dense, |_, _, _, _, _, dx, _| {
        scale(dx, 1.001)
    }),
    layer(
        "dropout: dx not masked",
        dropout,
        |step, _, _, _, dy, dx, _| {
            let Step::Dropout { rate, .. } = step else {
                return;
            };
            *dx = dy.iter().map(|dy| dy / (1.0 - f64::from(*rate))).collect();
        },
    ),
    layer(
        "dropout: dx not scaled",
        dropout,
        |step, _, _, _, _, dx, _| {
            let Step::Dropout { rate, .. } = step else {
                return;
            };
            scale(dx, 1.0 - f64::from(*rate));
        },
    ),
    layer(
        "rescaling: dx not scaled",
        rescale,
        |_, _, _, _, dy, dx, _| *dx = dy.to_vec(),
    ),
    layer("rescaling: dx negated", rescale, |_, _, _, _, _, dx, _| {
        scale(dx, -1.0)
    }),
    layer(
        "relu: dx not masked",
        |step| matches!(step, Step::Relu),
        |_, _, _, _, dy, dx, _| *dx = dy.to_vec(),
    ),
    layer(
        "sigmoid: factor y lost",
        |step| matches!(step, Step::Sigmoid),
        |_, _, _, y, dy, dx, _| *dx = y.iter().zip(dy).map(|(y, dy)| dy * (1.0 - y)).collect(),
    ),
    layer(
        "softmax: diagonal only",
        |step| matches!(step, Step::Softmax { .. } | Step::SoftmaxAmong(_)),
        |_, _, _, y, dy, dx, _| *dx = y.iter().zip(dy).map(|(y, dy)| dy * y * (1.0 - y)).collect(),
    ),
    loss(
        "loss: label's term lost",
        |output, label, batch, gradient| {
            // Of logits it is −1, of probabilities −1 / p.
            let logits = gradient.iter().sum::<f64>().abs() < 1e-12;
            gradient[label] += if logits { 1.0 } else { 1.0 / output[label] } / batch as f64;
        },
    ),
    loss(
        "loss: normalisation's term lost",
        |_, label, _, gradient| {
            for (i, value) in gradient.iter_mut().enumerate() {
                if i != label {
                    *value = 0.0;
                }
            }
        },
    ),
    loss("loss: gradient 0.1 % long", |_, _, _, gradient| {
        scale(gradient, 1.001)
    }),
    loss("loss: sum instead of mean", |_, _, batch, gradient| {
        scale(gradient, batch as f64)
    }),
];
