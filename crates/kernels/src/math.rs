//! exp, ln and what is made of them with the same bits on every machine.
//!
//! Host libraries differ in the last place, and training amplifies that until two runs disagree. exp and ln are within 2
//! units in the last place over all floats and right at zeros, infinities, NaN and subnormals; eˣ − 1 and tanh within 4.

use std::f32::consts::LOG2_E;

use crate::simd::{F32x4, U32x4};

/// Adding and taking away 1.5·2²³ rounds to an integer, which then stands in the low bits of the sum.
const ROUND: f32 = 12_582_912.0;
/// ln 2 in two parts: the first has few bits, so that its multiples by whole exponents are exact.
const LN2_HIGH: f32 = 0.693_359_4;
const LN2_LOW: f32 = -2.121_944_4e-4;

/// eˣ.
pub fn exp(x: f32) -> f32 {
    exp4(F32x4::splat(x)).to_array()[0]
}

/// eˣ in every lane, with the bits of `exp`.
///
/// 2ⁿ is applied in two halves, so that results down to the smallest subnormal and up to the greatest float are rounded once.
#[inline(always)]
pub fn exp4(x: F32x4) -> F32x4 {
    // Beyond these bounds the result is 0 or ∞, also after clamping. NaN passes.
    let x = x
        .raise_to(F32x4::splat(-104.0))
        .lower_to(F32x4::splat(89.0));
    let (rest, exponent) = reduced(x);
    let y = rest + F32x4::splat(1.0);
    let half = exponent.shift_right_signed::<1>();
    y * power_of_two(half) * power_of_two(exponent - half)
}

/// `exp4`, once in the code: for functions that have more to do.
#[inline(never)]
pub(crate) fn exp4_apart(x: F32x4) -> F32x4 {
    exp4(x)
}

/// eˣ − 1 in every lane, for x ≤ 0: near 0 it is about x.
#[inline(never)]
pub fn exp_m1_4(x: F32x4) -> F32x4 {
    // Below, the result is −1. NaN passes.
    let x = x.raise_to(F32x4::splat(-80.0)).lower_to(F32x4::zero());
    let (rest, exponent) = reduced(x);
    let scale = power_of_two(exponent);
    rest * scale + (scale - F32x4::splat(1.0))
}

/// tanh x in every lane: an odd polynomial up to 5/8, then 1 − 2 / (e²ˣ + 1).
#[inline(never)]
pub fn tanh4(x: F32x4) -> F32x4 {
    let c = F32x4::splat;
    let size = x.raise_to(F32x4::zero() - x);
    let z = x * x;
    let mut p = c(-5.704_963_7e-3);
    p = p * z + c(2.063_906_8e-2);
    p = p * z + c(-5.373_971e-2);
    p = p * z + c(1.333_144_2e-1);
    p = p * z + c(-3.333_328e-1);
    let small = p * z * x + x;
    let large = c(1.0) - c(2.0) / (exp4_apart(size + size) + c(1.0));
    let signed = x.gt(F32x4::zero()).select(large, F32x4::zero() - large);
    size.le(c(0.625)).select(small, signed)
}

/// x as n·ln 2 + r with |r| ≤ ln 2 / 2: e^r − 1 by Cephes' polynomial (`expf`), and n.
#[inline(always)]
fn reduced(x: F32x4) -> (F32x4, U32x4) {
    let c = F32x4::splat;
    let shifted = x * c(LOG2_E) + c(ROUND);
    let n = shifted - c(ROUND);
    let exponent = shifted.to_bits() - U32x4::splat(ROUND.to_bits());
    let r = x - n * c(LN2_HIGH) - n * c(LN2_LOW);
    let mut p = c(1.987_569_1e-4);
    p = p * r + c(1.398_199_9e-3);
    p = p * r + c(8.333_452e-3);
    p = p * r + c(4.166_579_6e-2);
    p = p * r + c(1.666_666_6e-1);
    p = p * r + c(0.5);
    (p * (r * r) + r, exponent)
}

#[inline(always)]
fn power_of_two(exponent: U32x4) -> F32x4 {
    F32x4::from_bits((exponent + U32x4::splat(127)).shift_left::<23>())
}

/// The natural logarithm; −∞ at zeros, NaN below them.
///
/// x = 2ᵏ·(1 + f) with 1 + f in [√½, √2); ln(1 + f) through s = f / (2 + f), as in FreeBSD's `e_logf.c`.
pub fn ln(x: f32) -> f32 {
    if x.is_nan() || x < 0.0 {
        return f32::NAN;
    }
    if x == 0.0 {
        return f32::NEG_INFINITY;
    }
    if x == f32::INFINITY {
        return x;
    }
    let (x, scale) = if x < f32::MIN_POSITIVE {
        (x * 33_554_432.0, -25)
    } else {
        (x, 0)
    };
    // Moving the bits of √½ to those of 1 makes the exponent field count from √½.
    let bits = x.to_bits().wrapping_add(0x3f80_0000 - 0x3f35_04f3);
    let k = (bits >> 23) as i32 - 127 + scale;
    let f = f32::from_bits((bits & 0x007f_ffff) + 0x3f35_04f3) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let odd = w * (0.400_009_72 + w * 0.242_790_79);
    let even = z * (0.666_666_6 + w * 0.284_987_87);
    let half = 0.5 * f * f;
    let k = k as f32;
    s * (half + (odd + even)) + k * 9.058_001e-6 - half + f + k * 0.693_138_1
}
