//! The one-dimensional transforms of F(2, 3) and F(4, 3): `T` = 4 or 6 points, tiles of `T − 2` outputs.
//!
//! F(2, 3) has the points 0, ±1, ∞ (Winograd 1980; Lavin & Gray 2016). F(4, 3) has 0, ±√½, ±√2, ∞: against the usual
//! 0, ±1, ±2, ∞ its error is a quarter (measured: 1.3e-6 of max |y| at 64 channels, 1.9e-6 for weight gradients), for
//! the same number of operations, since a²·b² = 1 and a·b = 1.

use crate::simd::F32x4;

/// Values of a line; of fewer than six only the first count.
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

/// `Bᵀ·d`: inputs of a tile, `T → T`.
#[inline(always)]
pub(super) fn input<const T: usize>(d: Line) -> Line {
    let zero = F32x4::zero();
    if T == 4 {
        return [
            d[0] - d[2],
            d[1] + d[2],
            d[2] - d[1],
            d[1] - d[3],
            zero,
            zero,
        ];
    }
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

/// `Aᵀ·m`: products to outputs, `T → T − 2`.
#[inline(always)]
pub(super) fn output<const T: usize>(m: Line) -> Line {
    let zero = F32x4::zero();
    if T == 4 {
        let (y0, y1) = (m[0] + m[1] + m[2], m[1] - m[2] - m[3]);
        return [y0, y1, zero, zero, zero, zero];
    }
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

/// `A·y`: gradients of outputs to those of products, `T − 2 → T`.
#[inline(always)]
pub(super) fn output_transposed<const T: usize>(y: Line) -> Line {
    let zero = F32x4::zero();
    if T == 4 {
        return [y[0], y[0] + y[1], y[0] - y[1], zero - y[1], zero, zero];
    }
    let (e1, o1) = (y[0] + c(0.5) * y[2], c(A) * y[1] + c(A3) * y[3]);
    let (e2, o2) = (y[0] + c(2.0) * y[2], c(B) * y[1] + c(B3) * y[3]);
    [y[0], e1 + o1, e1 - o1, e2 + o2, e2 - o2, y[3]]
}

/// `G·g`: taps of a kernel, `3 → T`.
#[inline(always)]
pub(super) fn weight<const T: usize>(g: Line) -> Line {
    let zero = F32x4::zero();
    if T == 4 {
        let s = g[0] + g[2];
        let (u1, u2) = (c(0.5) * (s + g[1]), c(0.5) * (s - g[1]));
        return [g[0], u1, u2, g[2], zero, zero];
    }
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

/// `Gᵀ·u`: gradients of transformed taps to those of taps, `T → 3`.
#[inline(always)]
pub(super) fn weight_transposed<const T: usize>(u: Line) -> Line {
    let zero = F32x4::zero();
    if T == 4 {
        let (s, d) = (c(0.5) * (u[1] + u[2]), c(0.5) * (u[1] - u[2]));
        return [u[0] + s, d, s + u[3], zero, zero, zero];
    }
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
