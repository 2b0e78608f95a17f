//! Batch normalization with relu and 2 × 2 max pooling behind, in one pass: the bits of the three passes one after the other.
//!
//! Of a window only its maximum has a gradient. Forward keeps that maximum's deviation from the mean and its place, so the
//! sums of the way back read a quarter of the image, and the gradient that waits for the batch is a pooled one.
//!
//! Sums add in the order of the image's rows: those of a row of windows first the maxima in its upper row, then those in
//! its lower. What has no gradient would add zeros, which change nothing.

use super::{Channels, load, store};
use crate::activation::floor;
use crate::check;
use crate::simd::F32x4;

/// Channels of two vectors, which go down the rows together: sums then hide each other's latency.
const PAIR: usize = 8;

/// An image that a normalization may pool, too: `[rows, columns, channels]`; a last odd row or column is in no window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Image([usize; 3]);

impl Image {
    /// An image of a shape, `[rows, columns, channels]`, if it has windows and its channels are whole pairs of vectors.
    pub fn new(shape: &[usize]) -> Option<Self> {
        let image = Self(shape.try_into().ok()?);
        (image.pooled_len() > 0 && image.0[2].is_multiple_of(PAIR)).then_some(image)
    }

    fn values(self) -> usize {
        self.0.iter().product()
    }

    fn pooled_row(self) -> usize {
        self.0[1] / 2 * self.0[2]
    }

    /// Floats of the pooled image.
    pub fn pooled_len(self) -> usize {
        self.0[0] / 2 * self.pooled_row()
    }

    /// Words that `normalise_pool` keeps: the bits of all deviations, then all places (0 to 3, row by row) as floats.
    pub fn kept_len(self) -> usize {
        2 * self.pooled_len()
    }

    /// How many images lie one after the other in `pooled`, with what was kept of them.
    fn count(self, channels: Channels, pooled: &[f32], kept: &[u32]) -> usize {
        let count = pooled.len() / self.pooled_len();
        check::exact("channels", channels.len(), self.0[2]);
        check::exact("pooled", pooled.len(), count * self.pooled_len());
        check::exact("kept", kept.len(), count * self.kept_len());
        count
    }
}

/// Where something of some channels of a row lies: of the image's rows, or of the windows'.
#[inline(always)]
unsafe fn read<const NV: usize>(from: *const f32, at: usize) -> [F32x4; NV] {
    // SAFETY: the caller's promise: 4·NV elements are there.
    unsafe { load::<NV, false>(from, at, 4 * NV) }
}

/// `y` = the greatest `(x − mean)·scale + offset` of each 2 × 2 window of images, with `relu` before if asked for; `kept` is
/// what `backward_sums_pool` and `backward_input_pool` read.
///
/// Among equals the first wins. A channel must be NaN as a whole or not at all: mean, scale and offset finite.
#[inline(never)]
pub fn normalise_pool(
    x: &[f32],
    image: Image,
    channels: Channels,
    relu: bool,
    y: &mut [f32],
    kept: &mut [u32],
) {
    let Image([_, columns, n]) = image;
    let count = image.count(channels, y, kept);
    check::exact("x", x.len(), count * image.values());
    let (pitch, floor) = (columns * n, floor(relu));
    let (one, two) = (F32x4::splat(1.0), F32x4::splat(2.0));
    let images = (x.chunks_exact(image.values()))
        .zip(y.chunks_exact_mut(image.pooled_len()))
        .zip(kept.chunks_exact_mut(image.kept_len()));
    for ((x, y), kept) in images {
        let (deviations, places) = kept.split_at_mut(y.len());
        let (deviations, places) = (deviations.as_mut_ptr(), places.as_mut_ptr());
        let y = y.as_mut_ptr();
        for (row, x) in x.chunks_exact(2 * pitch).enumerate() {
            let x = x.as_ptr();
            for first in (0..n).step_by(4) {
                // SAFETY: the lengths were checked: channels `first` to `first` + 4 exist, a window's four pixels lie in
                // the two rows, and as many windows as are written have their place.
                unsafe {
                    let of = |values: &[f32]| F32x4::load_unchecked(values.as_ptr().add(first));
                    let (mean, scale) = (of(channels.mean), of(channels.scale));
                    let offset = of(channels.offset);
                    for window in 0..columns / 2 {
                        let pixel = |row: usize, column: usize| {
                            let at = row * pitch + (2 * window + column) * n + first;
                            let deviation = F32x4::load_unchecked(x.add(at)) - mean;
                            ((deviation * scale + offset).raise_to(floor), deviation)
                        };
                        // The greater of two pixels, of equals the first.
                        let greater = |row: usize| {
                            let ((value, deviation), (other, others)) =
                                (pixel(row, 0), pixel(row, 1));
                            let right = other.gt(value);
                            let deviation = right.select(others, deviation);
                            (value.raise_to(other), deviation, right.keep(one))
                        };
                        let (upper, deviation, place) = greater(0);
                        let (value, others, right) = greater(1);
                        let lower = value.gt(upper);
                        let at = row * image.pooled_row() + window * n + first;
                        upper.raise_to(value).store_unchecked(y.add(at));
                        let deviation = lower.select(others, deviation);
                        deviation.store_unchecked(deviations.add(at).cast());
                        let place = lower.select(right + two, place);
                        place.store_unchecked(places.add(at).cast());
                    }
                }
            }
        }
    }
}

/// What goes back through `normalise_pool`, of one image: `out = dy` where its output was above 0 (everywhere without
/// `relu`), and the sums of `backward_sums`.
#[inline(never)]
#[allow(clippy::too_many_arguments)]
pub fn backward_sums_pool(
    image: Image,
    channels: Channels,
    relu: bool,
    kept: &[u32],
    dy: &[f32],
    out: &mut [f32],
    sum: &mut [f32],
    product: &mut [f32],
) {
    let n = image.0[2];
    check::exact("dy", dy.len(), image.pooled_len());
    image.count(channels, dy, kept);
    check::exact("out", out.len(), dy.len());
    check::exact("sum", sum.len(), n);
    check::exact("product", product.len(), n);
    let (floor, row) = (floor(relu), image.pooled_row());
    let (deviations, places) = kept.split_at(dy.len());
    let (deviations, places) = (deviations.as_ptr().cast(), places.as_ptr().cast());
    let (dy, to) = (dy.as_ptr(), out.as_mut_ptr());
    for first in (0..n).step_by(PAIR) {
        // SAFETY: the lengths were checked: channels `first` to `first` + 8 exist in every window.
        unsafe {
            let of = |values: &[f32]| read::<2>(values.as_ptr(), first);
            let (scale, offset) = (of(channels.scale), of(channels.offset));
            let (mut sums, mut products) = ([F32x4::zero(); 2], [F32x4::zero(); 2]);
            for start in (0..out.len()).step_by(row) {
                for lower in [false, true] {
                    for at in (start..start + row).step_by(n) {
                        let deviation = read::<2>(deviations, at + first);
                        let place = read::<2>(places, at + first);
                        let mut passed = if lower {
                            read(to, at + first)
                        } else {
                            read::<2>(dy, at + first)
                        };
                        if !lower {
                            for v in 0..2 {
                                let y = deviation[v] * scale[v] + offset[v];
                                // A gradient of −0 goes on as 0, as from a pooling of its own, which adds it to 0.
                                passed[v] = y.le(floor).drop_from(passed[v] + F32x4::zero());
                            }
                            store::<2, false>(passed, to, at + first, PAIR);
                        }
                        for v in 0..2 {
                            let is_lower = place[v].gt(F32x4::splat(1.0));
                            let passed = if lower {
                                is_lower.keep(passed[v])
                            } else {
                                is_lower.drop_from(passed[v])
                            };
                            sums[v] = sums[v] + passed;
                            products[v] = products[v] + passed * deviation[v];
                        }
                    }
                }
            }
            let inverse = of(channels.inverse);
            for v in 0..2 {
                products[v] = products[v] * inverse[v];
            }
            store::<2, false>(sums, sum.as_mut_ptr(), first, PAIR);
            store::<2, false>(products, product.as_mut_ptr(), first, PAIR);
        }
    }
}

/// `backward_input` of images where `dy` is what `backward_sums_pool` has passed on; the two means are over all values of
/// the batch, those without a gradient, too.
#[inline(never)]
#[allow(clippy::too_many_arguments)]
pub fn backward_input_pool(
    x: &[f32],
    image: Image,
    channels: Channels,
    mean_dy: &[f32],
    mean_product: &[f32],
    kept: &[u32],
    dy: &[f32],
    dx: &mut [f32],
) {
    let Image([_, columns, n]) = image;
    let count = image.count(channels, dy, kept);
    check::exact("x", x.len(), count * image.values());
    check::exact("mean_dy", mean_dy.len(), n);
    check::exact("mean_product", mean_product.len(), n);
    check::exact("dx", dx.len(), x.len());
    let (len, row) = (image.pooled_len(), image.pooled_row());
    let rows = x
        .chunks_exact(columns * n)
        .zip(dx.chunks_exact_mut(columns * n));
    for (number, (x, dx)) in rows.enumerate() {
        let (nth, number) = (number / image.0[0], number % image.0[0]);
        // A last odd row has no windows.
        let windows = if number / 2 < image.0[0] / 2 {
            columns / 2
        } else {
            0
        };
        let start = nth * len + number / 2 * row;
        let left = 2.0 * (number % 2) as f32;
        for first in (0..n).step_by(PAIR) {
            // SAFETY: the lengths were checked: channels `first` to `first` + 8 exist in every pixel, and the windows'
            // gradients and places follow `start`.
            unsafe {
                let of = |values: &[f32]| read::<2>(values.as_ptr(), first);
                let (mean, scale) = (of(channels.mean), of(channels.scale));
                let (mean_dy, mut factor) = (of(mean_dy), of(mean_product));
                let inverse = of(channels.inverse);
                for v in 0..2 {
                    factor[v] = factor[v] * inverse[v];
                }
                let (from, to) = (x.as_ptr(), dx.as_mut_ptr());
                let pixel = |column: usize, mut dy: [F32x4; 2]| {
                    let at = column * n + first;
                    let x = read::<2>(from, at);
                    for v in 0..2 {
                        let share = (x[v] - mean[v]) * factor[v];
                        dy[v] = scale[v] * (dy[v] - mean_dy[v] - share);
                    }
                    store::<2, false>(dy, to, at, PAIR);
                };
                for window in 0..windows {
                    let at = start + window * n + first;
                    let dy = read::<2>(dy.as_ptr(), at);
                    let place = read::<2>(kept.as_ptr().cast(), at + (nth + 1) * len);
                    for (column, own) in [(0, left), (1, left + 1.0)] {
                        let own = F32x4::splat(own);
                        let dy = [0, 1].map(|v| place[v].eq(own).keep(dy[v]));
                        pixel(2 * window + column, dy);
                    }
                }
                for column in 2 * windows..columns {
                    pixel(column, [F32x4::zero(); 2]);
                }
            }
        }
    }
}
