//! Max pooling of one NHWC image; positions in the padding are left out, not taken as zeros.
//!
//! NaN wins over every number, and among equals the first in row-major order wins: a plain four-lane max would
//! swallow NaN, and the gradient must go to one place only. Training notes the winners; inference does not.

use crate::check;
use crate::simd::{F32x4, Mask, U32x4};

/// The shape of a max pooling; its passes are methods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MaxPool2d {
    /// Height, width and channels of the input, without padding.
    pub input: [usize; 3],
    /// Height and width of the window.
    pub pool: [usize; 2],
    /// Vertical and horizontal step.
    pub strides: [usize; 2],
    /// Rows above and below, columns left and right; each less than the window, so that no window is empty.
    pub padding: [usize; 4],
}

impl MaxPool2d {
    /// Height, width and channels of the output. Panics when a window does not fit or could be empty.
    pub fn output(&self) -> [usize; 3] {
        let size = |axis: usize| {
            let (pool, stride, length) = (self.pool[axis], self.strides[axis], self.input[axis]);
            let (before, after) = (self.padding[2 * axis], self.padding[2 * axis + 1]);
            let padded = before + length + after;
            assert!(
                1 <= pool && pool <= padded && 1 <= stride && 1 <= length,
                "max pooling: window {pool} with stride {stride} does not fit in {padded} (padding included)"
            );
            assert!(
                before.max(after) < pool,
                "max pooling: padding {before}, {after} leaves windows of {pool} empty"
            );
            (padded - pool) / stride + 1
        };
        [size(0), size(1), self.input[2]]
    }

    /// `y[oy, ox, c]` = the greatest x of its window; `winners` = its offset in `x`.
    pub fn forward(&self, x: &[f32], y: &mut [f32], winners: &mut [u32]) {
        check::exact("winners", winners.len(), self.output().iter().product());
        self.run::<true>(x, y, winners);
    }

    /// `forward` without winners.
    pub fn infer(&self, x: &[f32], y: &mut [f32]) {
        self.run::<false>(x, y, &mut []);
    }

    fn run<const TRAIN: bool>(&self, x: &[f32], y: &mut [f32], winners: &mut [u32]) {
        let [rows, columns, channels] = self.output();
        let [height, width, _] = self.input;
        check::exact("x", x.len(), height * width * channels);
        check::exact("y", y.len(), rows * columns * channels);
        assert!(
            u32::try_from(x.len()).is_ok(),
            "max pooling: {} inputs, more than offsets can name",
            x.len()
        );
        let clip = |axis: usize, position: usize, length: usize| {
            let start = position * self.strides[axis];
            let before = self.padding[2 * axis];
            [
                start.saturating_sub(before),
                (start + self.pool[axis] - before).min(length),
            ]
        };
        for oy in 0..rows {
            let [top, bottom] = clip(0, oy, height);
            for ox in 0..columns {
                let [left, right] = clip(1, ox, width);
                let at = (oy * columns + ox) * channels;
                let window = Window {
                    start: (top * width + left) * channels,
                    rows: bottom - top,
                    columns: right - left,
                    pitch: width * channels,
                    channels,
                };
                let winners = if TRAIN {
                    &mut winners[at..at + channels]
                } else {
                    &mut []
                };
                let y = &mut y[at..at + channels];
                // The usual window, known to the compiler, needs no loops.
                match [window.rows, window.columns] {
                    [2, 2] => window.reduce::<TRAIN>([2, 2], x, y, winners),
                    size => window.reduce::<TRAIN>(size, x, y, winners),
                }
            }
        }
    }

    /// `dx[winner] += dy` over a zeroed `dx`, outputs in row-major order; overwrites `dx`. Panics on a foreign winner.
    pub fn backward(&self, dy: &[f32], winners: &[u32], dx: &mut [f32]) {
        let len = self.output().iter().product();
        check::exact("dy", dy.len(), len);
        check::exact("winners", winners.len(), len);
        check::exact("dx", dx.len(), self.input.iter().product());
        dx.fill(0.0);
        for (gradient, winner) in dy.iter().zip(winners) {
            dx[*winner as usize] += gradient;
        }
    }
}

/// One window cut to the image.
struct Window {
    start: usize,
    rows: usize,
    columns: usize,
    pitch: usize,
    channels: usize,
}

impl Window {
    #[inline(always)]
    fn reduce<const TRAIN: bool>(
        &self,
        [rows, columns]: [usize; 2],
        x: &[f32],
        y: &mut [f32],
        winners: &mut [u32],
    ) {
        let last = self.start + (rows - 1) * self.pitch + columns * self.channels;
        check::at_least("x", x.len(), last);
        let whole = self.channels & !3;
        for channel in (0..whole).step_by(4) {
            // SAFETY: channel + 4 ≤ channels, so a pixel's four elements end within `last`, checked above.
            let load = |at: usize| unsafe { F32x4::load_unchecked(x.as_ptr().add(at)) };
            let first = self.start + channel;
            let mut best = load(first);
            let mut winner = offsets(first);
            for row in 0..rows {
                for column in 0..columns {
                    let at = first + row * self.pitch + column * self.channels;
                    let value = load(at);
                    let better = beats(value, best);
                    best = better.select(value, best);
                    if TRAIN {
                        winner = better.select_u32(offsets(at), winner);
                    }
                }
            }
            best.store(&mut y[channel..]);
            if TRAIN {
                winner.store(&mut winners[channel..]);
            }
        }
        for channel in whole..self.channels {
            let mut winner = self.start + channel;
            for row in 0..rows {
                for column in 0..columns {
                    let at = self.start + channel + row * self.pitch + column * self.channels;
                    let (value, best) = (x[at], x[winner]);
                    if value > best || (value.is_nan() && !best.is_nan()) {
                        winner = at;
                    }
                }
            }
            y[channel] = x[winner];
            if TRAIN {
                winners[channel] = winner as u32;
            }
        }
    }
}

/// Greater, or the first NaN: neither below the best nor met by a best that is NaN already.
#[inline(always)]
pub(crate) fn beats(value: F32x4, best: F32x4) -> Mask {
    best.eq(best).and_not(value.le(best))
}

#[inline(always)]
fn offsets(first: usize) -> U32x4 {
    U32x4::splat(first as u32) + U32x4::from_array([0, 1, 2, 3])
}
