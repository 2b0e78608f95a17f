//! Tails and quantiles of the normal, Student's t and the chi-square distribution.
//!
//! All are two-sided: the tail of t is the probability of being farther from 0 than t, the quantile of a level is the t that a
//! value stays within with that probability. A quantile is found by Newton's method on the tail: densities fall from 0 on, so
//! that from 0 every step ends before the root or on it.

use libm::{erfc, exp, lgamma, log, log1p, sqrt};
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The z that a normal variable stays within ± with probability `level`, in standard deviations.
pub fn normal_quantile(level: f64) -> f64 {
    let density = |z: f64| sqrt(2.0 / PI) * exp(-z * z / 2.0);
    newton(level, |z| erfc(z * FRAC_1_SQRT_2), density)
}

/// The t that a variable of Student's distribution stays within ± with probability `level`.
pub fn student_quantile(level: f64, freedom: f64) -> f64 {
    let half = freedom / 2.0;
    let scale = 2.0 * exp(log_gamma_step(half)) / sqrt(freedom * PI);
    let density = |t: f64| scale * exp(-(half + 0.5) * log1p(t * t / freedom));
    newton(level, |t| student_tail(t, freedom), density)
}

/// The probability that a variable of Student's distribution with so many degrees of freedom is farther from 0 than `t`: the
/// regularized incomplete beta function of `x = ν / (ν + t²)` with `a = ν / 2`, `b = 1/2` (Abramowitz & Stegun 26.7.1).
pub fn student_tail(t: f64, freedom: f64) -> f64 {
    let (a, b) = (freedom / 2.0, 0.5);
    let square = t * t;
    if square == 0.0 {
        return 1.0;
    }
    if square.is_infinite() {
        return 0.0;
    }
    let (x, y) = (freedom / (freedom + square), square / (freedom + square));
    let powers = -a * log1p(square / freedom) + b * log(y);
    let front = exp(log_gamma_step(a) + powers) / sqrt(PI);
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, y) / b
    }
}

/// The probability that a chi-square variable of one degree of freedom exceeds `value`.
pub fn chi_square_tail(value: f64) -> f64 {
    erfc(sqrt(value / 2.0))
}

fn newton(level: f64, tail: impl Fn(f64) -> f64, density: impl Fn(f64) -> f64) -> f64 {
    let mut at = 0.0;
    for _ in 0..1000 {
        let next = at + (tail(at) - (1.0 - level)) / density(at);
        // Rounding ends it; NaN, too.
        if next.partial_cmp(&at) != Some(std::cmp::Ordering::Greater) {
            break;
        }
        at = next;
    }
    at
}

/// `ln Γ(a + 1/2) − ln Γ(a)`; of a large `a` by its asymptotic series, since the difference of large logarithms has few digits.
fn log_gamma_step(a: f64) -> f64 {
    if a < 50.0 {
        return lgamma(a + 0.5) - lgamma(a);
    }
    let (one, square) = (1.0 / a, 1.0 / (a * a));
    0.5 * log(a) - one * (1.0 / 8.0 - square * (1.0 / 192.0 - square / 640.0))
}

/// The continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8), by Lentz's method as in Numerical
/// Recipes, "Incomplete Beta Function". It takes some √max(a, b) steps.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let off_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / off_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..1_000_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut factor = 1.0;
        for term in [even, odd] {
            d = 1.0 / off_zero(1.0 + term * d);
            c = off_zero(1.0 + term / c);
            factor = d * c;
            value *= factor;
        }
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}
