//! exp and ln as `libm` 0.2.16 computes them (FreeBSD's e_exp.c and e_log.c), for the arguments that occur here, and without
//! branches and integers of other widths: what compilers turn into vector instructions. Each result has `libm`'s bits: a test of
//! [`exp_digammas`](super::exp_digammas) and [`digammas`](super::digammas) holds it.

const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// exp(−x) for x from 0.35, just above ½ ln 2, to 700.
#[inline(always)]
pub(super) fn exp_of_less(x: f64) -> f64 {
    const P: [f64; 5] = [
        1.666_666_666_666_660_2e-1,
        -2.777_777_777_701_559_3e-3,
        6.613_756_321_437_934e-5,
        -1.653_390_220_546_525_2e-6,
        4.138_136_797_057_238_5e-8,
    ];
    /// 1.5 ln 2, as far as half of its bits go.
    const ONE_AND_A_HALF: f64 = f64::from_bits(0x3ff0_a2b2 << 32);
    let by_ln2 = ceiling(core::f64::consts::LOG2_E * -x - 0.5);
    let power = if x >= ONE_AND_A_HALF { by_ln2 } else { -1.0 };
    let high = -x - power * LN2_HIGH;
    let low = power * LN2_LOW;
    let x = high - low;
    let square = x * x;
    let c =
        x - square * (P[0] + square * (P[1] + square * (P[2] + square * (P[3] + square * P[4]))));
    let value = 1.0 + (x * c / (2.0 - c) - low + high);
    value * power_of_two(power)
}

/// The least whole number from x on, for x from −2⁵¹ to 2⁵¹: no digit after the point is left of a sum with 1.5 · 2⁵².
#[inline(always)]
fn ceiling(x: f64) -> f64 {
    const LARGE: f64 = 6_755_399_441_055_744.0;
    let nearest = (x + LARGE) - LARGE;
    if nearest < x { nearest + 1.0 } else { nearest }
}

/// 2ᵏ for a whole k from −1022 to 1023: the exponent's bits come from the last digits of k + 1023 + 2⁵².
#[inline(always)]
fn power_of_two(k: f64) -> f64 {
    f64::from_bits((k + (1023.0 + 4_503_599_627_370_496.0)).to_bits() << 52)
}

/// ln x for x from 2 on.
#[inline(always)]
pub(super) fn log_of_large(x: f64) -> f64 {
    const L: [f64; 7] = [
        6.666_666_666_666_735e-1,
        3.999_999_999_940_942e-1,
        2.857_142_874_366_239e-1,
        2.222_219_843_214_978_4e-1,
        1.818_357_216_161_805e-1,
        1.531_383_769_920_937_3e-1,
        1.479_819_860_511_658_6e-1,
    ];
    /// √½, as far as half of its bits go.
    const ROOT: u64 = 0x3fe6_a09e << 32;
    const ONE: u64 = 0x3ff0_0000 << 32;
    let bits = x.to_bits() + (ONE - ROOT);
    // A whole number below 2⁵² is the last digits of 2⁵² plus itself.
    let exponent =
        f64::from_bits((bits >> 52) | 0x4330_0000_0000_0000) - (4_503_599_627_370_496.0 + 1023.0);
    let f = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + ROOT) - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (L[1] + w * (L[3] + w * L[5]));
    let odd = z * (L[0] + w * (L[2] + w * (L[4] + w * L[6])));
    s * (half_square + (odd + even)) + exponent * LN2_LOW - half_square + f + exponent * LN2_HIGH
}
