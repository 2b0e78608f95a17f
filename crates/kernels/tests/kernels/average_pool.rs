//! Average pooling against the oracle: overlaps, padding, one cell; forward to the bit.

use fashion_kernels::oracle;
use fashion_kernels::pool::Pool2d;

use crate::compare::{assert_near, assert_same, doubles};
use crate::draw::Draw;

#[test]
fn random_shapes_equal_the_oracle() {
    for seed in 0..300 {
        let mut draw = Draw::new(seed);
        let pool = [draw.size(1..=4), draw.size(1..=4)];
        let [high, wide] = pool.map(|pool| pool.min(3) - 1);
        let shape = Pool2d {
            input: [draw.size(4..=11), draw.size(4..=11), draw.size(1..=11)],
            pool,
            strides: [draw.size(1..=3), draw.size(1..=3)],
            padding: [
                draw.size(0..=high),
                draw.size(0..=high),
                draw.size(0..=wide),
                draw.size(0..=wide),
            ],
        };
        let context = format!("seed {seed}: {shape:?}");
        let x = draw.numbers(shape.input.iter().product());
        let expected = oracle::average_pool(&shape, &x);
        let mut y = vec![f32::NAN; expected.len()];
        shape.average_forward(&x, &mut y);
        assert_same(&y, &expected, &context);

        let dy = draw.numbers(expected.len());
        let mut dx = vec![f32::NAN; x.len()];
        shape.average_backward(&dy, &mut dx);
        let expected = oracle::average_pool_backward(&shape, &doubles(&dy));
        assert_near(&dx, &expected, 1e-6, 1.0, &context);
    }
}

#[test]
fn padding_does_not_count() {
    let shape = Pool2d {
        input: [1, 2, 1],
        pool: [2, 2],
        strides: [1, 1],
        padding: [0, 1, 0, 1],
    };
    let mut y = [0.0; 2];
    shape.average_forward(&[3.0, 5.0], &mut y);
    assert_eq!(y, [4.0, 5.0]);
}
