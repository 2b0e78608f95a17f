//! Activations with parameters and those that fall and rise again, against the oracle; every length from 0 to 13 for the tails.

use fashion_kernels::activation::*;
use fashion_kernels::math::{exp_m1_4, tanh4};
use fashion_kernels::oracle::Unary;
use fashion_kernels::simd::F32x4;

use crate::compare::{assert_near, doubles};
use crate::draw::Draw;

const CLIPPED: ClippedRelu = ClippedRelu {
    slope: 0.1,
    most: 6.0,
    threshold: 1.0,
};
const SIX: ClippedRelu = ClippedRelu {
    slope: 0.0,
    most: 6.0,
    threshold: 0.0,
};

/// In place: the function, and the gradient from input, output and dy.
type Forward = fn(&mut [f32]);
type Backward = fn(&[f32], &[f32], &mut [f32]);

fn unary(relu: ClippedRelu) -> Unary {
    Unary::ClippedRelu {
        slope: f64::from(relu.slope),
        most: f64::from(relu.most),
        threshold: f64::from(relu.threshold),
    }
}

fn all() -> [(Unary, Forward, Backward); 9] {
    let slope = f64::from(0.3f32);
    let alpha = f64::from(1.3f32);
    [
        (
            Unary::LeakyRelu { slope },
            |x| leaky_relu(x, 0.3),
            |_, y, dy| leaky_relu_backward(y, dy, 0.3),
        ),
        (
            unary(CLIPPED),
            |x| clipped_relu(x, CLIPPED),
            |_, y, dy| clipped_relu_backward(y, dy, CLIPPED),
        ),
        (
            unary(SIX),
            |x| clipped_relu(x, SIX),
            |_, y, dy| clipped_relu_backward(y, dy, SIX),
        ),
        (
            Unary::Elu { alpha },
            |x| elu(x, 1.3),
            |_, y, dy| elu_backward(y, dy, 1.3),
        ),
        (Unary::Gelu, gelu, |x, _, dy| gelu_backward(x, dy)),
        (Unary::GeluTanh, gelu_tanh, |x, _, dy| {
            gelu_tanh_backward(x, dy)
        }),
        (Unary::Silu, silu, |x, _, dy| silu_backward(x, dy)),
        (Unary::HardSwish, hard_swish, |x, _, dy| {
            hard_swish_backward(x, dy)
        }),
        (Unary::Tanh, tanh, |_, y, dy| tanh_backward(y, dy)),
    ]
}

#[test]
fn values_and_gradients_are_near_the_oracle() {
    for (unary, forward, backward) in all() {
        for len in (0..=13).chain([400]) {
            let mut draw = Draw::new(len as u32);
            let x: Vec<f32> = draw.numbers(len).iter().map(|x| 9.0 * x).collect();
            let mut y = x.clone();
            forward(&mut y);
            let context = format!("{unary:?} of {len}");
            let values: Vec<f64> = doubles(&x).iter().map(|&x| unary.value(x)).collect();
            assert_near(&y, &values, 1e-6, 0.2, &context);

            let dy = draw.numbers(len);
            let mut dx = dy.clone();
            backward(&x, &y, &mut dx);
            let slopes = doubles(&x).into_iter().map(|x| unary.derivative(x));
            let expected: Vec<f64> = slopes.zip(&dy).map(|(s, &dy)| s * f64::from(dy)).collect();
            assert_near(&dx, &expected, 2e-6, 0.5, &format!("{context}: gradient"));
        }
    }
}

#[test]
fn what_lies_at_the_bends_and_beyond_all_bounds() {
    for (unary, forward, backward) in all() {
        let x = [0.0f32, -0.0, f32::NAN, 3.0, -3.0, 6.0, 1.0, 80.0, -80.0];
        let mut y = x;
        forward(&mut y);
        let mut dx = [1.0; 9];
        backward(&x, &y, &mut dx);
        for (i, &x) in x.iter().enumerate() {
            let x = f64::from(x);
            let (value, slope) = (unary.value(x), unary.derivative(x));
            if x.is_nan() {
                assert!(y[i].is_nan(), "{unary:?} of NaN is {}", y[i]);
                continue;
            }
            let near = |got: f32, expected: f64| {
                (f64::from(got) - expected).abs() < 1e-6 * (1.0 + expected.abs())
            };
            assert!(
                near(y[i], value),
                "{unary:?}({x}) is {}, expected {value}",
                y[i]
            );
            assert!(
                near(dx[i], slope),
                "{unary:?}'({x}) is {}, expected {slope}",
                dx[i]
            );
        }
    }
    let mut y = [f32::INFINITY, f32::NEG_INFINITY];
    clipped_relu(&mut y, SIX);
    assert_eq!(y, [6.0, 0.0]);
    let mut y = [f32::INFINITY, f32::NEG_INFINITY];
    tanh(&mut y);
    assert_eq!(y, [1.0, -1.0]);
    let mut y = [f32::INFINITY, f32::NEG_INFINITY];
    elu(&mut y, 2.0);
    assert_eq!(y, [f32::INFINITY, -2.0]);
}

/// Units in the last place between a float and a number.
fn ulps(got: f32, expected: f64) -> f64 {
    let unit = f64::from(f32::from_bits((expected.abs() as f32).to_bits() + 1))
        - f64::from(expected.abs() as f32);
    (f64::from(got) - expected).abs() / unit
}

#[test]
fn tanh_and_the_exponential_less_one_are_right_to_four_units() {
    for i in 0..200_000 {
        let x = (i as f32 - 100_000.0) / 9_000.0;
        let tanh = tanh4(F32x4::splat(x)).to_array()[0];
        let off = ulps(tanh, libm::tanh(f64::from(x)));
        assert!(off <= 4.0, "tanh({x}) is {tanh}: {off} units");
        if x < 0.0 {
            let got = exp_m1_4(F32x4::splat(x)).to_array()[0];
            let off = ulps(got, libm::expm1(f64::from(x)));
            assert!(off <= 4.0, "e^{x} - 1 is {got}: {off} units");
        }
    }
}
