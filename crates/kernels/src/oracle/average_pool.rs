//! Average pooling and its gradient.

use super::Real;
use crate::pool::Pool2d;

/// The mean of each window's cells in the image.
pub fn average_pool<T: Real>(shape: &Pool2d, x: &[T]) -> Vec<T> {
    let [rows, columns, channels] = shape.output();
    let mut y = vec![T::ZERO; rows * columns * channels];
    each_window(shape, |at, cells| {
        for &cell in cells {
            y[at] += x[cell];
        }
        y[at] = y[at] / T::of(cells.len() as f64);
    });
    y
}

/// `dx[cell] = Σ dy / cells` over the windows that it is in.
pub fn average_pool_backward<T: Real>(shape: &Pool2d, dy: &[T]) -> Vec<T> {
    let mut dx = vec![T::ZERO; shape.input.iter().product()];
    each_window(shape, |at, cells| {
        for &cell in cells {
            dx[cell] += dy[at] / T::of(cells.len() as f64);
        }
    });
    dx
}

/// Tells the offset of each output and those of the cells that its window has in the image, in row-major order.
fn each_window(shape: &Pool2d, mut f: impl FnMut(usize, &[usize])) {
    let [height, width, channels] = shape.input;
    let [rows, columns, _] = shape.output();
    let [top, _, left, _] = shape.padding;
    for oy in 0..rows {
        for ox in 0..columns {
            for c in 0..channels {
                let mut cells = Vec::new();
                for ky in 0..shape.pool[0] {
                    for kx in 0..shape.pool[1] {
                        let (py, px) = (oy * shape.strides[0] + ky, ox * shape.strides[1] + kx);
                        if py < top || px < left || py - top >= height || px - left >= width {
                            continue;
                        }
                        cells.push(((py - top) * width + (px - left)) * channels + c);
                    }
                }
                f((oy * columns + ox) * channels + c, &cells);
            }
        }
    }
}
