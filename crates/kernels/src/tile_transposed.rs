//! The register tile of `C += Aᵀ·B`: four columns of A against eight columns of B, held over many of their rows.
//!
//! This is the shape of weight gradients: A is what a layer read, B the gradient of what it wrote, and C is small.
//! Rows come in blocks that stay in the first-level cache; C goes to memory and back between blocks, which rounds
//! nothing, so each of its elements adds its products in ascending order of rows as if there were no blocks.

use crate::check;
use crate::gemm::NR;
use crate::patches::Patches;
use crate::simd::F32x4;
use crate::tile::{load, store};

/// Rows of a block: with 32 channels of A and eight columns of B, 20 kB.
const BLOCK: usize = 128;

/// What a block of rows and a panel of up to eight columns of B need.
struct Block<'a> {
    a: &'a Patches<'a>,
    /// Offset of the block's first row, its extent in the grid of positions.
    start: usize,
    rows: usize,
    columns: usize,
    panel: &'a [f32; BLOCK * NR],
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
                let (panel, c) = (&panel, c[column..].as_mut_ptr());
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
                // SAFETY: the block lies in the grid and holds at most BLOCK rows; the check of C above holds for
                // all columns, so it holds for these `width`, which fill 2 or 1 vectors.
                unsafe {
                    match width {
                        8 => block.run::<2, false>(),
                        5.. => block.run::<2, true>(),
                        4 => block.run::<1, false>(),
                        _ => block.run::<1, true>(),
                    }
                }
            }
        }
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
    /// The block lies in the grid and holds at most `BLOCK` rows; `c` may be written at `k·ldc + 0..width` for every
    /// k of the depth; the last of the `NV` vectors is whole or, if `PARTIAL`, less.
    unsafe fn run<const NV: usize, const PARTIAL: bool>(&self) {
        let depth = self.a.depth();
        let mut k = 0;
        // SAFETY: columns k..k+MR of A exist in every call; the rest is the caller's promise.
        unsafe {
            while k + 4 <= depth {
                if self.a.tap(k + 3) == self.a.tap(k) + 3 {
                    self.tile::<4, NV, PARTIAL, true>(k);
                } else {
                    self.tile::<4, NV, PARTIAL, false>(k);
                }
                k += 4;
            }
            match depth - k {
                3 => self.tile::<3, NV, PARTIAL, false>(k),
                2 => self.tile::<2, NV, PARTIAL, false>(k),
                1 => self.tile::<1, NV, PARTIAL, false>(k),
                _ => {}
            }
        }
    }

    /// `ADJACENT` says that the `MR` columns of A lie side by side: one address then serves them all.
    ///
    /// # Safety
    /// As for `run`; columns `k .. k + MR` of A exist.
    #[inline(always)]
    unsafe fn tile<const MR: usize, const NV: usize, const PARTIAL: bool, const ADJACENT: bool>(
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
            let mut b = self.panel.as_ptr();
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
