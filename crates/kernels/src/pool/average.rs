//! Average pooling: the mean of each window's cells in the image, channel by channel.

use super::window::Pool2d;
use crate::check;
use crate::vector;

impl Pool2d {
    /// `y[oy, ox, c]` = the mean of x over the cells of its window, added in row-major order; padding does not count.
    pub fn average_forward(&self, x: &[f32], y: &mut [f32]) {
        let [rows, columns, channels] = self.output();
        check::exact("x", x.len(), self.input.iter().product());
        check::exact("y", y.len(), rows * columns * channels);
        for oy in 0..rows {
            for ox in 0..columns {
                let y = &mut y[(oy * columns + ox) * channels..][..channels];
                let window = self.window(oy, ox);
                y.fill(0.0);
                window.cells(|at| vector::add_assign(y, &x[at..at + channels]));
                let cells = (window.rows * window.columns) as f32;
                y.iter_mut().for_each(|y| *y /= cells);
            }
        }
    }

    /// `dx[cell] += dy / cells` over a zeroed `dx`, outputs in row-major order; overwrites `dx`.
    pub fn average_backward(&self, dy: &[f32], dx: &mut [f32]) {
        let [rows, columns, channels] = self.output();
        check::exact("dy", dy.len(), rows * columns * channels);
        check::exact("dx", dx.len(), self.input.iter().product());
        dx.fill(0.0);
        for oy in 0..rows {
            for ox in 0..columns {
                let dy = &dy[(oy * columns + ox) * channels..][..channels];
                let window = self.window(oy, ox);
                let share = 1.0 / (window.rows * window.columns) as f32;
                window.cells(|at| vector::axpy(share, dy, &mut dx[at..at + channels]));
            }
        }
    }
}
