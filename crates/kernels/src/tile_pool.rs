//! The register tile of a convolution with 2 × 2 max pooling behind: its four rows are the four outputs of a window.
//!
//! The sums are those of `tile`, in the same order; only the greatest of the four is stored.

use crate::check;
use crate::conv2d::{Conv2d, store::Epilogue, store::pool_window};
use crate::gemm::{NR, packed_len};
use crate::patches::Patches;
use crate::simd::F32x4;
use std::ops::Range;

/// Floats of packed weights that stay in the first-level cache: then windows go outside, panels inside.
const NEAR: usize = 4096;

/// What all panels need: `relu` behind, and where the four outputs of a window begin.
struct Windows<'a> {
    a: &'a Patches<'a>,
    conv: &'a Conv2d,
    epilogue: Epilogue<'a>,
    packed: &'a [f32],
    offsets: [usize; 4],
}

/// `y` = the pooled convolution of one padded image; `winners`, if not empty, the offsets of the winners' patches.
pub(crate) fn multiply_pooled(
    a: &Patches,
    conv: &Conv2d,
    packed: &[f32],
    epilogue: Epilogue,
    y: &mut [f32],
    winners: &mut [u32],
) {
    let n = conv.filters;
    check::at_least("packed", packed.len(), packed_len(a.depth(), n));
    check::exact("y", y.len(), conv.pooled_len());
    if !winners.is_empty() {
        check::exact("winners", winners.len(), y.len());
    }
    epilogue.check(n);
    let windows = Windows {
        a,
        conv,
        epilogue,
        packed,
        offsets: conv.window_offsets(),
    };
    // A kernel row of three is the usual one; known to the compiler, it needs no loop.
    match a.run {
        3 => windows.run::<3>(y, winners),
        _ => windows.run::<0>(y, winners),
    }
}

impl Windows<'_> {
    fn run<const RUN: usize>(&self, y: &mut [f32], winners: &mut [u32]) {
        let n = self.conv.filters;
        let step = if self.packed.len() <= NEAR { n } else { NR };
        for first in (0..n).step_by(step) {
            self.columns::<RUN>(first..n.min(first + step), y, winners);
        }
    }

    /// All windows, for the panels of some columns.
    fn columns<const RUN: usize>(&self, columns: Range<usize>, y: &mut [f32], winners: &mut [u32]) {
        let [rows, width, n] = self.conv.pooled();
        for (row, window) in (0..rows).flat_map(|row| (0..width).map(move |x| (row, x))) {
            let start = self.conv.window_start(row, window);
            let at = (row * width + window) * n;
            for column in columns.clone().step_by(NR) {
                let real = NR.min(n - column);
                let y = &mut y[at + column..][..real];
                let winners =
                    (winners.get_mut(at + column..at + column + real)).unwrap_or_default();
                // SAFETY: the window's four outputs exist, so all they read is in the patches; the panel was checked.
                unsafe {
                    if real > 4 {
                        self.window::<RUN, 2>(start, column, y, winners);
                    } else {
                        self.window::<RUN, 1>(start, column, y, winners);
                    }
                }
            }
        }
    }

    /// One window of one panel.
    ///
    /// # Safety
    /// The patches at `start` + each of the offsets exist, and `packed` has the panel of `column`.
    #[inline(always)]
    unsafe fn window<const RUN: usize, const NV: usize>(
        &self,
        start: usize,
        column: usize,
        y: &mut [f32],
        winners: &mut [u32],
    ) {
        // SAFETY: the caller's promise.
        let sums = unsafe { self.sums::<RUN, NV>(start, column) };
        for v in 0..NV {
            let values = [sums[0][v], sums[1][v], sums[2][v], sums[3][v]];
            let count = (y.len() - 4 * v).min(4);
            let (best, winner) = pool_window(values, start, self.offsets);
            let best = self.epilogue.activate(best);
            let place = &mut y[4 * v..4 * v + count];
            if count == 4 {
                best.store(place);
            } else {
                best.store_partial(place);
            }
            if let Some(winners) = winners.get_mut(4 * v..4 * v + count) {
                winners.copy_from_slice(&winner.to_array()[..count]);
            }
        }
    }

    /// Sums begin with the bias, as everywhere; what stands behind the last column does not count.
    #[inline(always)]
    fn initial<const NV: usize>(&self, column: usize) -> [F32x4; NV] {
        let Some(bias) = self.epilogue.bias else {
            return [F32x4::zero(); NV];
        };
        std::array::from_fn(|v| match bias.get(column + 4 * v..) {
            Some(rest) if rest.len() >= 4 => F32x4::load(rest),
            rest => F32x4::load_partial(rest.unwrap_or_default()),
        })
    }

    /// The four outputs of a window, for one panel.
    ///
    /// # Safety
    /// As for `window`.
    #[inline(always)]
    unsafe fn sums<const RUN: usize, const NV: usize>(
        &self,
        start: usize,
        column: usize,
    ) -> [[F32x4; NV]; 4] {
        let run = if RUN == 0 { self.a.run } else { RUN };
        // SAFETY: the caller's promise.
        unsafe {
            let mut rows = self
                .offsets
                .map(|offset| self.a.start().add(start + offset));
            let mut weights = self.packed.as_ptr().add(column * self.a.depth());
            let mut sums = [self.initial::<NV>(column); 4];
            for _ in 0..self.a.segments {
                for i in 0..run {
                    let columns: [F32x4; NV] =
                        std::array::from_fn(|v| F32x4::load_unchecked(weights.add(4 * v)));
                    for r in 0..4 {
                        let value = F32x4::splat_unchecked(rows[r].add(i));
                        for v in 0..NV {
                            sums[r][v] = sums[r][v] + value * columns[v];
                        }
                    }
                    weights = weights.add(NR);
                }
                rows = rows.map(|row| row.wrapping_add(self.a.segment_stride));
            }
            sums
        }
    }
}
