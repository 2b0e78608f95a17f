//! Convolution through tiles against the definition, within a stated share of the greatest value.
//!
//! Tiles add other terms than the definition, so the bound is of another kind: max |Δ| ≤ 5e-6 of max |y| (F(4, 3), with
//! up to 64 channels; measured below), and the same bits whatever stands beside an image.

use fashion_kernels::conv2d::Conv2d;
use fashion_kernels::conv2d::epilogue::Epilogue;
use fashion_kernels::conv2d::winograd::Winograd;
use fashion_kernels::oracle;
use fashion_kernels::pool::Pool2d;
use fashion_kernels::vector;

use crate::compare::{assert_same, doubles};
use crate::draw::Draw;

const TOLERANCE: f64 = 3e-5;

fn shape(input: [usize; 3], filters: usize, padding: [usize; 4]) -> Conv2d {
    of_taps(3, input, filters, padding)
}

fn of_taps(taps: usize, input: [usize; 3], filters: usize, padding: [usize; 4]) -> Conv2d {
    Conv2d {
        input,
        filters,
        kernel: [taps; 2],
        strides: [1, 1],
        padding,
    }
}

fn shapes() -> Vec<(Conv2d, Draw)> {
    let fixed = [
        shape([28, 28, 32], 32, [1; 4]),
        shape([14, 14, 32], 64, [1; 4]),
        shape([14, 14, 64], 64, [1; 4]),
        shape([13, 13, 32], 64, [0; 4]),
        shape([5, 4, 12], 16, [2, 1, 0, 2]),
        of_taps(5, [12, 12, 32], 64, [0; 4]),
        of_taps(5, [28, 28, 16], 32, [2; 4]),
        of_taps(5, [14, 14, 64], 64, [2; 4]),
        of_taps(5, [7, 6, 12], 16, [4, 1, 0, 3]),
    ];
    (0..90)
        .map(|seed| {
            let mut draw = Draw::new(seed);
            let taps = if seed < 60 { 3 } else { 5 };
            let random = of_taps(
                taps,
                [
                    draw.size(taps..=15),
                    draw.size(taps..=15),
                    4 * draw.size(2..=6),
                ],
                4 * draw.size(2..=7),
                [0; 4].map(|_| draw.size(0..=taps - 1)),
            );
            (fixed.get(seed as usize).copied().unwrap_or(random), draw)
        })
        .collect()
}

#[track_caller]
fn assert_close(got: &[f32], expected: &[f64], context: &str) {
    assert_eq!(got.len(), expected.len(), "{context}: length");
    let greatest = expected.iter().fold(0.0f64, |m, v| m.max(v.abs()));
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        let error = (f64::from(*got) - expected).abs();
        assert!(
            error <= TOLERANCE * greatest,
            "{context}: element {i} is {got:e}, expected {expected:e}, {:e} of the greatest",
            error / greatest
        );
    }
}

fn packed(winograd: &Winograd, w: &[f32]) -> Vec<f32> {
    let mut packed = vec![f32::NAN; winograd.packed_len()];
    winograd.pack(w, &mut packed);
    packed
}

fn forward(
    winograd: &Winograd,
    count: usize,
    x: &[f32],
    w: &[f32],
    epilogue: Epilogue,
    len: usize,
) -> Vec<f32> {
    let mut scratch = vec![f32::NAN; winograd.scratch_len()];
    let mut y = vec![f32::NAN; count * len];
    let packed = packed(winograd, w);
    winograd.forward(count, x, &packed, epilogue, &mut y, &mut scratch);
    y
}

#[test]
fn forward_is_close_and_alone_equals_among_others() {
    let mut tiled = [0; 2];
    for (seed, (shape, mut draw)) in shapes().into_iter().enumerate() {
        let context = format!("seed {seed}: {shape:?}");
        let Some(winograd) = shape.winograd(false) else {
            continue;
        };
        tiled[usize::from(shape.kernel == [5, 5])] += 1;
        let w = draw.numbers(shape.weights_len());
        let bias = draw.numbers(shape.filters);
        let count = 3;
        let x = draw.numbers(count * shape.input_len());
        let plain = Epilogue {
            bias: Some(&bias),
            relu: false,
            ..Epilogue::default()
        };
        let y = forward(&winograd, count, &x, &w, plain, shape.output_len());
        let relu = Epilogue {
            bias: Some(&bias),
            relu: true,
            ..Epilogue::default()
        };
        let rectified = forward(&winograd, count, &x, &w, relu, shape.output_len());
        for (y, r) in y.iter().zip(&rectified) {
            assert_eq!(*r, y.max(0.0), "{context}");
        }
        let added = draw.numbers(y.len());
        let sum = Epilogue {
            added: Some(&added),
            ..relu
        };
        let sum = forward(&winograd, count, &x, &w, sum, shape.output_len());
        let mut exact = y.clone();
        vector::add_relu(&mut exact, &added);
        assert_same(&sum, &exact, &context);
        for (image, x) in x.chunks(shape.input_len()).enumerate() {
            let own = &y[image * shape.output_len()..][..shape.output_len()];
            let exact = oracle::conv2d(&shape, &doubles(x), &doubles(&w), Some(&doubles(&bias)));
            assert_close(own, &exact, &context);
            let alone = forward(&winograd, 1, x, &w, plain, shape.output_len());
            assert_same(&alone, own, &context);
        }
    }
    assert!(
        tiled[0] > 40 && tiled[1] > 15,
        "only {tiled:?} shapes of 3 × 3 and 5 × 5 went through tiles"
    );
}

#[test]
fn pooled_equals_pooling_behind() {
    for (seed, (shape, mut draw)) in shapes().into_iter().enumerate() {
        let context = format!("seed {seed}: {shape:?}");
        let Some(pooled) = shape.winograd(true) else {
            continue;
        };
        let [rows, columns, filters] = shape.output();
        if rows < 2 || columns < 2 {
            continue;
        }
        let w = draw.numbers(shape.weights_len());
        let bias = draw.numbers(filters);
        let count = 2;
        let x = draw.numbers(count * shape.input_len());
        let len = shape.pooled_len();
        let (mut y, mut argmax) = (vec![f32::NAN; count * len], vec![u32::MAX; count * len]);
        let mut scratch = vec![f32::NAN; pooled.scratch_len()];
        let epilogue = Epilogue {
            bias: Some(&bias),
            relu: true,
            ..Epilogue::default()
        };
        let panels = packed(&pooled, &w);
        pooled.forward_pooled(
            count,
            &x,
            &panels,
            epilogue,
            &mut y,
            &mut argmax,
            &mut scratch,
        );
        let mut inferred = vec![f32::NAN; count * len];
        pooled.forward_pooled(
            count,
            &x,
            &panels,
            epilogue,
            &mut inferred,
            &mut [],
            &mut scratch,
        );
        assert_same(&inferred, &y, &context);
        for (image, x) in x.chunks(shape.input_len()).enumerate() {
            let exact = oracle::conv2d(&shape, &doubles(x), &doubles(&w), Some(&doubles(&bias)));
            let greatest = exact.iter().fold(0.0f64, |m, v| m.max(v.abs()));
            let pool = Pool2d {
                input: [rows, columns, filters],
                pool: [2, 2],
                strides: [2, 2],
                padding: [0; 4],
            };
            let (best, _) = oracle::max_pool(&pool, &exact);
            let width = shape.padded_input()[1];
            for (i, best) in best.iter().enumerate() {
                let got = f64::from(y[image * len + i]);
                assert!(
                    (got - best.max(0.0)).abs() <= TOLERANCE * greatest,
                    "{context}: {i}"
                );
                // The maximum's own output is the best, up to the tolerance.
                let place = argmax[image * len + i] as usize / shape.input[2];
                let output = (place / width * columns + place % width) * filters + i % filters;
                assert!(
                    (exact[output] - best).abs() <= 2.0 * TOLERANCE * greatest,
                    "{context}: {i}"
                );
            }
        }
    }
}

#[test]
fn gradients_are_close() {
    for (seed, (shape, mut draw)) in shapes().into_iter().enumerate() {
        let context = format!("seed {seed}: {shape:?}");
        let w = draw.numbers(shape.weights_len());
        let count = 2;
        let x = draw.numbers(count * shape.input_len());
        let dy = draw.numbers(count * shape.output_len());
        if let Some(winograd) = shape.winograd(false) {
            let mut scratch = vec![f32::NAN; winograd.scratch_len()];
            let mut sums = vec![0.0; winograd.gradient_len()];
            winograd.backward_weights(count, &x, &dy, &mut scratch, &mut sums);
            let mut dw = vec![0.0; shape.weights_len()];
            winograd.finish_weights(&sums, &mut dw);
            let mut exact = vec![0.0; shape.weights_len()];
            for (x, dy) in x
                .chunks(shape.input_len())
                .zip(dy.chunks(shape.output_len()))
            {
                let image = oracle::conv2d_backward_weights(&shape, &doubles(x), &doubles(dy));
                exact
                    .iter_mut()
                    .zip(image)
                    .for_each(|(sum, value)| *sum += value);
            }
            assert_close(&dw, &exact, &context);
        }
        if let Some(turned) = shape.turned()
            && let Some(winograd) = turned.winograd(false)
        {
            let mut panels = vec![f32::NAN; winograd.packed_len()];
            winograd.pack_turned(&w, &mut panels);
            let mut scratch = vec![f32::NAN; winograd.scratch_len()];
            let mut dx = vec![f32::NAN; count * shape.input_len()];
            let plain = Epilogue {
                bias: None,
                relu: false,
                ..Epilogue::default()
            };
            winograd.forward(count, &dy, &panels, plain, &mut dx, &mut scratch);
            for (dx, dy) in dx
                .chunks(shape.input_len())
                .zip(dy.chunks(shape.output_len()))
            {
                let exact = oracle::conv2d_backward_input(&shape, &doubles(dy), &doubles(&w));
                assert_close(dx, &exact, &context);
            }
        }
    }
}

#[test]
fn a_nan_weight_reaches_the_output() {
    nan_weights(shape([8, 8, 8], 8, [1; 4]));
    nan_weights(of_taps(5, [10, 10, 8], 8, [2; 4]));
}

fn nan_weights(shape: Conv2d) {
    let winograd = shape.winograd(false).expect("these go through tiles");
    let mut draw = Draw::new(1);
    let x = draw.numbers(shape.input_len());
    for at in 0..shape.weights_len() {
        let mut w = draw.numbers(shape.weights_len());
        w[at] = f32::NAN;
        let plain = Epilogue {
            bias: None,
            relu: true,
            ..Epilogue::default()
        };
        let y = forward(&winograd, 1, &x, &w, plain, shape.output_len());
        let reached = y.iter().skip(at % 8).step_by(8).any(|v| v.is_nan());
        assert!(reached, "NaN in weight {at} is gone");
    }
}
