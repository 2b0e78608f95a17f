//! The microkernel of `C += Aᵀ·B` with both in panels of eight columns: four columns of A against eight of B.
//!
//! Rows of a panel lie 32 bytes apart, whatever the matrices, so one address serves four values and both operands are read
//! from front to back (measured on 512 × 32 columns, 32 rows: 40 GFLOP/s, with rows 2 kB apart 25 to 33).
//! The microkernel of `transposed`, for rows any distance apart, does the same 1.5 % of net S slower.

use crate::check;
use crate::gemm::microkernel::{load, store};
use crate::gemm::packing::{NR, packed_len};
use crate::simd::F32x4;

/// Columns of A in a tile: half a panel.
const MR: usize = NR / 2;

/// `C += Aᵀ·B`: A in panels is p × m, B in panels p × n, C m × n with rows `ldc` apart.
pub(crate) fn multiply_panels(
    [m, n, p]: [usize; 3],
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    ldc: usize,
) {
    check::at_least("a", a.len(), packed_len(p, m));
    check::at_least("b", b.len(), packed_len(p, n));
    check::matrix("c", c.len(), m, n, ldc);
    if p == 0 {
        return;
    }
    for column in (0..n).step_by(NR) {
        let width = NR.min(n - column);
        let b = b[column * p..].as_ptr();
        let mut row = 0;
        while row < m {
            let rows = if row + MR <= m { MR } else { 1 };
            let a = a[row / NR * NR * p + row % NR..].as_ptr();
            let c = c[row * ldc + column..].as_mut_ptr();
            // SAFETY: panels `p` rows long begin at `a` (or within its first row) and `b`; by the check of C its rows
            // `row .. row + rows` may be written at `width` columns, which fill 2 or 1 vectors.
            unsafe {
                match (rows, width) {
                    (MR, 8) => microkernel::<MR, 2, false>(a, b, p, c, ldc, width),
                    (MR, 5..) => microkernel::<MR, 2, true>(a, b, p, c, ldc, width),
                    (MR, _) => microkernel::<MR, 1, true>(a, b, p, c, ldc, width),
                    (_, 5..) => microkernel::<1, 2, true>(a, b, p, c, ldc, width),
                    _ => microkernel::<1, 1, true>(a, b, p, c, ldc, width),
                }
            }
            row += rows;
        }
    }
}

/// # Safety
/// `p` rows, eight floats apart, hold `ROWS` floats at `a` and `NV` vectors at `b`; `c` may be written at `r·ldc + 0..width`
/// for every row r; the last of the `NV` vectors is whole or, if `PARTIAL`, may be less.
#[inline(never)]
unsafe fn microkernel<const ROWS: usize, const NV: usize, const PARTIAL: bool>(
    mut a: *const f32,
    mut b: *const f32,
    p: usize,
    c: *mut f32,
    ldc: usize,
    width: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut sums = [[F32x4::zero(); NV]; ROWS];
        for (r, sum) in sums.iter_mut().enumerate() {
            *sum = load::<NV, PARTIAL>(c.add(r * ldc), width);
        }
        for _ in 0..p {
            let mut columns = [F32x4::zero(); NV];
            for (v, column) in columns.iter_mut().enumerate() {
                *column = F32x4::load_unchecked(b.add(4 * v));
            }
            for (r, sum) in sums.iter_mut().enumerate() {
                let value = F32x4::splat_unchecked(a.add(r));
                for v in 0..NV {
                    sum[v] = sum[v] + value * columns[v];
                }
            }
            a = a.add(NR);
            b = b.add(NR);
        }
        for (r, sum) in sums.into_iter().enumerate() {
            store::<NV, PARTIAL>(sum, c.add(r * ldc), width);
        }
    }
}
