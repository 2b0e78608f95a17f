//! The digamma function ψ = (ln Γ)′, and exp ψ, which variational inference needs for every customer, class and step.
//!
//! Both move their argument up by eight, by ψ(x) = ψ(x + 8) − Q′(x) / Q(x) with Q(x) = x (x + 1) … (x + 7), and take an
//! asymptotic series in t = x − ½ there: ψ(t + ½) ~ ln t + Σ −B₂ₙ(½) / (2n t²ⁿ), or its exponential. Thus exp ψ takes no
//! logarithm, and above eight no exponential either.
//!
//! Most of the time that profiles take goes by here. Of many numbers at once there are forms without branches, which compilers turn
//! into vector instructions; each number has the same bits as alone ([`exponential`](super::exponential)).

use super::exponential::{exp_of_less, log_of_large};

/// Arguments from here on go into the series as they are.
const LARGE: f64 = 8.0;

/// Coefficients of 1 / t², 1 / t⁴, … in ψ(t + ½) − ln t; the error from t = 7.5 on is below 5e-16.
const SERIES: [f64; 8] = [
    1.0 / 24.0,
    -7.0 / 960.0,
    31.0 / 8064.0,
    -127.0 / 30720.0,
    511.0 / 67584.0,
    -1414477.0 / 67092480.0,
    8191.0 / 98304.0,
    -118518239.0 / 267386880.0,
];

/// Coefficients of 1, 1 / t², 1 / t⁴, … in exp ψ(t + ½) / t; the relative error from t = 7.5 on is below 5e-16.
const EXP_SERIES: [f64; 9] = [
    1.0,
    1.0 / 24.0,
    -37.0 / 5760.0,
    10313.0 / 2903040.0,
    -0.003_953_557_448_973_030_5,
    0.007_365_033_269_308_669,
    -0.020_734_675_824_368_137,
    0.082_381_852_238_787_76,
    -0.439_604_436_860_081_27,
];

/// The positive root of ψ, in two parts, and ψ's Taylor series there: ψ is small, so that a difference would not be exact.
const ROOT: f64 = 1.461_632_144_968_362_3;
const ROOT_REST: f64 = 9.549_995_429_965_697e-17;
const TAYLOR: [f64; 8] = [
    0.967_672_245_447_621_2,
    -0.442_763_168_983_592_1,
    0.258_499_760_955_651,
    -0.163_942_705_442_406_53,
    0.107_824_050_691_262_37,
    -0.072_199_561_256_454_71,
    0.048_804_288_164_143_11,
    -0.033_161_126_474_847_36,
];

/// ψ(x) for x > 0, to a relative error below 1e-12.
pub fn digamma(x: f64) -> f64 {
    let beside = (x - ROOT) - ROOT_REST;
    if beside.abs() < 0.02 {
        return beside * polynomial(&TAYLOR, beside);
    }
    let (large, less) = raised(x);
    let t = large - 0.5;
    let u = 1.0 / (t * t);
    libm::log(t) + u * polynomial(&SERIES, u) - less
}

/// exp ψ(x) for x > 0: 0 where it is below the least number (x < 0.0014).
pub fn exp_digamma(x: f64) -> f64 {
    let (large, less) = raised(x);
    let t = large - 0.5;
    let value = t * polynomial(&EXP_SERIES, 1.0 / (t * t));
    if less == 0.0 {
        value
    } else {
        value * libm::exp(-less)
    }
}

/// Arguments below this one have an exponential near the least number.
const SMALL: f64 = 0.0015;

/// exp ψ of each of `xs`, with the bits of [`exp_digamma`].
pub fn exp_digammas(xs: &[f64], values: &mut [f64]) {
    for (value, x) in values.iter_mut().zip(xs) {
        let (large, less) = raised_without_branch(*x);
        let t = large - 0.5;
        let of_large = t * polynomial(&EXP_SERIES, 1.0 / (t * t));
        let of_small = of_large * exp_of_less(less);
        *value = if *x >= LARGE { of_large } else { of_small };
    }
    for (value, x) in values.iter_mut().zip(xs) {
        if *x < SMALL {
            *value = exp_digamma(*x);
        }
    }
}

/// ψ of each of `xs`, with the bits of [`digamma`].
pub fn digammas(xs: &[f64], values: &mut [f64]) {
    for (value, x) in values.iter_mut().zip(xs) {
        let (large, less) = raised_without_branch(*x);
        let t = large - 0.5;
        let u = 1.0 / (t * t);
        let of_large = log_of_large(t) + u * polynomial(&SERIES, u);
        *value = if *x >= LARGE {
            of_large
        } else {
            of_large - less
        };
    }
    for (value, x) in values.iter_mut().zip(xs) {
        if (x - ROOT).abs() < 0.03 {
            *value = digamma(*x);
        }
    }
}

/// An argument of the series, and by how much ψ is larger there.
fn raised(x: f64) -> (f64, f64) {
    if x >= LARGE {
        return (x, 0.0);
    }
    raised_by_eight(x)
}

/// As [`raised`], but that the second number means nothing where the first is the argument itself.
#[inline(always)]
fn raised_without_branch(x: f64) -> (f64, f64) {
    let (large, less) = raised_by_eight(x);
    (if x >= LARGE { x } else { large }, less)
}

#[inline(always)]
fn raised_by_eight(x: f64) -> (f64, f64) {
    let product =
        ((((((x + 28.0) * x + 322.0) * x + 1960.0) * x + 6769.0) * x + 13132.0) * x + 13068.0) * x
            + 5040.0;
    let slope = ((((((8.0 * x + 196.0) * x + 1932.0) * x + 9800.0) * x + 27076.0) * x + 39396.0)
        * x
        + 26136.0)
        * x
        + 5040.0;
    (x + 8.0, slope / (product * x))
}

/// Σ coefficients[i] xⁱ.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    coefficients
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * x + coefficient)
}
