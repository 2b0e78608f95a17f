//! Max pooling against the oracle: ties, NaN, overlaps, padding.

use fashion_kernels::oracle;
use fashion_kernels::pool::Pool2d;

use crate::compare::assert_same;
use crate::draw::Draw;

fn random_shape(draw: &mut Draw) -> Pool2d {
    let pool = [draw.size(1..=4), draw.size(1..=4)];
    let [high, wide] = pool.map(|pool| pool.min(3) - 1);
    Pool2d {
        input: [draw.size(4..=11), draw.size(4..=11), draw.size(1..=11)],
        pool,
        strides: [draw.size(1..=3), draw.size(1..=3)],
        padding: [
            draw.size(0..=high),
            draw.size(0..=high),
            draw.size(0..=wide),
            draw.size(0..=wide),
        ],
    }
}

#[test]
fn random_shapes_equal_the_oracle_with_ties_and_nan() {
    for seed in 0..300 {
        let mut draw = Draw::new(seed);
        let shape = random_shape(&mut draw);
        let context = format!("seed {seed}: {shape:?}");
        // Whole numbers from a small set meet often.
        let mut x = draw.whole(shape.input.iter().product());
        if seed % 2 == 1 {
            for value in &mut x {
                if draw.size(0..=6) == 0 {
                    *value = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.0][draw.size(0..=3)];
                }
            }
        }
        let (expected, expected_argmax) = oracle::max_pool(&shape, &x);
        let mut y = vec![0.0; expected.len()];
        let mut argmax = vec![0; expected.len()];
        shape.max_forward(&x, &mut y, &mut argmax);
        assert_same(&y, &expected, &context);
        assert_eq!(argmax, expected_argmax, "{context}");

        let mut inferred = vec![0.0; expected.len()];
        shape.max_infer(&x, &mut inferred);
        let bits = |y: &[f32]| y.iter().map(|y| y.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&inferred), bits(&y), "{context}: inference");

        let dy = draw.numbers(expected.len());
        let mut dx = vec![f32::NAN; x.len()];
        shape.max_backward(&dy, &argmax, &mut dx);
        assert_same(
            &dx,
            &oracle::max_pool_backward(&shape, &dy, &argmax),
            &context,
        );
    }
}

#[test]
fn the_first_of_equals_wins() {
    let shape = Pool2d {
        input: [2, 2, 5],
        pool: [2, 2],
        strides: [2, 2],
        padding: [0; 4],
    };
    let mut argmax = [9; 5];
    shape.max_forward(&[7.0; 20], &mut [0.0; 5], &mut argmax);
    assert_eq!(argmax, [0, 1, 2, 3, 4]);
}

#[test]
fn the_first_nan_wins_over_everything() {
    let shape = Pool2d {
        input: [1, 4, 1],
        pool: [1, 4],
        strides: [1, 1],
        padding: [0; 4],
    };
    let (mut y, mut argmax) = ([0.0], [9]);
    shape.max_forward(
        &[1.0, f32::NAN, f32::INFINITY, f32::NAN],
        &mut y,
        &mut argmax,
    );
    assert!(y[0].is_nan());
    assert_eq!(argmax, [1]);
}

#[test]
#[should_panic(expected = "leaves windows of 2 empty")]
fn padding_as_wide_as_the_window_is_refused() {
    Pool2d {
        input: [4, 4, 1],
        pool: [2, 2],
        strides: [2, 2],
        padding: [2, 0, 0, 0],
    }
    .output();
}
