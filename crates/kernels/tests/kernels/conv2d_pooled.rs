//! A convolution with 2 × 2 max pooling in its store, and gradients of its maxima only, against the two oracles.

use fashion_kernels::conv2d::Conv2d;
use fashion_kernels::conv2d::epilogue::Epilogue;
use fashion_kernels::gemm::{pack_b, packed_len};
use fashion_kernels::oracle;
use fashion_kernels::pool::Pool2d;

use crate::compare::{assert_bounded, assert_same, doubles, magnitudes};
use crate::draw::Draw;

fn random_shape(draw: &mut Draw) -> Conv2d {
    let kernel = [draw.size(1..=5), draw.size(1..=5)];
    Conv2d {
        input: [
            draw.size(7..=13),
            draw.size(7..=13),
            [1, 2, 3, 4, 8, 32][draw.size(0..=5)],
        ],
        filters: draw.size(1..=19),
        kernel,
        strides: [draw.size(1..=2), draw.size(1..=2)],
        padding: [0; 4].map(|_| draw.size(0..=1)),
    }
}

/// A case: shape, padded image with slack, kernel, bias.
fn for_each_case(check: impl Fn(&Conv2d, &mut Draw, &[f32], &[f32], &str)) {
    for seed in 0..150 {
        let mut draw = Draw::new(1000 + seed);
        let shape = match seed {
            0 => Conv2d {
                input: [28, 28, 1],
                filters: 32,
                kernel: [3, 3],
                strides: [3, 3],
                padding: [0; 4],
            },
            1 => Conv2d {
                input: [13, 13, 32],
                filters: 64,
                kernel: [3, 3],
                strides: [1, 1],
                padding: [0; 4],
            },
            2 => Conv2d {
                input: [28, 28, 1],
                filters: 32,
                kernel: [5, 5],
                strides: [1, 1],
                padding: [2; 4],
            },
            _ => random_shape(&mut draw),
        };
        let x = draw.numbers(shape.input_len());
        let w = draw.numbers(shape.weights_len());
        let context = format!("seed {seed}: {shape:?}");
        check(&shape, &mut draw, &x, &w, &context);
    }
}

fn padded(shape: &Conv2d, x: &[f32]) -> Vec<f32> {
    let mut all = x.to_vec();
    if shape.is_padded() {
        all = vec![f32::NAN; shape.padded_len()];
        shape.pad(x, &mut all);
    }
    // What lies behind the image must not matter.
    all.extend([f32::NAN; Conv2d::SLACK]);
    all
}

fn pool(shape: &Conv2d) -> Pool2d {
    Pool2d {
        input: shape.output(),
        pool: [2, 2],
        strides: [2, 2],
        padding: [0; 4],
    }
}

/// Pooled outputs and maxima of our kernel.
fn forward(shape: &Conv2d, x: &[f32], w: &[f32], epilogue: Epilogue) -> (Vec<f32>, Vec<u32>) {
    let mut panels = vec![f32::NAN; packed_len(shape.kernel_len(), shape.filters)];
    pack_b(
        shape.kernel_len(),
        shape.filters,
        w,
        shape.filters,
        &mut panels,
    );
    let x = padded(shape, x);
    let x = &x[..x.len() - Conv2d::SLACK];
    let mut y = vec![f32::NAN; shape.pooled_len()];
    let mut argmax = vec![u32::MAX; y.len()];
    shape.forward_pooled(x, &panels, epilogue, &mut y, &mut argmax);
    let mut inferred = vec![f32::NAN; y.len()];
    shape.forward_pooled(x, &panels, epilogue, &mut inferred, &mut []);
    assert_same(&inferred, &y, "with and without argmax");
    (y, argmax)
}

/// The oracle's maxima (offsets in the output) as offsets of their patches in the padded image.
fn patches(shape: &Conv2d, argmax: &[u32]) -> Vec<u32> {
    let ([_, columns, filters], [_, width, channels]) = (shape.output(), shape.padded_input());
    (argmax.iter())
        .map(|&place| {
            let place = place as usize / filters;
            let (row, column) = (place / columns, place % columns);
            ((row * shape.strides[0] * width + column * shape.strides[1]) * channels) as u32
        })
        .collect()
}

#[test]
fn forward_equals_convolution_then_pooling() {
    for_each_case(|shape, draw, x, w, context| {
        let [rows, columns, _] = shape.output();
        if rows < 2 || columns < 2 {
            return;
        }
        let bias = draw.numbers(shape.filters);
        let outputs = oracle::conv2d(shape, x, w, Some(&bias));
        let (best, argmax) = oracle::max_pool(&pool(shape), &outputs);
        let (y, own) = forward(
            shape,
            x,
            w,
            Epilogue {
                bias: Some(&bias),
                relu: false,
                ..Epilogue::default()
            },
        );
        assert_same(&y, &best, context);
        assert_eq!(own, patches(shape, &argmax), "{context}: argmax");
        let (y, _) = forward(
            shape,
            x,
            w,
            Epilogue {
                bias: Some(&bias),
                relu: true,
                ..Epilogue::default()
            },
        );
        let rectified: Vec<f32> = best.iter().map(|v| v.max(0.0)).collect();
        assert_same(&y, &rectified, context);
    });
}

/// In panels of eight filters, which are taken for numbers first, and in those with fewer.
#[test]
fn nan_wins() {
    for filters in [5, 8, 13] {
        nan_wins_among(filters);
    }
}

fn nan_wins_among(filters: usize) {
    let shape = Conv2d {
        input: [8, 8, 4],
        filters,
        kernel: [3, 3],
        strides: [1, 1],
        padding: [0; 4],
    };
    let mut draw = Draw::new(5);
    let (mut x, w) = (
        draw.numbers(shape.input_len()),
        draw.numbers(shape.weights_len()),
    );
    x[3 * 8 * 4 + 17] = f32::NAN;
    let outputs = oracle::conv2d(&shape, &x, &w, None);
    let (best, argmax) = oracle::max_pool(&pool(&shape), &outputs);
    let (y, own) = forward(
        &shape,
        &x,
        &w,
        Epilogue {
            bias: None,
            relu: true,
            ..Epilogue::default()
        },
    );
    for (y, best) in y.iter().zip(&best) {
        assert!(*y == best.max(0.0) || (y.is_nan() && best.is_nan()));
    }
    assert_eq!(own, patches(&shape, &argmax));
}

#[test]
fn gradients_equal_the_oracles() {
    for_each_case(|shape, draw, x, w, context| {
        let [rows, columns, _] = shape.output();
        if rows < 2 || columns < 2 {
            return;
        }
        let outputs = oracle::conv2d(shape, x, w, None);
        let (_, argmax) = oracle::max_pool(&pool(shape), &outputs);
        // About half of the maxima are dead, as behind relu and dropout.
        let dy: Vec<f32> = (draw.numbers(shape.pooled_len()).into_iter())
            .map(|v| v.max(0.0))
            .collect();
        let spread = oracle::max_pool_backward(&pool(shape), &dy, &argmax);
        let own = patches(shape, &argmax);
        let channels = shape.input[2];
        let mut scratch = vec![u32::MAX; shape.pooled_scratch_len(channels % 4 == 0)];
        let mut packed = vec![f32::NAN; shape.packed_pooled_len()];
        shape.pack_pooled(w, &mut packed);
        // Several images, so that lists are made of some of them together; all are the same here.
        let (count, len) = (11, shape.padded_input().iter().product::<usize>());
        let images = [
            &padded(shape, x)[..len].repeat(count),
            &[f32::NAN; Conv2d::SLACK][..],
        ]
        .concat();
        let mut dx = vec![f32::NAN; count * len];
        let mut sums = vec![0.0; shape.pooled_gradient_len()];
        shape.backward_pooled(
            &images,
            &dy.repeat(count),
            &own.repeat(count),
            &mut scratch,
            &mut sums,
            (channels % 4 == 0).then_some((&packed, &mut dx)),
        );
        let mut dw = vec![0.0; shape.weights_len()];
        shape.finish_weights_pooled(&sums, &mut dw);
        let times = |values: Vec<f64>| values.iter().map(|v| v * count as f64).collect::<Vec<_>>();
        let exact = oracle::conv2d_backward_weights(shape, &doubles(x), &doubles(&spread));
        let bound = oracle::conv2d_backward_weights(shape, &magnitudes(x), &magnitudes(&spread));
        let (exact, bound) = (times(exact), times(bound));
        assert_bounded(&dw, &exact, &bound, count * rows * columns + 2, context);

        if channels % 4 != 0 {
            return;
        }
        let (dx, others) = dx.split_at(len);
        for other in others.chunks_exact(len) {
            assert_same(other, dx, "every image has the same gradient");
        }
        let exact = oracle::conv2d_backward_input(shape, &doubles(&spread), &doubles(w));
        let bound = oracle::conv2d_backward_input(shape, &magnitudes(&spread), &magnitudes(w));
        let ([top, _, left, _], [_, width, _]) = (shape.padding, shape.padded_input());
        let cropped: Vec<f32> = (0..shape.input_len())
            .map(|i| {
                let (place, channel) = (i / channels, i % channels);
                let (row, column) = (place / shape.input[1], place % shape.input[1]);
                dx[((top + row) * width + left + column) * channels + channel]
            })
            .collect();
        let terms = shape.kernel[0] * shape.kernel[1] * shape.filters;
        assert_bounded(&cropped, &exact, &bound, terms + 2, context);
    });
}
