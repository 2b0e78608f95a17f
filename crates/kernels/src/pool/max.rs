//! Max pooling of one NHWC image; positions in the padding are left out, not taken as zeros.
//!
//! NaN wins over every number, and among equals the first in row-major order wins: a plain four-lane max would
//! swallow NaN, and the gradient must go to one place only. Training keeps the argmax; inference does not.

use super::window::{Pool2d, Window};
use crate::check;
use crate::simd::{F32x4, Mask, U32x4};

impl Pool2d {
    /// `y[oy, ox, c]` = the greatest x of its window; `argmax` = its offset in `x`.
    pub fn max_forward(&self, x: &[f32], y: &mut [f32], argmax: &mut [u32]) {
        check::exact("argmax", argmax.len(), self.output().iter().product());
        self.max_run::<true>(x, y, argmax);
    }

    /// `max_forward` without argmax.
    pub fn max_infer(&self, x: &[f32], y: &mut [f32]) {
        self.max_run::<false>(x, y, &mut []);
    }

    fn max_run<const TRAIN: bool>(&self, x: &[f32], y: &mut [f32], argmax: &mut [u32]) {
        let [rows, columns, channels] = self.output();
        let [height, width, _] = self.input;
        check::exact("x", x.len(), height * width * channels);
        check::exact("y", y.len(), rows * columns * channels);
        assert!(
            u32::try_from(x.len()).is_ok(),
            "max pooling: {} inputs, more than offsets can name",
            x.len()
        );
        for oy in 0..rows {
            for ox in 0..columns {
                let at = (oy * columns + ox) * channels;
                let window = self.window(oy, ox);
                let argmax = if TRAIN {
                    &mut argmax[at..at + channels]
                } else {
                    &mut []
                };
                let y = &mut y[at..at + channels];
                // The usual window, known to the compiler, needs no loops.
                match [window.rows, window.columns] {
                    [2, 2] => window.reduce::<TRAIN>([2, 2], x, y, argmax),
                    size => window.reduce::<TRAIN>(size, x, y, argmax),
                }
            }
        }
    }

    /// `dx[place] += dy` over a zeroed `dx`, outputs in row-major order; overwrites `dx`. Panics on a place outside `dx`.
    pub fn max_backward(&self, dy: &[f32], argmax: &[u32], dx: &mut [f32]) {
        let len = self.output().iter().product();
        check::exact("dy", dy.len(), len);
        check::exact("argmax", argmax.len(), len);
        check::exact("dx", dx.len(), self.input.iter().product());
        dx.fill(0.0);
        for (gradient, place) in dy.iter().zip(argmax) {
            dx[*place as usize] += gradient;
        }
    }
}

impl Window {
    #[inline(always)]
    fn reduce<const TRAIN: bool>(
        &self,
        [rows, columns]: [usize; 2],
        x: &[f32],
        y: &mut [f32],
        argmax: &mut [u32],
    ) {
        let last = self.start + (rows - 1) * self.pitch + columns * self.channels;
        check::at_least("x", x.len(), last);
        let whole = self.channels & !3;
        for channel in (0..whole).step_by(4) {
            // SAFETY: channel + 4 ≤ channels, so a pixel's four elements end within `last`, checked above.
            let load = |at: usize| unsafe { F32x4::load_unchecked(x.as_ptr().add(at)) };
            let first = self.start + channel;
            let mut best = load(first);
            let mut place = offsets(first);
            for row in 0..rows {
                for column in 0..columns {
                    let at = first + row * self.pitch + column * self.channels;
                    let value = load(at);
                    let better = beats(value, best);
                    best = better.select(value, best);
                    if TRAIN {
                        place = better.select_u32(offsets(at), place);
                    }
                }
            }
            best.store(&mut y[channel..]);
            if TRAIN {
                place.store(&mut argmax[channel..]);
            }
        }
        for channel in whole..self.channels {
            let mut place = self.start + channel;
            for row in 0..rows {
                for column in 0..columns {
                    let at = self.start + channel + row * self.pitch + column * self.channels;
                    let (value, best) = (x[at], x[place]);
                    if value > best || (value.is_nan() && !best.is_nan()) {
                        place = at;
                    }
                }
            }
            y[channel] = x[place];
            if TRAIN {
                argmax[channel] = place as u32;
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
