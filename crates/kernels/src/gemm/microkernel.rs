//! The microkernel of `C = start + A·B`: four rows of A against one panel of eight columns of B.
//!
//! 4 × 8 accumulators, eight chains of multiply-then-add, are what V8 keeps in registers; the loop over k is left
//! rolled, because unrolled it spills (measured: 42 GFLOP/s rolled, 30 unrolled by two). Each element of C starts
//! from its start value and adds its products k ascending, whichever tile it falls in.

use crate::check;
use crate::gemm::packing::{NR, packed_len};
use crate::patches::{Patches, Walk};
use crate::simd::F32x4;

/// What the sums of a product begin with.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a> {
    /// Zero: `C = A·B`.
    Zero,
    /// A bias per column: `C = bias + A·B`.
    Bias(&'a [f32]),
    /// What C holds: `C += A·B`.
    Accumulate,
}

/// What one panel of columns needs: `width` (1 ..= 8) of them are real, the rest is padding.
struct Panel<'a> {
    a: &'a Patches<'a>,
    weights: *const f32,
    width: usize,
    initial: [F32x4; 2],
    accumulate: bool,
    c: *mut f32,
    ldc: usize,
}

/// `C = start + A·B` with B packed in panels `[k][8]`.
pub(crate) fn multiply(
    a: &Patches,
    n: usize,
    packed: &[f32],
    start: Start,
    c: &mut [f32],
    ldc: usize,
) {
    let (m, k) = (a.positions(), a.depth());
    check::at_least("packed", packed.len(), packed_len(k, n));
    check::matrix("c", c.len(), m, n, ldc);
    if let Start::Bias(bias) = start {
        check::exact("bias", bias.len(), n);
    }
    for column in (0..n).step_by(NR) {
        let width = NR.min(n - column);
        let mut initial = [0.0; NR];
        if let Start::Bias(bias) = start {
            initial[..width].copy_from_slice(&bias[column..column + width]);
        }
        let panel = Panel {
            a,
            weights: packed[column * k..].as_ptr(),
            width,
            initial: [F32x4::load(&initial), F32x4::load(&initial[4..])],
            accumulate: matches!(start, Start::Accumulate),
            c: c[column..].as_mut_ptr(),
            ldc,
        };
        // Rows that lie one behind the other, of a usual length: points of Winograd tiles, and the 512 features of net S.
        let usual = a.rows == 1 && a.segments == 1 && a.column_stride == k && !panel.accumulate;
        // SAFETY: the checks above hold for all columns, so they hold for these `width`, which fill 2 or 1 vectors;
        // the panel is k·8 long.
        unsafe {
            match (width, k) {
                (8, 16) if usual => panel.run_known::<16>(),
                (8, 32) if usual => panel.run_known::<32>(),
                (8, 64) if usual => panel.run_known::<64>(),
                (8, 128) if usual => panel.run_known::<128>(),
                (8, 512) if usual => panel.run_known::<512>(),
                (8, _) => panel.run::<2, false>(0),
                (5.., _) => panel.run::<2, true>(0),
                _ => panel.run::<1, true>(0),
            }
        }
    }
}

impl Panel<'_> {
    /// `run` for rows of `K` elements without a gap: with a distance that is known, one address serves all four rows, which
    /// is a tenth faster.
    ///
    /// # Safety
    /// As for `run`; nothing is accumulated.
    #[inline(never)]
    unsafe fn run_known<const K: usize>(&self) {
        let m = self.a.positions();
        let whole = m / 4 * 4;
        // SAFETY: rows row .. row + 4 exist in every turn; the rest is the caller's promise.
        unsafe {
            for row in (0..whole).step_by(4) {
                let (mut rows, mut weights) = (self.a.start().add(row * K), self.weights);
                let mut sums = [self.initial; 4];
                for _ in 0..K {
                    let columns = [
                        F32x4::load_unchecked(weights),
                        F32x4::load_unchecked(weights.add(4)),
                    ];
                    for (r, sum) in sums.iter_mut().enumerate() {
                        let value = F32x4::splat_unchecked(rows.add(r * K));
                        sum[0] = sum[0] + value * columns[0];
                        sum[1] = sum[1] + value * columns[1];
                    }
                    rows = rows.add(1);
                    weights = weights.add(NR);
                }
                let c = self.c.add(row * self.ldc);
                for (r, sum) in sums.into_iter().enumerate() {
                    store::<2, false>(sum, c.add(r * self.ldc), NR);
                }
            }
            if whole < m {
                self.run::<2, false>(whole);
            }
        }
    }

    /// Rows from `first` on.
    ///
    /// # Safety
    /// `weights` holds a panel of depth·8; `c` may be written at `row·ldc + 0..width` for every position; the last of
    /// the `NV` vectors is whole or, if `PARTIAL`, may be less.
    #[inline(never)]
    unsafe fn run<const NV: usize, const PARTIAL: bool>(&self, first: usize) {
        let m = self.a.positions();
        let mut walk = self.a.walk();
        for _ in 0..first {
            walk.advance();
        }
        let mut row = first;
        // SAFETY: rows row..row+MR exist in every call; the rest is the caller's promise.
        unsafe {
            while row + 4 <= m {
                self.microkernel::<4, NV, PARTIAL>(&mut walk, row);
                row += 4;
            }
            while row < m {
                self.microkernel::<1, NV, PARTIAL>(&mut walk, row);
                row += 1;
            }
        }
    }

    /// # Safety
    /// As for `run`; rows `row .. row + MR` exist and `walk` stands at `row`.
    #[inline(always)]
    unsafe fn microkernel<const MR: usize, const NV: usize, const PARTIAL: bool>(
        &self,
        walk: &mut Walk,
        row: usize,
    ) {
        // SAFETY: Patches promises all its elements, the caller the panel and the rows of C.
        unsafe {
            let mut rows = [self.a.start(); MR];
            for pointer in &mut rows {
                *pointer = pointer.wrapping_add(walk.advance());
            }
            let c = self.c.add(row * self.ldc);
            let mut sums = [std::array::from_fn(|v| self.initial[v]); MR];
            if self.accumulate {
                for (r, sum) in sums.iter_mut().enumerate() {
                    *sum = load::<NV, PARTIAL>(c.add(r * self.ldc), self.width);
                }
            }
            let mut weights = self.weights;
            for segment in 0..self.a.segments {
                let base = segment * self.a.segment_stride;
                for i in base..base + self.a.run {
                    let mut columns = [F32x4::zero(); NV];
                    for (v, column) in columns.iter_mut().enumerate() {
                        *column = F32x4::load_unchecked(weights.add(4 * v));
                    }
                    for r in 0..MR {
                        let value = F32x4::splat_unchecked(rows[r].add(i));
                        for v in 0..NV {
                            sums[r][v] = sums[r][v] + value * columns[v];
                        }
                    }
                    weights = weights.add(NR);
                }
            }
            for (r, sum) in sums.into_iter().enumerate() {
                store::<NV, PARTIAL>(sum, c.add(r * self.ldc), self.width);
            }
        }
    }
}

/// `NV` vectors, of which `PARTIAL` says that the last has `width − 4·(NV − 1)` elements, else all four.
///
/// # Safety
/// `width` f32 must be readable at `source`.
#[inline(always)]
pub(crate) unsafe fn load<const NV: usize, const PARTIAL: bool>(
    source: *const f32,
    width: usize,
) -> [F32x4; NV] {
    let mut lanes = [F32x4::zero(); NV];
    for (v, lane) in lanes.iter_mut().enumerate() {
        // SAFETY: whole vectors are read only where all four elements are among the `width`.
        unsafe {
            let source = source.add(4 * v);
            *lane = if PARTIAL && v == NV - 1 && width - 4 * v < 4 {
                F32x4::load_partial_inline(std::slice::from_raw_parts(source, width - 4 * v))
            } else {
                F32x4::load_unchecked(source)
            };
        }
    }
    lanes
}

/// Writes what `load` reads.
///
/// # Safety
/// `width` f32 must be writable at `target`.
#[inline(always)]
pub(crate) unsafe fn store<const NV: usize, const PARTIAL: bool>(
    lanes: [F32x4; NV],
    target: *mut f32,
    width: usize,
) {
    for (v, lane) in lanes.into_iter().enumerate() {
        // SAFETY: whole vectors are written only where all four elements are among the `width`.
        unsafe {
            let target = target.add(4 * v);
            if PARTIAL && v == NV - 1 && width - 4 * v < 4 {
                lane.store_partial_inline(std::slice::from_raw_parts_mut(target, width - 4 * v));
            } else {
                lane.store_unchecked(target);
            }
        }
    }
}
