//! The one-dimensional transforms of F(4, 3): six points, four outputs, three taps.
//!
//! The points are 0, ±√½, ±√2, ∞: against the usual 0, ±1, ±2, ∞ (Lavin & Gray 2016) the error is a quarter (1.3e-6 of
//! max |y| at 64 channels, 1.9e-6 for weight gradients) for the same number of operations, since a·b = 1.

use crate::simd::F32x4;

/// Values of a line; where there are fewer than six, the first count.
pub(super) type Line = [F32x4; 6];

const A: f32 = std::f32::consts::FRAC_1_SQRT_2;
const B: f32 = std::f32::consts::SQRT_2;
/// a³ and b³
const A3: f32 = 0.353_553_4;
const B3: f32 = 2.828_427_2;

#[inline(always)]
fn c(value: f32) -> F32x4 {
    F32x4::splat(value)
}

/// `Bᵀ·d`: inputs of a tile, 6 → 6.
#[inline(always)]
pub(super) fn input(d: Line) -> Line {
    let (e1, o1) = (d[4] - c(2.0) * d[2], c(A) * d[3] - c(B) * d[1]);
    let (e2, o2) = (d[4] - c(0.5) * d[2], c(B) * d[3] - c(A) * d[1]);
    [
        d[0] - c(2.5) * d[2] + d[4],
        e1 + o1,
        e1 - o1,
        e2 + o2,
        e2 - o2,
        d[1] - c(2.5) * d[3] + d[5],
    ]
}

/// `Aᵀ·m`: products to outputs, 6 → 4.
#[inline(always)]
pub(super) fn output(m: Line) -> Line {
    let zero = F32x4::zero();
    let (s1, d1) = (m[1] + m[2], m[1] - m[2]);
    let (s2, d2) = (m[3] + m[4], m[3] - m[4]);
    [
        m[0] + s1 + s2,
        c(A) * d1 + c(B) * d2,
        c(0.5) * s1 + c(2.0) * s2,
        c(A3) * d1 + c(B3) * d2 + m[5],
        zero,
        zero,
    ]
}

/// `A·y`: gradients of outputs to those of products, 4 → 6.
#[inline(always)]
pub(super) fn output_transposed(y: Line) -> Line {
    let (e1, o1) = (y[0] + c(0.5) * y[2], c(A) * y[1] + c(A3) * y[3]);
    let (e2, o2) = (y[0] + c(2.0) * y[2], c(B) * y[1] + c(B3) * y[3]);
    [y[0], e1 + o1, e1 - o1, e2 + o2, e2 - o2, y[3]]
}

/// `G·g`: taps of a kernel, 3 → 6.
#[inline(always)]
pub(super) fn weight(g: Line) -> Line {
    let (e1, o1) = (g[0] + c(0.5) * g[2], c(A) * g[1]);
    let (e2, o2) = (g[0] + c(2.0) * g[2], c(B) * g[1]);
    let (p, q) = (c(-2.0 / 3.0), c(1.0 / 6.0));
    [
        g[0],
        p * (e1 + o1),
        p * (e1 - o1),
        q * (e2 + o2),
        q * (e2 - o2),
        g[2],
    ]
}

/// `Gᵀ·u`: gradients of transformed taps to those of taps, 6 → 3.
#[inline(always)]
pub(super) fn weight_transposed(u: Line) -> Line {
    let zero = F32x4::zero();
    let (s1, d1) = (c(-2.0 / 3.0) * (u[1] + u[2]), c(-2.0 / 3.0) * (u[1] - u[2]));
    let (s2, d2) = (c(1.0 / 6.0) * (u[3] + u[4]), c(1.0 / 6.0) * (u[3] - u[4]));
    [
        u[0] + s1 + s2,
        c(A) * d1 + c(B) * d2,
        c(0.5) * s1 + c(2.0) * s2 + u[5],
        zero,
        zero,
        zero,
    ]
}

/// A line transform over both axes of a square: `FROM × FROM` values of `load(row, column)` give `TO × TO` of `store`.
#[inline(always)]
pub(super) fn both_axes<const FROM: usize, const TO: usize>(
    load: impl Fn(usize, usize) -> F32x4,
    line: impl Fn(Line) -> Line,
    mut store: impl FnMut(usize, usize, F32x4),
) {
    let mut middle = [[F32x4::zero(); 6]; 6];
    for x in 0..FROM {
        let mut column = [F32x4::zero(); 6];
        for (y, value) in column.iter_mut().enumerate().take(FROM) {
            *value = load(y, x);
        }
        for (row, value) in middle.iter_mut().zip(line(column)).take(TO) {
            row[x] = value;
        }
    }
    for (y, row) in middle.into_iter().enumerate().take(TO) {
        for (x, value) in line(row).into_iter().enumerate().take(TO) {
            store(y, x, value);
        }
    }
}
