//! Convolution and its gradients, from the definition: every product of an output, a tap and a channel, visited once.

use super::Real;
use crate::conv2d::Conv2d;

/// Calls `visit(output, input, weight)` with the flat index of each, for every product in the convolution.
fn products(shape: &Conv2d, mut visit: impl FnMut(usize, usize, usize)) {
    let [height, width, channels] = shape.input;
    let [rows, columns, filters] = shape.output();
    let [top, _, left, _] = shape.padding;
    for oy in 0..rows {
        for ox in 0..columns {
            for ky in 0..shape.kernel[0] {
                for kx in 0..shape.kernel[1] {
                    let (y, x) = (oy * shape.strides[0] + ky, ox * shape.strides[1] + kx);
                    if y < top || x < left || y - top >= height || x - left >= width {
                        continue;
                    }
                    for ci in 0..channels {
                        for co in 0..filters {
                            let output = (oy * columns + ox) * filters + co;
                            let input = ((y - top) * width + (x - left)) * channels + ci;
                            let weight =
                                ((ky * shape.kernel[1] + kx) * channels + ci) * filters + co;
                            visit(output, input, weight);
                        }
                    }
                }
            }
        }
    }
}

/// `y[oy, ox, co] = bias[co] + Σ x[oy·sy + ky − top, ox·sx + kx − left, ci] · w[ky, kx, ci, co]`; x without padding.
pub fn conv2d<T: Real>(shape: &Conv2d, x: &[T], w: &[T], bias: Option<&[T]>) -> Vec<T> {
    let mut y = vec![T::ZERO; shape.output_len()];
    if let Some(bias) = bias {
        for (i, value) in y.iter_mut().enumerate() {
            *value = bias[i % shape.filters];
        }
    }
    products(shape, |output, input, weight| {
        y[output] += x[input] * w[weight]
    });
    y
}

/// `dw[ky, kx, ci, co] = Σ x · dy`.
pub fn conv2d_backward_weights<T: Real>(shape: &Conv2d, x: &[T], dy: &[T]) -> Vec<T> {
    let mut dw = vec![T::ZERO; shape.weights_len()];
    products(shape, |output, input, weight| {
        dw[weight] += x[input] * dy[output]
    });
    dw
}

/// `dx[iy, ix, ci] = Σ dy · w`.
pub fn conv2d_backward_input<T: Real>(shape: &Conv2d, dy: &[T], w: &[T]) -> Vec<T> {
    let mut dx = vec![T::ZERO; shape.input_len()];
    products(shape, |output, input, weight| {
        dx[input] += dy[output] * w[weight]
    });
    dx
}

/// `db[co] = Σ dy`.
pub fn conv2d_backward_bias<T: Real>(shape: &Conv2d, dy: &[T]) -> Vec<T> {
    let mut db = vec![T::ZERO; shape.filters];
    for (i, gradient) in dy.iter().enumerate() {
        db[i % shape.filters] += *gradient;
    }
    db
}
