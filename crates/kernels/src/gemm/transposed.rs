//! The microkernel of `C += Aᵀ·B`: four columns of A against eight columns of B, held over many of their rows.
//!
//! This is the shape of weight gradients: A is what a layer read, B the gradient of what it wrote, and C is small.
//! Rows come in blocks that stay in the first-level cache; C goes to memory and back between blocks, which rounds
//! nothing, so each of its elements adds its products in ascending order of rows as if there were no blocks.

use crate::check;
use crate::gemm::microkernel::{load, store};
use crate::gemm::packing::{NR, packed_len};
use crate::patches::Patches;
use crate::simd::F32x4;

/// Rows of a block: with 32 channels of A and eight columns of B, 20 kB.
const BLOCK: usize = 128;

/// What a block of rows and a panel of up to eight columns of B need.
struct Block<'a> {
    a: &'a Patches<'a>,
    /// Offset of the block's first row, its extent in the grid of positions.
    start: usize,
    rows: usize,
    columns: usize,
    /// Rows of B side by side, eight columns each.
    panel: *const f32,
    width: usize,
    c: *mut f32,
    ldc: usize,
}

/// `C += Aᵀ·B`, A being positions × depth, B positions × n and C depth × n.
pub(crate) fn multiply_transposed(
    a: &Patches,
    n: usize,
    b: &[f32],
    ldb: usize,
    c: &mut [f32],
    ldc: usize,
) {
    check::matrix("b", b.len(), a.positions(), n, ldb);
    check::matrix("c", c.len(), a.depth(), n, ldc);
    if a.positions() == 0 || a.depth() == 0 {
        return;
    }
    let mut panel = [0.0; BLOCK * NR];
    // Whole rows of the grid, or parts of one: either way the block's rows of B follow each other.
    let wide = BLOCK.min(a.columns);
    let high = BLOCK / wide;
    for top in (0..a.rows).step_by(high) {
        for left in (0..a.columns).step_by(wide) {
            let (rows, columns) = (high.min(a.rows - top), wide.min(a.columns - left));
            for column in (0..n).step_by(NR) {
                let width = NR.min(n - column);
                let first = (top * a.columns + left) * ldb + column;
                fill(&mut panel, rows * columns, width, &b[first..], ldb);
                let start = top * a.row_stride + left * a.column_stride;
                let (panel, c) = (panel.as_ptr(), c[column..].as_mut_ptr());
                let block = Block {
                    a,
                    start,
                    rows,
                    columns,
                    panel,
                    width,
                    c,
                    ldc,
                };
                // SAFETY: the block lies in the grid, its rows of B in `panel`; the check of C above holds for all
                // columns, so it holds for these `width`.
                unsafe { block.run_width() };
            }
        }
    }
}

/// The same for a matrix A whose B comes in panels already: `[ceil(n / 8)][positions][8]`, filled up with anything.
pub(crate) fn multiply_transposed_panels(
    a: &Patches,
    n: usize,
    panels: &[f32],
    c: &mut [f32],
    ldc: usize,
) {
    let rows = a.positions();
    check::at_least("panels", panels.len(), packed_len(rows, n));
    check::matrix("c", c.len(), a.depth(), n, ldc);
    for column in (0..n).step_by(NR) {
        let block = Block {
            a,
            start: 0,
            rows: a.rows,
            columns: a.columns,
            panel: panels[column * rows..].as_ptr(),
            width: NR.min(n - column),
            c: c[column..].as_mut_ptr(),
            ldc,
        };
        // SAFETY: the block is all of the grid, its rows of B were checked, as was C.
        unsafe { block.run_width() };
    }
}

/// Copies `width` columns of `count` rows of B side by side. Lanes past the width are never stored.
fn fill(panel: &mut [f32; BLOCK * NR], count: usize, width: usize, b: &[f32], ldb: usize) {
    for (target, source) in panel.chunks_exact_mut(NR).zip(b.chunks(ldb)).take(count) {
        if width == NR {
            target.copy_from_slice(&source[..NR]);
        } else {
            target[..width].copy_from_slice(&source[..width]);
        }
    }
}

impl Block<'_> {
    /// # Safety
    /// As for `run`.
    unsafe fn run_width(&self) {
        // SAFETY: the caller's promise; `width` columns fill 2 or 1 vectors.
        unsafe {
            match self.width {
                8 => self.run::<2, false>(),
                5.. => self.run::<2, true>(),
                _ => self.run::<1, true>(),
            }
        }
    }

    /// # Safety
    /// The block lies in the grid and `panel` holds its rows; `c` may be written at `k·ldc + 0..width` for every
    /// k of the depth; the last of the `NV` vectors is whole or, if `PARTIAL`, may be less.
    unsafe fn run<const NV: usize, const PARTIAL: bool>(&self) {
        let depth = self.a.depth();
        let mut k = 0;
        // SAFETY: columns k..k+MR of A exist in every call; the rest is the caller's promise.
        unsafe {
            while k + 4 <= depth {
                if self.a.tap(k + 3) == self.a.tap(k) + 3 {
                    self.microkernel::<4, NV, PARTIAL, true>(k);
                } else {
                    self.microkernel::<4, NV, PARTIAL, false>(k);
                }
                k += 4;
            }
            while k < depth {
                self.microkernel::<1, NV, PARTIAL, false>(k);
                k += 1;
            }
        }
    }

    /// `ADJACENT` says that the `MR` columns of A lie side by side: one address then serves them all.
    ///
    /// # Safety
    /// As for `run`; columns `k .. k + MR` of A exist.
    #[inline(always)]
    unsafe fn microkernel<
        const MR: usize,
        const NV: usize,
        const PARTIAL: bool,
        const ADJACENT: bool,
    >(
        &self,
        k: usize,
    ) {
        let a = self.a;
        // SAFETY: Patches promises all elements of positions in the grid; the rest is the caller's promise.
        unsafe {
            let mut taps = [a.start(); MR];
            for (r, tap) in taps.iter_mut().enumerate() {
                *tap = tap.add(self.start + a.tap(k + r));
            }
            let c = self.c.add(k * self.ldc);
            let mut sums = [[F32x4::zero(); NV]; MR];
            for (r, sum) in sums.iter_mut().enumerate() {
                *sum = load::<NV, PARTIAL>(c.add(r * self.ldc), self.width);
            }
            let mut b = self.panel;
            for y in 0..self.rows {
                let mut offset = y * a.row_stride;
                for _ in 0..self.columns {
                    let mut columns = [F32x4::zero(); NV];
                    for (v, column) in columns.iter_mut().enumerate() {
                        *column = F32x4::load_unchecked(b.add(4 * v));
                    }
                    for r in 0..MR {
                        let tap = if ADJACENT {
                            taps[0].add(offset).add(r)
                        } else {
                            taps[r].add(offset)
                        };
                        let value = F32x4::splat_unchecked(tap);
                        for v in 0..NV {
                            sums[r][v] = sums[r][v] + value * columns[v];
                        }
                    }
                    offset += a.column_stride;
                    b = b.add(NR);
                }
            }
            for (r, sum) in sums.into_iter().enumerate() {
                store::<NV, PARTIAL>(sum, c.add(r * self.ldc), self.width);
            }
        }
    }
}
