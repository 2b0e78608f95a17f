//! The oracles' own gradients against central differences in double precision.
//!
//! For a random weighting r of the outputs, L(x) = Σ r·f(x) must satisfy ⟨∇L, u⟩ = (L(x + hu) − L(x − hu)) / 2h.

use fashion_kernels::conv2d::Conv2d;
use fashion_kernels::grouped_conv2d::GroupedConv2d;
use fashion_kernels::oracle::*;
use fashion_kernels::pool::Pool2d;

use crate::draw::Draw;

const H: f64 = 1e-5;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// How far the gradient is from the differences along random directions, relative to its size.
fn error(loss: impl Fn(&[f64]) -> f64, x: &[f64], gradient: &[f64], draw: &mut Draw) -> f64 {
    assert_eq!(x.len(), gradient.len());
    let scale = dot(gradient, gradient).sqrt().max(1e-12);
    (0..5)
        .map(|_| {
            let u = draw.doubles(x.len());
            let moved = |h: f64| x.iter().zip(&u).map(|(x, u)| x + h * u).collect::<Vec<_>>();
            let difference = (loss(&moved(H)) - loss(&moved(-H))) / (2.0 * H);
            (dot(gradient, &u) - difference).abs() / scale
        })
        .fold(0.0, f64::max)
}

#[track_caller]
fn accept(loss: impl Fn(&[f64]) -> f64, x: &[f64], gradient: &[f64], draw: &mut Draw) {
    let found = error(&loss, x, gradient, draw);
    assert!(found <= 1e-6, "gradient is off by {found:e}");
    // The test of the test: one part in a thousand too long, or one element lost, must be noticed.
    let longer: Vec<f64> = gradient.iter().map(|g| 1.001 * g).collect();
    assert!(
        error(&loss, x, &longer, draw) > 1e-6,
        "a scaled gradient passes"
    );
    let mut lost = gradient.to_vec();
    let greatest = (0..lost.len())
        .max_by(|a, b| lost[*a].abs().total_cmp(&lost[*b].abs()))
        .unwrap();
    lost[greatest] = 0.0;
    assert!(
        error(&loss, x, &lost, draw) > 1e-6,
        "a gradient with an element missing passes"
    );
}

#[test]
fn convolution() {
    for (seed, (strides, padding)) in [
        ([1, 1], [0; 4]),
        ([2, 1], [1, 2, 0, 1]),
        ([3, 2], [0, 1, 1, 1]),
    ]
    .iter()
    .enumerate()
    {
        let draw = &mut Draw::new(seed as u32);
        let shape = Conv2d {
            input: [7, 6, 3],
            filters: 4,
            kernel: [3, 2],
            strides: *strides,
            padding: *padding,
        };
        let (x, w) = (
            draw.doubles(shape.input_len()),
            draw.doubles(shape.weights_len()),
        );
        let (b, r) = (
            draw.doubles(shape.filters),
            draw.doubles(shape.output_len()),
        );
        let loss = |x: &[f64], w: &[f64], b: &[f64]| dot(&r, &conv2d(&shape, x, w, Some(b)));
        accept(
            |x| loss(x, &w, &b),
            &x,
            &conv2d_backward_input(&shape, &r, &w),
            draw,
        );
        accept(
            |w| loss(&x, w, &b),
            &w,
            &conv2d_backward_weights(&shape, &x, &r),
            draw,
        );
        accept(
            |b| loss(&x, &w, b),
            &b,
            &conv2d_backward_bias(&shape, &r),
            draw,
        );
    }
}

#[test]
fn dense_layer() {
    let draw = &mut Draw::new(2);
    let (rows, inputs, units) = (3, 7, 5);
    let (x, w) = (draw.doubles(rows * inputs), draw.doubles(inputs * units));
    let (b, r) = (draw.doubles(units), draw.doubles(rows * units));
    let loss = |x: &[f64], w: &[f64], b: &[f64]| dot(&r, &dense(inputs, units, x, w, Some(b)));
    accept(
        |x| loss(x, &w, &b),
        &x,
        &dense_backward_input(inputs, units, &r, &w),
        draw,
    );
    accept(
        |w| loss(&x, w, &b),
        &w,
        &dense_backward_weights(inputs, units, &x, &r),
        draw,
    );
    accept(
        |b| loss(&x, &w, b),
        &b,
        &dense_backward_bias(units, &r),
        draw,
    );
}

#[test]
fn max_pooling() {
    let draw = &mut Draw::new(3);
    for (strides, padding) in [([2, 2], [0; 4]), ([1, 2], [1, 1, 0, 1])] {
        let shape = Pool2d {
            input: [5, 6, 3],
            pool: [3, 2],
            strides,
            padding,
        };
        // A permutation of well separated values keeps every window away from ties.
        let mut x: Vec<f64> = (0..90).map(|i| f64::from(i) / 10.0).collect();
        for i in (1..x.len()).rev() {
            x.swap(i, draw.size(0..=i));
        }
        let (y, argmax) = max_pool(&shape, &x);
        let r = draw.doubles(y.len());
        accept(
            |x| dot(&r, &max_pool(&shape, x).0),
            &x,
            &max_pool_backward(&shape, &r, &argmax),
            draw,
        );
    }
}

#[test]
fn average_pooling() {
    let draw = &mut Draw::new(9);
    for (strides, padding) in [([2, 2], [0; 4]), ([1, 2], [1, 1, 0, 1])] {
        let shape = Pool2d {
            input: [5, 6, 3],
            pool: [3, 2],
            strides,
            padding,
        };
        let x = draw.doubles(90);
        let r = draw.doubles(average_pool(&shape, &x).len());
        accept(
            |x| dot(&r, &average_pool(&shape, x)),
            &x,
            &average_pool_backward(&shape, &r),
            draw,
        );
    }
}

#[test]
fn batch_normalization() {
    let draw = &mut Draw::new(6);
    for (rows, channels, epsilon) in [(2, 1, 1e-3), (7, 3, 1e-3), (24, 5, 0.1)] {
        let x = draw.doubles(rows * channels);
        let (gamma, beta) = (draw.doubles(channels), draw.doubles(channels));
        let r = draw.doubles(rows * channels);
        let loss = |x: &[f64], gamma: Option<&[f64]>, beta: Option<&[f64]>| {
            let (mean, variance) = batch_norm_statistics(channels, x);
            dot(&r, &batch_norm(epsilon, x, &mean, &variance, gamma, beta))
        };
        for gamma in [None, Some(&gamma[..])] {
            accept(
                |x| loss(x, gamma, Some(&beta)),
                &x,
                &batch_norm_backward_input(channels, epsilon, &x, &r, gamma),
                draw,
            );
        }
        accept(
            |gamma| loss(&x, Some(gamma), None),
            &gamma,
            &batch_norm_backward_gamma(channels, epsilon, &x, &r),
            draw,
        );
        accept(
            |beta| loss(&x, Some(&gamma), Some(beta)),
            &beta,
            &batch_norm_backward_beta(channels, &r),
            draw,
        );
    }
}

#[test]
fn normalized_batches_have_mean_0_and_variance_1() {
    let x = Draw::new(7).doubles(40);
    let (mean, variance) = batch_norm_statistics(4, &x);
    let y = batch_norm(0.0, &x, &mean, &variance, None, None);
    let (mean, variance) = batch_norm_statistics(4, &y);
    for c in 0..4 {
        assert!(mean[c].abs() < 1e-14 && (variance[c] - 1.0).abs() < 1e-14);
    }
    // The variance is the biased one, and both are of the column: 1, 3 and 5, 5.
    assert_eq!(
        batch_norm_statistics(2, &[1.0, 5.0, 3.0, 5.0]),
        (vec![2.0, 5.0], vec![1.0, 0.0])
    );
}

#[test]
fn activations() {
    let draw = &mut Draw::new(4);
    // Away from relu's kink.
    let x: Vec<f64> = draw
        .doubles(24)
        .iter()
        .map(|x| x + x.signum() * 0.1)
        .collect();
    let r = draw.doubles(24);
    accept(
        |x| dot(&r, &relu(x)),
        &x,
        &relu_backward(&relu(&x), &r),
        draw,
    );
    accept(
        |x| dot(&r, &sigmoid(x)),
        &x,
        &sigmoid_backward(&sigmoid(&x), &r),
        draw,
    );
    accept(
        |x| dot(&r, &softmax(8, x)),
        &x,
        &softmax_backward(8, &softmax(8, &x), &r),
        draw,
    );
    let drop = |x: &[f64]| dropout(x, [1, 2], [3, 4, 5], 0.5);
    accept(|x| dot(&r, &drop(x)), &x, &drop(&r), draw);
}

#[test]
fn losses() {
    let draw = &mut Draw::new(5);
    let z: Vec<f64> = draw.doubles(10).iter().map(|z| 3.0 * z).collect();
    for label in 0..10 {
        accept(
            |z| crossentropy_from_logits(z, label).0,
            &z,
            &crossentropy_from_logits(&z, label).1,
            draw,
        );
        let p = sigmoid(&z);
        accept(
            |p| crossentropy_from_probabilities(p, label).0,
            &p,
            &crossentropy_from_probabilities(&p, label).1,
            draw,
        );
    }
}

#[test]
fn clipped_probabilities_have_no_gradient() {
    for label in [0, 1] {
        let (loss, gradient) = crossentropy_from_probabilities(&[1.0, 1e-9], label);
        let clipped: f64 = [1.0 - 1e-7, 1e-7][label];
        assert!((loss + libm::log(clipped)).abs() < 1e-12);
        assert_eq!(gradient, [0.0, 0.0]);
    }
}

#[test]
fn grouped_convolution() {
    for (seed, (strides, dilation, groups)) in [
        ([1, 1], [2, 1], 2),
        ([2, 1], [1, 3], 1),
        ([1, 1], [1, 1], 4),
    ]
    .into_iter()
    .enumerate()
    {
        let draw = &mut Draw::new(seed as u32);
        let shape = GroupedConv2d {
            input: [7, 8, 4],
            filters: 8,
            kernel: [3, 2],
            strides,
            dilation,
            groups,
            padding: [1, 2, 0, 1],
        };
        let (x, w) = (
            draw.doubles(shape.input_len()),
            draw.doubles(shape.weights_len()),
        );
        let r = draw.doubles(shape.output_len());
        let loss = |x: &[f64], w: &[f64]| dot(&r, &grouped_conv2d(&shape, x, w, None));
        accept(
            |x| loss(x, &w),
            &x,
            &grouped_conv2d_backward_input(&shape, &r, &w),
            draw,
        );
        accept(
            |w| loss(&x, w),
            &w,
            &grouped_conv2d_backward_weights(&shape, &x, &r),
            draw,
        );
    }
}

#[test]
fn functions_of_one_number() {
    for unary in [
        Unary::LeakyRelu { slope: 0.3 },
        Unary::ClippedRelu {
            slope: 0.2,
            most: 0.6,
            threshold: 0.1,
        },
        Unary::Elu { alpha: 1.4 },
        Unary::Gelu,
        Unary::GeluTanh,
        Unary::Silu,
        Unary::HardSwish,
        Unary::Tanh,
    ] {
        let draw = &mut Draw::new(3);
        let mut x = draw.doubles(40);
        x.iter_mut().for_each(|x| *x *= 4.0);
        x.retain(|&x| unary.margin(x) > 1e-3);
        let r = draw.doubles(x.len());
        let gradient: Vec<f64> = x
            .iter()
            .zip(&r)
            .map(|(&x, r)| r * unary.derivative(x))
            .collect();
        let loss = |x: &[f64]| x.iter().zip(&r).map(|(&x, r)| r * unary.value(x)).sum();
        accept(loss, &x, &gradient, draw);
    }
}
