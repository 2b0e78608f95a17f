//! Max pooling and its gradient.

use super::Real;
use crate::pool::Pool2d;

/// The greatest element of each window and its offset in `x`: the first among equals in row-major order, NaN first of all.
pub fn max_pool<T: Real>(shape: &Pool2d, x: &[T]) -> (Vec<T>, Vec<u32>) {
    let [height, width, channels] = shape.input;
    let [rows, columns, _] = shape.output();
    let [top, _, left, _] = shape.padding;
    let (mut y, mut argmax) = (Vec::new(), Vec::new());
    for oy in 0..rows {
        for ox in 0..columns {
            for c in 0..channels {
                let mut best: Option<usize> = None;
                for ky in 0..shape.pool[0] {
                    for kx in 0..shape.pool[1] {
                        let (py, px) = (oy * shape.strides[0] + ky, ox * shape.strides[1] + kx);
                        if py < top || px < left || py - top >= height || px - left >= width {
                            continue;
                        }
                        let at = ((py - top) * width + (px - left)) * channels + c;
                        let wins =
                            |best: usize| x[at] > x[best] || (x[at].is_nan() && !x[best].is_nan());
                        if best.is_none_or(wins) {
                            best = Some(at);
                        }
                    }
                }
                let best = best.expect("a window always meets the image");
                y.push(x[best]);
                argmax.push(best as u32);
            }
        }
    }
    (y, argmax)
}

/// `dx[place] = Σ dy` over the windows it won.
pub fn max_pool_backward<T: Real>(shape: &Pool2d, dy: &[T], argmax: &[u32]) -> Vec<T> {
    let mut dx = vec![T::ZERO; shape.input.iter().product()];
    for (gradient, place) in dy.iter().zip(argmax) {
        dx[*place as usize] += *gradient;
    }
    dx
}
