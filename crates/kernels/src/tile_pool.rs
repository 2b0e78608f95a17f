//! The register tile of a convolution with 2 × 2 max pooling behind: its four rows are the four outputs of a window.
//!
//! The sums are those of `tile`, in the same order; only the greatest of the four is stored.

use crate::check;
use crate::conv2d::{Conv2d, store::Epilogue, store::pool_window};
use crate::gemm::{NR, packed_len};
use crate::patches::Patches;
use crate::simd::{F32x4, U32x4};

/// What a panel of columns needs: `width` (1 ..= 8) of them are real, the rest is padding.
struct Panel<'a> {
    a: &'a Patches<'a>,
    conv: &'a Conv2d,
    weights: *const f32,
    width: usize,
    initial: [F32x4; 2],
    relu: bool,
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
    let (n, k) = (conv.filters, a.depth());
    check::at_least("packed", packed.len(), packed_len(k, n));
    check::exact("y", y.len(), conv.pooled_len());
    if !winners.is_empty() {
        check::exact("winners", winners.len(), y.len());
    }
    epilogue.check(n);
    for column in (0..n).step_by(NR) {
        let width = NR.min(n - column);
        let mut initial = [0.0; NR];
        if let Some(bias) = epilogue.bias {
            initial[..width].copy_from_slice(&bias[column..column + width]);
        }
        let panel = Panel {
            a,
            conv,
            weights: packed[column * k..].as_ptr(),
            width,
            initial: [F32x4::load(&initial), F32x4::load(&initial[4..])],
            relu: epilogue.relu,
        };
        // SAFETY: the panel is k·8 long, as was checked for all of them.
        unsafe {
            if width > 4 {
                panel.run::<2>(column, y, winners);
            } else {
                panel.run::<1>(column, y, winners);
            }
        }
    }
}

impl Panel<'_> {
    /// # Safety
    /// `weights` holds a panel of depth·8.
    unsafe fn run<const NV: usize>(&self, column: usize, y: &mut [f32], winners: &mut [u32]) {
        let [rows, columns, n] = self.conv.pooled();
        let offsets = self.conv.window_offsets();
        for row in 0..rows {
            for window in 0..columns {
                let start = self.conv.window_start(row, window);
                // SAFETY: the window's four outputs exist, so all they read is in the patches.
                let sums = unsafe { self.sums::<NV>(start, offsets) };
                let at = (row * columns + window) * n + column;
                let y = &mut y[at..at + self.width];
                for v in 0..NV {
                    let values = [sums[0][v], sums[1][v], sums[2][v], sums[3][v]];
                    let (mut best, winner) = pool_window(values, start, offsets);
                    if self.relu {
                        best = best.raise_to(F32x4::zero());
                    }
                    let count = (self.width - 4 * v).min(4);
                    let place = &mut y[4 * v..4 * v + count];
                    if count == 4 {
                        best.store(place);
                    } else {
                        best.store_partial(place);
                    }
                    if let Some(winners) = winners.get_mut(at + 4 * v..at + 4 * v + count) {
                        store_winners(winner, winners);
                    }
                }
            }
        }
    }

    /// # Safety
    /// As for `run`; the patches at `start` + each of `offsets` exist.
    #[inline(always)]
    unsafe fn sums<const NV: usize>(&self, start: usize, offsets: [usize; 4]) -> [[F32x4; NV]; 4] {
        // SAFETY: the caller's promise.
        unsafe {
            let rows = offsets.map(|offset| self.a.start().add(start + offset));
            let mut sums = [std::array::from_fn(|v| self.initial[v]); 4];
            let mut weights = self.weights;
            for segment in 0..self.a.segments {
                let base = segment * self.a.segment_stride;
                for i in base..base + self.a.run {
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
            }
            sums
        }
    }
}

#[inline(always)]
fn store_winners(winner: U32x4, target: &mut [u32]) {
    let lanes = winner.to_array();
    target.copy_from_slice(&lanes[..target.len()]);
}
