//! Convolution and its three gradients against the definition.

use fashion_kernels::conv2d::Conv2d;
use fashion_kernels::gemm::{pack_b, packed_len};
use fashion_kernels::oracle;

use crate::compare::{assert_bounded, assert_same, doubles, magnitudes};
use crate::draw::Draw;

/// Keras' SAME padding: as many outputs as ⌈length / stride⌉, the extra row or column at the end.
fn same(length: usize, kernel: usize, stride: usize) -> [usize; 2] {
    let total = ((length.div_ceil(stride) - 1) * stride + kernel).saturating_sub(length);
    [total / 2, total - total / 2]
}

fn random_shape(draw: &mut Draw) -> Conv2d {
    let kernel = [draw.size(1..=5), draw.size(1..=5)];
    let strides = [draw.size(1..=3), draw.size(1..=3)];
    let input = [draw.size(5..=12), draw.size(5..=12), draw.size(1..=9)];
    let padding = match draw.size(0..=2) {
        0 => [0; 4],
        1 => {
            let [[top, bottom], [left, right]] =
                [0, 1].map(|axis| same(input[axis], kernel[axis], strides[axis]));
            [top, bottom, left, right]
        }
        _ => [0; 4].map(|_| draw.size(0..=3)),
    };
    Conv2d {
        input,
        filters: draw.size(1..=19),
        kernel,
        strides,
        padding,
    }
}

fn padded(shape: &Conv2d, x: &[f32]) -> Vec<f32> {
    let mut padded = vec![f32::NAN; shape.padded_len()];
    shape.pad(x, &mut padded);
    if shape.is_padded() {
        padded
    } else {
        x.to_vec()
    }
}

fn forward(shape: &Conv2d, x: &[f32], w: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
    let mut packed = vec![f32::NAN; packed_len(shape.kernel_len(), shape.filters)];
    pack_b(
        shape.kernel_len(),
        shape.filters,
        w,
        shape.filters,
        &mut packed,
    );
    let mut y = vec![f32::NAN; shape.output_len()];
    shape.forward(&padded(shape, x), &packed, bias, &mut y);
    y
}

fn backward_input(shape: &Conv2d, dy: &[f32], w: &[f32]) -> Vec<f32> {
    let mut packed = vec![f32::NAN; shape.packed_backward_input_len()];
    shape.pack_backward_input(w, &mut packed);
    let mut scratch = vec![f32::NAN; shape.backward_input_scratch_len()];
    let mut dx = vec![f32::NAN; shape.input_len()];
    shape.backward_input(dy, &packed, &mut scratch, &mut dx);
    dx
}

fn for_each_shape(check: impl Fn(&Conv2d, &mut Draw, &str)) {
    let fixed = [
        Conv2d {
            input: [28, 28, 1],
            filters: 32,
            kernel: [3, 3],
            strides: [1, 1],
            padding: [0; 4],
        },
        Conv2d {
            input: [13, 13, 32],
            filters: 64,
            kernel: [3, 3],
            strides: [1, 1],
            padding: [0; 4],
        },
        Conv2d {
            input: [7, 7, 16],
            filters: 24,
            kernel: [3, 3],
            strides: [1, 1],
            padding: [1; 4],
        },
        Conv2d {
            input: [6, 5, 8],
            filters: 8,
            kernel: [1, 1],
            strides: [1, 1],
            padding: [0; 4],
        },
        Conv2d {
            input: [3, 3, 2],
            filters: 5,
            kernel: [3, 3],
            strides: [1, 1],
            padding: [4, 3, 5, 3],
        },
    ];
    for seed in 0..150 {
        let mut draw = Draw::new(seed);
        let shape = fixed
            .get(seed as usize)
            .copied()
            .unwrap_or_else(|| random_shape(&mut draw));
        check(&shape, &mut draw, &format!("seed {seed}: {shape:?}"));
    }
}

#[test]
fn forward_equals_the_oracle() {
    for_each_shape(|shape, draw, context| {
        let (x, w) = (
            draw.numbers(shape.input_len()),
            draw.numbers(shape.weights_len()),
        );
        let bias = draw.numbers(shape.filters);
        assert_same(
            &forward(shape, &x, &w, None),
            &oracle::conv2d(shape, &x, &w, None),
            context,
        );
        let y = forward(shape, &x, &w, Some(&bias));
        assert_same(&y, &oracle::conv2d(shape, &x, &w, Some(&bias)), context);
        let exact = oracle::conv2d(shape, &doubles(&x), &doubles(&w), Some(&doubles(&bias)));
        let bound = oracle::conv2d(
            shape,
            &magnitudes(&x),
            &magnitudes(&w),
            Some(&magnitudes(&bias)),
        );
        assert_bounded(&y, &exact, &bound, shape.kernel_len() + 1, context);
    });
}

#[test]
fn backward_weights_equals_the_oracle_and_accumulates() {
    for_each_shape(|shape, draw, context| {
        let (x, dy) = (
            draw.numbers(shape.input_len()),
            draw.numbers(shape.output_len()),
        );
        let mut dw = vec![0.0; shape.weights_len()];
        shape.backward_weights(&padded(shape, &x), &dy, &mut dw);
        assert_same(
            &dw,
            &oracle::conv2d_backward_weights(shape, &x, &dy),
            context,
        );
        let exact = oracle::conv2d_backward_weights(shape, &doubles(&x), &doubles(&dy));
        let bound = oracle::conv2d_backward_weights(shape, &magnitudes(&x), &magnitudes(&dy));
        assert_bounded(
            &dw,
            &exact,
            &bound,
            shape.output_len() / shape.filters,
            context,
        );

        let (x, dy) = (
            draw.whole(shape.input_len()),
            draw.whole(shape.output_len()),
        );
        let once = oracle::conv2d_backward_weights(shape, &x, &dy);
        let mut dw = once.clone();
        shape.backward_weights(&padded(shape, &x), &dy, &mut dw);
        assert_same(
            &dw,
            &once.iter().map(|x| 2.0 * x).collect::<Vec<_>>(),
            context,
        );
    });
}

#[test]
fn backward_bias_equals_the_oracle_and_accumulates() {
    for_each_shape(|shape, draw, context| {
        let dy = draw.numbers(shape.output_len());
        let mut db = vec![0.0; shape.filters];
        shape.backward_bias(&dy, &mut db);
        assert_same(&db, &oracle::conv2d_backward_bias(shape, &dy), context);
        let mut more = vec![1024.0; shape.filters];
        shape.backward_bias(&vec![1.0; dy.len()], &mut more);
        assert_same(
            &more,
            &vec![1024.0 + (dy.len() / shape.filters) as f32; shape.filters],
            context,
        );
    });
}

#[test]
fn backward_input_equals_the_oracle() {
    for_each_shape(|shape, draw, context| {
        let (dy, w) = (
            draw.numbers(shape.output_len()),
            draw.numbers(shape.weights_len()),
        );
        let dx = backward_input(shape, &dy, &w);
        let exact = oracle::conv2d_backward_input(shape, &doubles(&dy), &doubles(&w));
        let bound = oracle::conv2d_backward_input(shape, &magnitudes(&dy), &magnitudes(&w));
        let terms = shape.kernel[0] * shape.kernel[1] * shape.filters;
        assert_bounded(&dx, &exact, &bound, terms, context);

        let (dy, w) = (
            draw.whole(shape.output_len()),
            draw.whole(shape.weights_len()),
        );
        let exact = oracle::conv2d_backward_input(shape, &dy, &w);
        assert_same(&backward_input(shape, &dy, &w), &exact, context);
    });
}

#[test]
fn padding_surrounds_the_image_with_zeros() {
    let shape = Conv2d {
        input: [2, 2, 1],
        filters: 1,
        kernel: [1, 1],
        strides: [1, 1],
        padding: [1, 0, 2, 1],
    };
    let expected = [0., 0., 0., 0., 0., 0., 0., 1., 2., 0., 0., 0., 3., 4., 0.];
    assert_eq!(padded(&shape, &[1.0, 2.0, 3.0, 4.0]), expected);
    assert_eq!(shape.padded_input(), [3, 5, 1]);
    assert_eq!(shape.output(), [3, 5, 1]);
}

#[test]
fn nan_in_a_pixel_reaches_what_reads_it() {
    let shape = Conv2d {
        input: [6, 6, 1],
        filters: 3,
        kernel: [3, 3],
        strides: [1, 1],
        padding: [0; 4],
    };
    let mut x = vec![1.0; 36];
    x[0] = f32::NAN;
    let y = forward(&shape, &x, &[1.0; 27], None);
    assert!(y[..3].iter().all(|y| y.is_nan()));
    assert!(y[3..].iter().all(|y| *y == 9.0));
}

#[test]
#[should_panic(expected = "does not fit in 2")]
fn a_kernel_larger_than_its_input_is_refused() {
    Conv2d {
        input: [2, 5, 1],
        filters: 1,
        kernel: [3, 3],
        strides: [1, 1],
        padding: [0; 4],
    }
    .output();
}
