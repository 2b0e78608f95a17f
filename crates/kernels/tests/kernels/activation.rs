//! Elementwise kernels: activations, rescaling, sums of vectors; every length from 0 to 13 for the tails.

use fashion_kernels::activation::{relu, relu_backward, sigmoid, sigmoid_backward};
use fashion_kernels::rescale::{scale_offset, u8_to_f32, u8_to_scaled};
use fashion_kernels::vector::{add_assign, add_relu, add_rows, axpy};
use fashion_kernels::{math, oracle};

use crate::compare::{assert_near, assert_same, doubles};
use crate::draw::Draw;

const SPECIAL: [f32; 8] = [
    0.0,
    -0.0,
    f32::NAN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    f32::MIN_POSITIVE,
    -1e-45,
    f32::MAX,
];

fn for_each_length(check: impl Fn(Vec<f32>, &mut Draw)) {
    for len in 0..=13 {
        let mut draw = Draw::new(len);
        let x = draw.numbers(len as usize);
        check(x, &mut draw);
    }
}

#[test]
fn relu_and_its_gradient_equal_the_oracle() {
    for_each_length(|x, draw| {
        let mut y = x.clone();
        relu(&mut y);
        assert_same(&y, &oracle::relu(&x), "relu");
        let dy = draw.numbers(x.len());
        let mut dx = dy.clone();
        relu_backward(&y, &mut dx);
        assert_same(&dx, &oracle::relu_backward(&y, &dy), "gradient");
    });
    let mut y = SPECIAL;
    relu(&mut y);
    assert_same(&y, &oracle::relu(&SPECIAL), "special values");
    let mut dx = [1.0; 3];
    relu_backward(&[0.0, 1e-45, f32::NAN], &mut dx);
    assert_eq!(dx, [0.0, 1.0, 0.0]);
}

#[test]
fn sigmoid_and_its_gradient_are_near_the_oracle() {
    for_each_length(|x, draw| {
        let x: Vec<f32> = x.iter().map(|x| 20.0 * x).collect();
        let mut y = x.clone();
        sigmoid(&mut y);
        assert_near(&y, &oracle::sigmoid(&doubles(&x)), 1e-6, 0.0, "sigmoid");
        for (x, y) in x.iter().zip(&y) {
            let scalar = 1.0 / (1.0 + math::exp(-x));
            assert_eq!(
                y.to_bits(),
                scalar.to_bits(),
                "lanes and scalar differ at {x}"
            );
        }
        let dy = draw.numbers(x.len());
        let mut dx = dy.clone();
        sigmoid_backward(&y, &mut dx);
        assert_near(
            &dx,
            &oracle::sigmoid_backward(&doubles(&y), &doubles(&dy)),
            1e-6,
            0.0,
            "gradient",
        );
    });
    let mut y = [f32::NEG_INFINITY, -200.0, 0.0, 200.0, f32::INFINITY];
    sigmoid(&mut y);
    assert_eq!(y, [0.0, 0.0, 0.5, 1.0, 1.0]);
    let mut y = [f32::NAN; 5];
    sigmoid(&mut y);
    assert!(y.iter().all(|y| y.is_nan()));
}

#[test]
fn every_byte_becomes_its_number() {
    let bytes: Vec<u8> = (0..=255).collect();
    let mut x = vec![f32::NAN; 256];
    u8_to_f32(&bytes, &mut x);
    assert!(x.iter().enumerate().all(|(i, x)| *x == i as f32));
    for len in [0, 1, 15, 16, 17, 40, 256] {
        let mut y = vec![f32::NAN; len];
        u8_to_scaled(&bytes[256 - len..], &mut y, 1.0 / 255.0, -0.3);
        let mut expected = x[256 - len..].to_vec();
        scale_offset(&mut expected, 1.0 / 255.0, -0.3);
        assert_same(&y, &expected, "in one pass");
    }
}

#[test]
fn rescaling_rounds_after_each_step() {
    for_each_length(|x, _| {
        let mut y = x.clone();
        scale_offset(&mut y, 1.0 / 255.0, -0.3);
        let expected: Vec<f32> = x.iter().map(|x| x * (1.0 / 255.0) + -0.3).collect();
        assert_same(&y, &expected, "rescale");
    });
}

#[test]
fn rows_add_up_one_after_the_other() {
    for columns in [1, 3, 4, 7, 10, 32, 35, 64, 100] {
        for rows in [0, 1, 2, 9] {
            let mut draw = Draw::new((100 * columns + rows) as u32);
            let (start, x) = (draw.numbers(columns), draw.numbers(rows * columns));
            let mut sum = start.clone();
            add_rows(&mut sum, &x);
            let mut expected = start;
            for row in x.chunks_exact(columns) {
                add_assign(&mut expected, row);
            }
            assert_same(&sum, &expected, &format!("{rows} rows of {columns}"));
        }
    }
}

#[test]
fn vectors_add() {
    for_each_length(|x, draw| {
        let y = draw.numbers(x.len());
        let mut sum = y.clone();
        add_assign(&mut sum, &x);
        assert_same(
            &sum,
            &y.iter().zip(&x).map(|(y, x)| y + x).collect::<Vec<_>>(),
            "add_assign",
        );
        let mut rectified = y.clone();
        add_relu(&mut rectified, &x);
        assert_same(&rectified, &oracle::relu(&sum), "add_relu");
        let mut scaled = y.clone();
        axpy(0.7, &x, &mut scaled);
        assert_same(
            &scaled,
            &y.iter()
                .zip(&x)
                .map(|(y, x)| y + 0.7 * x)
                .collect::<Vec<_>>(),
            "axpy",
        );
    });
}

#[test]
#[should_panic(expected = "has 3 elements, expected exactly 4")]
fn lengths_that_differ_are_refused() {
    relu_backward(&[0.0; 3], &mut [0.0; 4]);
}
