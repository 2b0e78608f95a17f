//! The one-dimensional transforms, for `P` pairs of points and, with `Z` = 1, the point 0: T = Z + 2P + 1 points, for `R`
//! taps M = T − R + 1 outputs. The order of points: 0 (if there), +p and −p of each pair, ∞.

// Loops over constant bounds with plain indices are unrolled; over iterators they are not (a tenth of a training step).
#![allow(clippy::needless_range_loop)]

use super::points::Points;
use crate::simd::F32x4;

/// The most taps of a kernel.
pub(super) const MOST_TAPS: usize = 5;

/// The most points of a line.
pub(super) const LONGEST: usize = 9;

/// Values of a line; where there are fewer, the first count.
pub(super) type Line = [F32x4; LONGEST];

#[inline(always)]
fn c(value: f32) -> F32x4 {
    F32x4::splat(value)
}

/// `Σ coefficients[k]·values[first + 2k]` over `COUNT` of them, the last coefficient being 1.
#[inline(always)]
fn every_other<const COUNT: usize>(coefficients: &[f32], values: &Line, first: usize) -> F32x4 {
    let mut sum = values[first + 2 * (COUNT - 1)];
    for k in 0..COUNT - 1 {
        sum = sum + c(coefficients[k]) * values[first + 2 * k];
    }
    sum
}

/// `Bᵀ·d`: inputs of a tile, T → T.
#[inline(always)]
pub(super) fn input<const Z: usize, const P: usize>(k: &Points, d: &Line) -> Line {
    let mut v = [F32x4::zero(); LONGEST];
    if Z == 1 {
        v[0] = whole::<P>(k, d, 0);
    }
    for i in 0..P {
        let odd = every_other::<P>(&k.rest[i], d, Z + 1);
        let even = every_other::<P>(&k.rest[i], d, Z) * c(k.p[i]);
        v[Z + 2 * i] = odd + even;
        v[Z + 2 * i + 1] = odd - even;
    }
    v[Z + 2 * P] = whole::<P>(k, d, Z);
    v
}

#[inline(always)]
fn whole<const P: usize>(k: &Points, d: &Line, first: usize) -> F32x4 {
    let mut sum = d[first + 2 * P];
    for i in 0..P {
        sum = sum + c(k.whole[i]) * d[first + 2 * i];
    }
    sum
}

/// `Aᵀ·m`: products to outputs, T → M.
#[inline(always)]
pub(super) fn output<const Z: usize, const P: usize, const M: usize>(k: &Points, m: &Line) -> Line {
    let mut y = [F32x4::zero(); LONGEST];
    let (mut sums, mut differences) = ([F32x4::zero(); P], [F32x4::zero(); P]);
    for i in 0..P {
        sums[i] = m[Z + 2 * i] + m[Z + 2 * i + 1];
        differences[i] = m[Z + 2 * i] - m[Z + 2 * i + 1];
    }
    for (row, y) in y.iter_mut().enumerate().take(M) {
        let halves = if row % 2 == 0 { &sums } else { &differences };
        let mut sum = halves[0] * c(k.powers[0][row]);
        for i in 1..P {
            sum = sum + halves[i] * c(k.powers[i][row]);
        }
        *y = sum;
    }
    if Z == 1 {
        y[0] = y[0] + m[0];
    }
    y[M - 1] = y[M - 1] + m[Z + 2 * P];
    y
}

/// `A·y`: gradients of outputs to those of products, M → T.
#[inline(always)]
pub(super) fn output_transposed<const Z: usize, const P: usize, const M: usize>(
    k: &Points,
    y: &Line,
) -> Line {
    let mut v = [F32x4::zero(); LONGEST];
    if Z == 1 {
        v[0] = y[0];
    }
    for i in 0..P {
        let (mut even, mut odd) = (y[0], y[1] * c(k.powers[i][1]));
        for row in 2..M {
            let term = y[row] * c(k.powers[i][row]);
            if row % 2 == 0 {
                even = even + term;
            } else {
                odd = odd + term;
            }
        }
        v[Z + 2 * i] = even + odd;
        v[Z + 2 * i + 1] = even - odd;
    }
    v[Z + 2 * P] = y[M - 1];
    v
}

/// `G·g`: taps of a kernel, R → T, which are the lengths of `g` and `u`. Loops, and once in the code: it is called for kernels
/// alone.
#[inline(never)]
#[cfg_attr(target_arch = "wasm32", optimize(size))]
pub(super) fn weight(k: &Points, g: &[F32x4], u: &mut [F32x4]) {
    // An even number of points has the point 0 among them.
    let zero = u.len().is_multiple_of(2);
    let (first, rest) = u.split_at_mut(usize::from(zero));
    first.fill(c(k.shares[4]) * g[0]);
    for (i, points) in rest.chunks_mut(2).enumerate() {
        match points {
            [plus, minus] => {
                let (mut even, mut odd) = (g[0], c(k.p[i]) * g[1]);
                for tap in 2..g.len() {
                    let term = c(k.powers[i][tap]) * g[tap];
                    let half = if tap % 2 == 0 { &mut even } else { &mut odd };
                    *half = *half + term;
                }
                let share = c(k.shares[i]);
                let (even, odd) = (share * even, share * odd);
                *plus = even + odd;
                // N′ is odd without the point 0: then the partner's share has the other sign.
                *minus = if zero { even - odd } else { odd - even };
            }
            infinity => infinity.fill(g[g.len() - 1]),
        }
    }
}

/// `Gᵀ·u`: gradients of transformed taps to those of taps, T → R. Inlined, for the usual kernel with constants.
#[inline(always)]
pub(super) fn weight_transposed(k: &Points, u: &Line, side: usize, taps: usize) -> Line {
    let mut g = [F32x4::zero(); LONGEST];
    let zero = side.is_multiple_of(2);
    let z = usize::from(zero);
    if zero {
        g[0] = c(k.shares[4]) * u[0];
    }
    g[taps - 1] = u[side - 1];
    for i in 0..(side - 1 - z) / 2 {
        let (plus, minus) = (u[z + 2 * i], u[z + 2 * i + 1]);
        let (sum, difference) = (plus + minus, plus - minus);
        let (even, odd) = if zero {
            (sum, difference)
        } else {
            (difference, sum)
        };
        let share = c(k.shares[i]);
        let (even, odd) = (share * even, share * odd);
        g[0] = g[0] + even;
        for tap in 1..taps {
            let half = if tap % 2 == 0 { even } else { odd };
            g[tap] = g[tap] + c(k.powers[i][tap]) * half;
        }
    }
    g
}

/// A line transform over both axes of a square: `FROM × FROM` values, a column at a time of `load(column)`, give
/// `TO × TO`, a row at a time to `store(row, values)`. `middle` holds nothing between calls.
///
/// Whole lines, so that who loads and stores can go from one value's place to the next: a place worked out for each is
/// a multiplication each.
#[inline(always)]
pub(super) fn both_axes<const FROM: usize, const TO: usize>(
    middle: &mut [Line; LONGEST],
    load: impl Fn(usize) -> Line,
    line: impl Fn(&Line) -> Line,
    mut store: impl FnMut(usize, &Line),
) {
    for x in 0..FROM {
        for (row, value) in middle.iter_mut().zip(line(&load(x))).take(TO) {
            row[x] = value;
        }
    }
    for (y, row) in middle.iter().enumerate().take(TO) {
        store(y, &line(row));
    }
}

/// The first `count` of a line.
#[inline(always)]
pub(super) fn line_of(count: usize, mut value: impl FnMut(usize) -> F32x4) -> Line {
    let mut line = [F32x4::zero(); LONGEST];
    for i in 0..count {
        line[i] = value(i);
    }
    line
}
