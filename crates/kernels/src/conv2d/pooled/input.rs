//! The input gradient: of every live maximum, its filter's kernel times its gradient.
//!
//! Pixel by pixel of the patch that a window's four outputs read together: a pixel takes part in the kernels of some of the
//! four, each at one tap of its own, and of all windows only these few taps' weights are needed, which the first-level
//! cache holds. A window's terms stand in the order of its outputs going round, the first once more at the end: then
//! those of any pixel lie side by side.

use super::lists::{Run, Sums, groups};
use super::work::{ROUND, Work};
use crate::check;
use crate::conv2d::Conv2d;
use crate::simd::U32x4;

/// First and last + 1 of the places that `rows` (upper, lower) and `columns` (left, right) choose.
fn round(rows: [bool; 2], columns: [bool; 2]) -> Option<[usize; 2]> {
    match (rows, columns) {
        ([true, true], [true, true]) => Some([0, 4]),
        ([true, true], [true, false]) => Some([3, 5]),
        ([true, true], [false, true]) => Some([1, 3]),
        ([true, false], [true, true]) => Some([0, 2]),
        ([true, false], [true, false]) => Some([0, 1]),
        ([true, false], [false, true]) => Some([1, 2]),
        ([false, true], [true, true]) => Some([2, 4]),
        ([false, true], [true, false]) => Some([3, 4]),
        ([false, true], [false, true]) => Some([2, 3]),
        _ => None,
    }
}

impl Conv2d {
    /// Elements of the weights as `pack_pooled` lays them out.
    pub fn packed_pooled_len(&self) -> usize {
        self.weights_len()
    }

    /// Lays the weights `w` (HWIO) out for `backward_pooled`: `[kernel row][kernel column][filter][channel]`.
    #[inline(never)]
    pub fn pack_pooled(&self, w: &[f32], packed: &mut [f32]) {
        check::exact("w", w.len(), self.weights_len());
        check::exact("packed", packed.len(), self.packed_pooled_len());
        let (channels, n) = (self.input[2], self.filters);
        for (w, packed) in w
            .chunks_exact(channels * n)
            .zip(packed.chunks_exact_mut(channels * n))
        {
            for (filter, row) in packed.chunks_exact_mut(channels).enumerate() {
                for (value, w) in row.iter_mut().zip(w[filter..].iter().step_by(n)) {
                    *value = *w;
                }
            }
        }
    }

    /// Adds what the live maxima of `work` give to `dx`, their padded images.
    ///
    /// # Safety
    /// `packed` and `dx` are as long as `backward_pooled` checks. A maximum that is none of its window's counts nowhere.
    pub(super) unsafe fn input(
        &self,
        images: usize,
        packed: &[f32],
        work: &mut Work,
        dx: &mut [f32],
    ) {
        let ([_, width, channels], [rows, columns, n]) = (self.padded_input(), self.pooled());
        let [kh, kw] = self.kernel;
        let [sy, sx] = self.strides;
        self.go_round(images, work);
        for (py, px) in (0..sy + kh).flat_map(|py| (0..sx + kw).map(move |px| (py, px))) {
            let rows_of = [py < kh, py >= sy];
            let columns_of = [px < kw, px >= sx];
            let Some([first, last]) = round(rows_of, columns_of) else {
                continue;
            };
            let (mut runs, pixel) = (0, ((py * width + px) * channels) as u32);
            let windows = work.starts.chunks_exact(ROUND).zip(&*work.corners);
            for (starts, corner) in windows.take(images * rows * columns) {
                let (begin, end) = (starts[first], starts[last]);
                let target = corner + pixel;
                work.runs[runs] = Run { begin, end, target };
                runs += usize::from(begin != end);
            }
            let tap = (py * kw + px) * n * channels;
            groups(channels / 4, |first, vectors| {
                let sums = Sums {
                    runs: &work.runs[..runs],
                    terms: &work.terms,
                    source: packed.as_ptr().wrapping_add(tap + 4 * first),
                    target: dx[4 * first..].as_mut_ptr(),
                };
                // SAFETY: the outputs chosen read this pixel, so all their taps exist.
                unsafe { sums.add(vectors) };
            });
        }
    }

    /// Every window's terms, going round; a place is the filter's, less the taps that its output lies behind the first.
    #[inline(never)]
    fn go_round(&self, images: usize, work: &mut Work) {
        let ([height, width, channels], [rows, columns, n]) = (self.padded_input(), self.pooled());
        let (offsets, tap) = (self.window_offsets(), n * channels);
        let [right, down] = [
            self.strides[1] * tap,
            self.strides[0] * self.kernel[1] * tap,
        ];
        let round = [0, 1, 3, 2, 0].map(|output| offsets[output] as u32);
        let behind = [0, right, down + right, down, 0].map(|taps| U32x4::splat(taps as u32));
        let channel_count = U32x4::splat(channels as u32);
        let (mut begin, mut at, mut window) = (0, 0, 0);
        for (image, y) in (0..images).flat_map(|image| (0..rows).map(move |y| (image, y))) {
            let line = image * height * width * channels + self.window_start(y, 0);
            for x in 0..columns {
                let start = (line + self.window_start(0, x)) as u32;
                let end = work.ends[window] as usize;
                work.corners[window] = start;
                let starts = &mut work.starts[window * ROUND..][..ROUND];
                for (place, (offset, behind)) in round.into_iter().zip(behind).enumerate() {
                    starts[place] = at as u32;
                    let own = U32x4::splat(start + offset);
                    let place = [channel_count, behind];
                    at = (work.terms).append(at, &work.live, begin..end, own, place);
                }
                starts[ROUND - 1] = at as u32;
                begin = end;
                window += 1;
            }
        }
    }
}
