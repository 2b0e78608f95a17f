//! Softmax over rows, in place: `y[i] = exp(x[i] − max x) / Σ exp(x[j] − max x)`.
//!
//! Each row is summed in four lanes and then a tail, in one order that depends on the number of columns only.

use crate::elementwise;
use crate::math::{exp, exp4};
use crate::simd::F32x4;

/// Turns every row of `columns` elements into its softmax. NaN or +∞ in a row makes the whole row NaN.
pub fn softmax(columns: usize, x: &mut [f32]) {
    check_rows(columns, x.len());
    for row in x.chunks_exact_mut(columns) {
        let greatest = maximum(row);
        let shift = F32x4::splat(greatest);
        let mut chunks = row.chunks_exact_mut(4);
        let mut sums = F32x4::zero();
        for chunk in &mut chunks {
            let value = exp4(F32x4::load(chunk) - shift);
            value.store(chunk);
            sums = sums + value;
        }
        let mut sum = sums.sum();
        for value in chunks.into_remainder() {
            *value = exp(*value - greatest);
            sum += *value;
        }
        let sum = F32x4::splat(sum);
        elementwise::map(row, |value| value / sum);
    }
}

/// `dy[i] = y[i]·(dy[i] − Σ dy[j]·y[j])` for every row, with y = softmax(x).
pub fn softmax_backward(columns: usize, y: &[f32], dy: &mut [f32]) {
    check_rows(columns, dy.len());
    crate::check::exact("y", y.len(), dy.len());
    for (y, dy) in y.chunks_exact(columns).zip(dy.chunks_exact_mut(columns)) {
        let dot = F32x4::splat(dot(y, dy));
        elementwise::zip(dy, y, |dy, y| y * (dy - dot));
    }
}

fn check_rows(columns: usize, len: usize) {
    assert!(
        columns > 0 && len.is_multiple_of(columns),
        "softmax: {len} elements are not rows of {columns}"
    );
}

/// The greatest element, NaN when there is one.
fn maximum(row: &[f32]) -> f32 {
    let mut greatest = F32x4::splat(row[0]);
    let mut chunks = row.chunks_exact(4);
    for chunk in &mut chunks {
        greatest = greatest.max(F32x4::load(chunk));
    }
    for value in chunks.remainder() {
        greatest = greatest.max(F32x4::splat(*value));
    }
    let [a, b, c, d] = greatest.to_array();
    let pairs = F32x4::splat(a)
        .max(F32x4::splat(b))
        .max(F32x4::splat(c).max(F32x4::splat(d)));
    pairs.to_array()[0]
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (mut xs, mut ys) = (a.chunks_exact(4), b.chunks_exact(4));
    let mut sums = F32x4::zero();
    for (x, y) in (&mut xs).zip(&mut ys) {
        sums = sums + F32x4::load(x) * F32x4::load(y);
    }
    let mut sum = sums.sum();
    for (x, y) in xs.remainder().iter().zip(ys.remainder()) {
        sum += x * y;
    }
    sum
}
