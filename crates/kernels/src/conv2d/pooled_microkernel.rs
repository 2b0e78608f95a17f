//! The microkernel of a convolution with 2 × 2 max pooling behind: its four rows are the four outputs of a window.
//!
//! The sums are those of `gemm::microkernel`, in the same order; only the greatest of the four is stored.

use crate::check;
use crate::conv2d::{
    Conv2d, epilogue::Epilogue, epilogue::MaybeNan, epilogue::pool_numbers, epilogue::pool_window,
};
use crate::gemm::packing::{NR, packed_len};
use crate::patches::Patches;
use crate::simd::F32x4;

/// Most taps in a table.
const MOST_TAPS: usize = 256;

/// The windows of the pooling: how many, and where their outputs' patches begin.
#[derive(Clone, Copy)]
struct Windows {
    rows: usize,
    columns: usize,
    filters: usize,
    /// From a window to the one below and to the one beside it.
    down: usize,
    right: usize,
    /// From a window's first output to each.
    offsets: [usize; 4],
}

impl Windows {
    fn of(conv: &Conv2d) -> Self {
        let [rows, columns, filters] = conv.pooled();
        Self {
            rows,
            columns,
            filters,
            down: conv.window_start(1, 0),
            right: conv.window_start(0, 1),
            offsets: conv.window_offsets(),
        }
    }
}

/// What a panel of columns needs: `width` (1 ..= 8) of them are real, the rest is padding.
struct Panel<'a> {
    a: &'a Patches<'a>,
    windows: Windows,
    weights: *const f32,
    width: usize,
    initial: [F32x4; 2],
    epilogue: Epilogue<'a>,
    /// Bytes from a patch's start to each of its taps.
    taps: &'a [u32],
}

/// `y` = the pooled convolution of one padded image; `argmax`, if not empty, the offsets of the maxima's patches.
pub(crate) fn multiply_pooled(
    a: &Patches,
    conv: &Conv2d,
    packed: &[f32],
    epilogue: Epilogue,
    y: &mut [f32],
    argmax: &mut [u32],
) {
    let (n, k) = (conv.filters, a.depth());
    check::at_least("packed", packed.len(), packed_len(k, n));
    let windows = Windows::of(conv);
    check::exact("y", y.len(), windows.rows * windows.columns * n);
    if !argmax.is_empty() {
        check::exact("argmax", argmax.len(), y.len());
    }
    epilogue.check(n);
    assert!(
        epilogue.norm.is_none(),
        "pooled convolution: a normalization belongs into its weights"
    );
    let mut taps = [0; MOST_TAPS];
    for (tap, place) in taps.iter_mut().zip(a.taps()) {
        *tap = (size_of::<f32>() * place) as u32;
    }
    let right = if k <= MOST_TAPS {
        windows.offsets[1]
    } else {
        0
    };
    for column in (0..n).step_by(NR) {
        let width = NR.min(n - column);
        let mut initial = [0.0; NR];
        if let Some(bias) = epilogue.bias {
            initial[..width].copy_from_slice(&bias[column..column + width]);
        }
        let panel = Panel {
            a,
            windows,
            weights: packed[column * k..].as_ptr(),
            width,
            initial: [F32x4::load(&initial), F32x4::load(&initial[4..])],
            epilogue,
            taps: &taps[..k.min(MOST_TAPS)],
        };
        // SAFETY: the panel is k·8 long, as was checked for all of them.
        unsafe {
            let done = width == NR
                && match right {
                    1 => panel.numbers::<1>(column, y, argmax),
                    2 => panel.numbers::<2>(column, y, argmax),
                    3 => panel.numbers::<3>(column, y, argmax),
                    _ => panel.numbers::<0>(column, y, argmax),
                };
            match width {
                _ if done => {}
                5.. => panel.run::<2>(column, y, argmax),
                _ => panel.run::<1>(column, y, argmax),
            }
        }
    }
}

impl Panel<'_> {
    /// # Safety
    /// `weights` holds a panel of depth·8, of which `NV` vectors hold the real columns.
    #[inline(never)]
    unsafe fn run<const NV: usize>(&self, column: usize, y: &mut [f32], argmax: &mut [u32]) {
        let windows = self.windows;
        let floor = self.epilogue.floor();
        let mut at = column;
        for row in 0..windows.rows {
            let mut start = row * windows.down;
            for _ in 0..windows.columns {
                // SAFETY: the window's four outputs exist, so all they read is in the patches.
                let sums = unsafe { self.sums::<NV>(start) };
                for v in 0..NV {
                    let values = sums.map(|sum| sum[v]);
                    let (best, patch) = pool_window(values, start, windows.offsets);
                    let count = (self.width - 4 * v).min(4);
                    let own = at + 4 * v..at + 4 * v + count;
                    y[own.clone()].copy_from_slice(&best.raise_to(floor).to_array()[..count]);
                    if !argmax.is_empty() {
                        argmax[own].copy_from_slice(&patch.to_array()[..count]);
                    }
                }
                at += windows.filters;
                start += windows.right;
            }
        }
    }

    /// `run` of a full panel for outputs that are all numbers; false where one may be NaN, and then nothing counts. `RIGHT` is
    /// the distance of a window's columns where that is small, as in most first layers, and `taps` are all there; else 0.
    ///
    /// # Safety
    /// As for `run`; `taps` are those of the patches.
    #[inline(never)]
    unsafe fn numbers<const RIGHT: usize>(
        &self,
        column: usize,
        y: &mut [f32],
        argmax: &mut [u32],
    ) -> bool {
        let windows = self.windows;
        let floor = self.epilogue.floor();
        let train = !argmax.is_empty();
        let mut y = y[column..].as_mut_ptr();
        let mut argmax = argmax.as_mut_ptr().wrapping_add(column);
        let mut maybe_nan = MaybeNan::new();
        for row in 0..windows.rows {
            let mut start = row * windows.down;
            for _ in 0..windows.columns {
                // SAFETY: the window's four outputs exist, so all they read is in the patches.
                unsafe {
                    let sums = match RIGHT {
                        0 => self.sums::<2>(start),
                        _ => self.sums_of_taps::<RIGHT>(start),
                    };
                    for v in 0..2 {
                        let values = sums.map(|sum| sum[v]);
                        let (best, patch) =
                            pool_numbers(values, start, windows.offsets, &mut maybe_nan);
                        best.raise_to(floor).store_unchecked(y.add(4 * v));
                        if train {
                            F32x4::from_bits(patch).store_unchecked(argmax.add(4 * v).cast());
                        }
                    }
                }
                y = y.wrapping_add(windows.filters);
                argmax = argmax.wrapping_add(windows.filters);
                start += windows.right;
            }
        }
        maybe_nan.is_absent()
    }

    /// `sums` of a full panel in one flat loop of a tap a turn, whose places come from a table; with a distance that is known,
    /// one address serves two values (measured on 28 × 28 and 32 filters: 14.2 → 12.3 µs an image; with a kernel row a turn V8
    /// runs out of registers, 17.4).
    ///
    /// # Safety
    /// As for `sums` and `numbers`; `RIGHT` is not 0.
    #[inline(always)]
    unsafe fn sums_of_taps<const RIGHT: usize>(&self, start: usize) -> [[F32x4; 2]; 4] {
        let first = self.a.start().wrapping_add(start);
        let mut sums = [self.initial; 4];
        let mut weights = self.weights;
        for &tap in self.taps {
            // SAFETY: the caller's promise. Not `wrapping_add`: within an object, distances that are known become part of
            // the instruction.
            unsafe {
                let upper = first.byte_add(tap as usize);
                let lower = upper.add(self.windows.offsets[2]);
                let places = [upper, upper.add(RIGHT), lower, lower.add(RIGHT)];
                let columns = [
                    F32x4::load_unchecked(weights),
                    F32x4::load_unchecked(weights.add(4)),
                ];
                for (sum, place) in sums.iter_mut().zip(places) {
                    let value = F32x4::splat_unchecked(place);
                    sum[0] = sum[0] + value * columns[0];
                    sum[1] = sum[1] + value * columns[1];
                }
            }
            weights = weights.wrapping_add(NR);
        }
        sums
    }

    /// The four outputs of a window.
    ///
    /// # Safety
    /// As for `run`; the patches at `start` + each of the windows' offsets exist.
    #[inline(always)]
    unsafe fn sums<const NV: usize>(&self, start: usize) -> [[F32x4; NV]; 4] {
        // SAFETY: the caller's promise.
        unsafe {
            let mut rows = (self.windows.offsets).map(|offset| self.a.start().add(start + offset));
            let mut sums = [std::array::from_fn(|v| self.initial[v]); 4];
            let mut weights = self.weights;
            for _ in 0..self.a.segments {
                for i in 0..self.a.run {
                    let columns: [F32x4; NV] =
                        std::array::from_fn(|v| F32x4::load_unchecked(weights.add(i * NR + 4 * v)));
                    for r in 0..4 {
                        let value = F32x4::splat_unchecked(rows[r].add(i));
                        for v in 0..NV {
                            sums[r][v] = sums[r][v] + value * columns[v];
                        }
                    }
                }
                rows = rows.map(|row| row.wrapping_add(self.a.segment_stride));
                weights = weights.add(self.a.run * NR);
            }
            sums
        }
    }
}
