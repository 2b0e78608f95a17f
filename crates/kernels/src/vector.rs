//! Sums of vectors.

use crate::check;
use crate::elementwise;
use crate::simd::F32x4;

/// `dst += src`.
#[inline]
pub fn add_assign(dst: &mut [f32], src: &[f32]) {
    elementwise::zip(dst, src, |dst, src| dst + src);
}

/// `dst = max(dst + src, 0)`; NaN stays NaN.
pub fn add_relu(dst: &mut [f32], src: &[f32]) {
    elementwise::zip(dst, src, |dst, src| (dst + src).raise_to(F32x4::zero()));
}

/// `dst += Σ rows of src`, which are as long as `dst`, row after row.
pub fn add_rows(dst: &mut [f32], src: &[f32]) {
    let n = dst.len();
    let rows = if src.is_empty() {
        0
    } else {
        check::rows("src", src.len(), n)
    };
    let mut column = 0;
    while column + 32 <= n {
        columns::<8>(&mut dst[column..column + 32], src, column, n, rows);
        column += 32;
    }
    while column + 4 <= n {
        columns::<1>(&mut dst[column..column + 4], src, column, n, rows);
        column += 4;
    }
    for (column, dst) in dst.iter_mut().enumerate().skip(column) {
        for value in src[column.min(src.len())..].iter().step_by(n) {
            *dst += value;
        }
    }
}

/// `NV` vectors of columns from `column` on, held in registers over all rows.
#[inline(always)]
fn columns<const NV: usize>(dst: &mut [f32], src: &[f32], column: usize, n: usize, rows: usize) {
    let mut sums: [F32x4; NV] = std::array::from_fn(|v| F32x4::load(&dst[4 * v..]));
    let mut row = src.as_ptr().wrapping_add(column);
    for _ in 0..rows {
        for (v, sum) in sums.iter_mut().enumerate() {
            // SAFETY: src has `rows` rows of n ≥ column + 4·NV floats.
            *sum = *sum + unsafe { F32x4::load_unchecked(row.wrapping_add(4 * v)) };
        }
        row = row.wrapping_add(n);
    }
    for (v, sum) in sums.into_iter().enumerate() {
        sum.store(&mut dst[4 * v..]);
    }
}

/// `y += alpha·x`.
pub fn axpy(alpha: f32, x: &[f32], y: &mut [f32]) {
    let alpha = F32x4::splat(alpha);
    elementwise::zip(y, x, |y, x| y + alpha * x);
}

/// `x = alpha·x`.
pub fn scale(alpha: f32, x: &mut [f32]) {
    let alpha = F32x4::splat(alpha);
    elementwise::map(x, |x| alpha * x);
}
