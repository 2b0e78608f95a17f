//! exp and ln over all exponents, against libm in double precision.

use fashion_kernels::math::{exp, exp4, ln};
use fashion_kernels::simd::F32x4;

use crate::draw::Draw;

/// Floats of every exponent and both signs, `count` mantissas each, subnormals included.
fn sweep(count: usize) -> impl Iterator<Item = f32> {
    let mut draw = Draw::new(11);
    (0..=254_u32).flat_map(move |exponent| {
        let mantissas: Vec<u32> = [0, 1, 0x7f_ffff, 0x35_04f3, 0x35_04f2]
            .into_iter()
            .chain((0..count).map(|_| draw.word() & 0x7f_ffff))
            .collect();
        mantissas
            .into_iter()
            .map(move |mantissa| f32::from_bits(exponent << 23 | mantissa))
    })
}

/// The distance in units in the last place of the expected value.
fn ulps(got: f32, expected: f64) -> f64 {
    let nearest = expected as f32;
    if got == nearest {
        return 0.0;
    }
    let exponent = (nearest.abs().to_bits() >> 23).max(1) as i32 - 150;
    (f64::from(got) - expected).abs() / libm::ldexp(1.0, exponent)
}

#[test]
fn exp_is_within_two_ulps() {
    let mut worst = 0.0_f64;
    let near = (0..400_000).map(|i| -104.5 + i as f32 * (194.0 / 400_000.0));
    for x in sweep(400).flat_map(|x| [x, -x]).chain(near) {
        let error = ulps(exp(x), libm::exp(f64::from(x)));
        assert!(
            error <= 2.0,
            "exp({x:e}) = {:e} is {error} ulps off",
            exp(x)
        );
        worst = worst.max(error);
    }
    println!("exp: at most {worst:.3} ulps");
}

#[test]
fn ln_is_within_two_ulps() {
    let mut worst = 0.0_f64;
    let near = (0..200_000).map(|i| 0.5 + i as f32 * (1.5 / 200_000.0));
    let nearest = (0..2000_u32).map(|i| f32::from_bits(1.0_f32.to_bits() - 1000 + i));
    for x in sweep(400).filter(|x| *x > 0.0).chain(near).chain(nearest) {
        let error = ulps(ln(x), libm::log(f64::from(x)));
        assert!(error <= 2.0, "ln({x:e}) = {:e} is {error} ulps off", ln(x));
        worst = worst.max(error);
    }
    println!("ln: at most {worst:.3} ulps");
}

#[test]
fn special_values_are_right() {
    assert_eq!(exp(0.0), 1.0);
    assert_eq!(exp(-0.0), 1.0);
    assert_eq!(exp(f32::INFINITY), f32::INFINITY);
    assert_eq!(exp(f32::NEG_INFINITY).to_bits(), 0);
    assert!(exp(f32::NAN).is_nan() && exp(-f32::NAN).is_nan());
    assert_eq!(exp(88.722_84), f32::INFINITY);
    assert!(exp(88.722_83).is_finite());
    assert_eq!(exp(-103.0), libm::exp(-103.0) as f32);
    assert_eq!(exp(-104.0), 0.0);
    assert_eq!(ln(1.0).to_bits(), 0);
    assert_eq!(ln(0.0), f32::NEG_INFINITY);
    assert_eq!(ln(-0.0), f32::NEG_INFINITY);
    assert_eq!(ln(f32::INFINITY), f32::INFINITY);
    assert!(ln(-1.0).is_nan() && ln(f32::NEG_INFINITY).is_nan() && ln(f32::NAN).is_nan());
    assert_eq!(ln(1e-45), libm::log(f64::from(1e-45_f32)) as f32);
}

#[test]
fn lanes_and_scalar_have_the_same_bits() {
    let all: Vec<f32> = sweep(40)
        .flat_map(|x| [x, -x])
        .chain([f32::INFINITY, f32::NEG_INFINITY, f32::NAN])
        .collect();
    for x in all.chunks_exact(4) {
        let lanes = exp4(F32x4::load(x)).to_array();
        for (x, lane) in x.iter().zip(lanes) {
            assert_eq!(lane.to_bits(), exp(*x).to_bits(), "exp({x:e})");
        }
    }
}
