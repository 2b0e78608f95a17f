//! How far a problem is from relu's and pooling's kinks, where differences would mean nothing.

use crate::oracle_model::{OracleModel, Step};
use crate::oracle_passes::{Example, Mode};
use fashion_kernels::pool::Pool2d;

impl OracleModel {
    /// The least distance: of relu's inputs from 0, of a window's greatest from its second.
    pub fn margin(&self, weights: &[f64], batch: &[Example]) -> f64 {
        let values = self.forward(weights, batch, Mode::Training);
        let mut margin = f64::INFINITY;
        for placed in &self.steps {
            let x = &values[placed.inputs[0]];
            match &placed.step {
                Step::Relu => margin = x.iter().fold(margin, |margin, x| margin.min(x.abs())),
                Step::Unary(unary) => {
                    margin = (x.iter()).fold(margin, |margin, &x| margin.min(unary.margin(x)));
                }
                Step::Pool(shape) => {
                    for x in x.chunks(x.len() / batch.len()) {
                        margin = margin.min(pool_margin(shape, x));
                    }
                }
                _ => {}
            }
        }
        for placed in self.steps.iter().filter(|placed| placed.penalty[0] > 0.0) {
            let weights = weights[placed.weights.clone()].iter();
            margin = weights.fold(margin, |margin, w| margin.min(w.abs()));
        }
        margin
    }
}

/// The least distance between the greatest and the second element of a window. Exact ties are harmless: they come of
/// the zeros behind relu and dropout, which stay equal nearby and pass no gradient on.
fn pool_margin(shape: &Pool2d, x: &[f64]) -> f64 {
    let [height, width, channels] = shape.input;
    let [rows, columns, _] = shape.output();
    let [top, _, left, _] = shape.padding;
    let mut margin = f64::INFINITY;
    for window in 0..rows * columns * channels {
        let (oy, ox, c) = (
            window / channels / columns,
            window / channels % columns,
            window % channels,
        );
        let mut inside: Vec<f64> = Vec::new();
        for ky in 0..shape.pool[0] {
            for kx in 0..shape.pool[1] {
                let (y, x_) = (oy * shape.strides[0] + ky, ox * shape.strides[1] + kx);
                if (top..top + height).contains(&y) && (left..left + width).contains(&x_) {
                    inside.push(x[((y - top) * width + (x_ - left)) * channels + c]);
                }
            }
        }
        inside.sort_by(|a, b| b.total_cmp(a));
        if let [best, second, ..] = inside[..]
            && best != second
        {
            margin = margin.min(best - second);
        }
    }
    margin
}
