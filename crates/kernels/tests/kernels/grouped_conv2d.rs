//! Convolutions with dilation and groups, and depthwise ones, against the two oracles on random shapes.

use fashion_kernels::depthwise::DepthwiseConv2d;
use fashion_kernels::grouped_conv2d::GroupedConv2d;
use fashion_kernels::oracle::{
    grouped_conv2d, grouped_conv2d_backward_input, grouped_conv2d_backward_weights,
};

use crate::compare::{assert_bounded, assert_same, doubles, magnitudes};
use crate::draw::Draw;

/// Sides of windows, steps, gaps and paddings in which the kernel fits.
fn window(draw: &mut Draw) -> ([[usize; 2]; 4], [usize; 4]) {
    let kernel = match draw.size(0..=2) {
        0 => [draw.size(1..=4), draw.size(1..=4)],
        _ => [3, 3],
    };
    let strides = match draw.size(0..=3) {
        0 => [draw.size(1..=3), draw.size(1..=3)],
        1 => [2, 2],
        _ => [1, 1],
    };
    let dilation = match draw.size(0..=2) {
        0 => [draw.size(1..=3), draw.size(1..=3)],
        _ => [1, 1],
    };
    let padding: [usize; 4] = std::array::from_fn(|_| draw.size(0..=3));
    let least = |axis: usize| {
        let extent = (kernel[axis] - 1) * dilation[axis] + 1;
        extent
            .saturating_sub(padding[2 * axis] + padding[2 * axis + 1])
            .max(1)
    };
    let image = [0, 1].map(|axis| least(axis) + draw.size(0..=9));
    ([kernel, strides, dilation, image], padding)
}

#[test]
fn grouped_convolutions_equal_the_oracle() {
    for seed in 0..300 {
        let mut draw = Draw::new(seed);
        let ([kernel, strides, dilation, image], padding) = window(&mut draw);
        let groups = draw.size(1..=4);
        let shape = GroupedConv2d {
            input: [image[0], image[1], groups * draw.size(1..=4)],
            filters: groups * draw.size(1..=9),
            kernel,
            strides,
            dilation,
            groups,
            padding,
        };
        let context = format!("seed {seed}: {shape:?}");
        let (x, w) = (
            draw.numbers(shape.input_len()),
            draw.numbers(shape.weights_len()),
        );
        let (bias, dy) = (
            draw.numbers(shape.filters),
            draw.numbers(shape.output_len()),
        );
        let mut scratch = vec![f32::NAN; shape.scratch_len()];

        let mut packed = vec![f32::NAN; shape.packed_len()];
        shape.pack(&w, &mut packed);
        let mut y = vec![f32::NAN; dy.len()];
        shape.forward(&x, &packed, Some(&bias), &mut y, &mut scratch);
        assert_same(&y, &grouped_conv2d(&shape, &x, &w, Some(&bias)), &context);

        let start = draw.numbers(w.len());
        let mut dw = start.clone();
        shape.backward_weights(&x, &dy, &mut dw, &mut scratch);
        let sums = |x: &[f64], dy: &[f64], start: &[f64]| {
            let dw = grouped_conv2d_backward_weights(&shape, x, dy);
            dw.iter().zip(start).map(|(a, b)| a + b).collect::<Vec<_>>()
        };
        let expected = sums(&doubles(&x), &doubles(&dy), &doubles(&start));
        let magnitude = sums(&magnitudes(&x), &magnitudes(&dy), &magnitudes(&start));
        assert_bounded(&dw, &expected, &magnitude, dy.len() + 1, &context);

        let mut packed = vec![f32::NAN; shape.packed_backward_len()];
        shape.pack_backward(&w, &mut packed);
        let mut dx = vec![f32::NAN; x.len()];
        shape.backward_input(&dy, &packed, &mut scratch, &mut dx);
        let expected = grouped_conv2d_backward_input(&shape, &doubles(&dy), &doubles(&w));
        let magnitude = grouped_conv2d_backward_input(&shape, &magnitudes(&dy), &magnitudes(&w));
        assert_bounded(&dx, &expected, &magnitude, w.len() + 1, &context);
    }
}

#[test]
fn depthwise_convolutions_equal_the_oracle() {
    for seed in 0..600 {
        let mut draw = Draw::new(seed);
        let ([kernel, strides, dilation, image], padding) = window(&mut draw);
        let multiplier = if draw.size(0..=2) == 0 {
            draw.size(2..=4)
        } else {
            1
        };
        let shape = DepthwiseConv2d {
            input: [image[0], image[1], draw.size(1..=13)],
            multiplier,
            kernel,
            strides,
            dilation,
            padding,
        };
        let context = format!("seed {seed}: {shape:?}");
        let naive = GroupedConv2d::from(shape);
        assert_eq!(shape.output(), naive.output(), "{context}");
        let (x, w) = (
            draw.numbers(shape.input_len()),
            draw.numbers(shape.weights_len()),
        );
        let (bias, dy) = (
            draw.numbers(shape.channels()),
            draw.numbers(shape.output_len()),
        );
        let mut expanded = vec![f32::NAN; shape.expanded_len()];
        let expanded = shape.expand(&x, &mut expanded);

        let mut packed = vec![f32::NAN; shape.packed_len()];
        shape.pack(&w, &mut packed);
        let mut y = vec![f32::NAN; dy.len()];
        shape.forward(expanded, &packed, Some(&bias), false, &mut y);
        let expected = grouped_conv2d(&naive, &x, &w, Some(&bias));
        assert_same(&y, &expected, &context);
        shape.forward(expanded, &packed, None, true, &mut y);
        let mut expected = grouped_conv2d(&naive, &x, &w, None);
        expected.iter_mut().for_each(|y| *y = y.max(0.0));
        assert_same(&y, &expected, &format!("{context}: relu"));

        let start = draw.numbers(w.len());
        let mut dw = start.clone();
        shape.backward_weights(expanded, &dy, &mut dw);
        let sums = |x: &[f64], dy: &[f64], start: &[f64]| {
            let dw = grouped_conv2d_backward_weights(&naive, x, dy);
            dw.iter().zip(start).map(|(a, b)| a + b).collect::<Vec<_>>()
        };
        let expected = sums(&doubles(&x), &doubles(&dy), &doubles(&start));
        let magnitude = sums(&magnitudes(&x), &magnitudes(&dy), &magnitudes(&start));
        assert_bounded(&dw, &expected, &magnitude, dy.len() + 1, &context);

        let mut packed = vec![f32::NAN; shape.packed_backward_len()];
        shape.pack_backward(&w, &mut packed);
        let mut scratch = vec![f32::NAN; shape.backward_input_scratch_len()];
        let mut dx = vec![f32::NAN; x.len()];
        shape.backward_input(&dy, &packed, &mut scratch, &mut dx);
        let expected = grouped_conv2d_backward_input(&naive, &doubles(&dy), &doubles(&w));
        let magnitude = grouped_conv2d_backward_input(&naive, &magnitudes(&dy), &magnitudes(&w));
        assert_bounded(&dx, &expected, &magnitude, w.len() + 1, &context);
    }
}

#[test]
#[should_panic(expected = "does not fit in 4")]
fn a_kernel_with_its_gaps_must_fit() {
    let shape = DepthwiseConv2d {
        input: [4, 4, 1],
        multiplier: 1,
        kernel: [3, 3],
        strides: [1, 1],
        dilation: [2, 2],
        padding: [0; 4],
    };
    shape.output();
}
