//! Softmax and its gradient.

use fashion_kernels::oracle;
use fashion_kernels::softmax::{softmax, softmax_backward};

use crate::compare::{assert_near, doubles};
use crate::draw::Draw;

#[test]
fn rows_are_near_the_oracle() {
    for columns in 1..=21 {
        let mut draw = Draw::new(columns as u32);
        let x: Vec<f32> = draw.numbers(3 * columns).iter().map(|x| 30.0 * x).collect();
        let mut y = x.clone();
        softmax(columns, &mut y);
        // x − max is rounded before exp: up to 60·2⁻²⁴ in the exponent.
        assert_near(
            &y,
            &oracle::softmax(columns, &doubles(&x)),
            5e-6,
            1e-30,
            &format!("{columns} columns"),
        );
        let dy = draw.numbers(3 * columns);
        let mut dx = dy.clone();
        softmax_backward(columns, &y, &mut dx);
        let expected = oracle::softmax_backward(columns, &doubles(&y), &doubles(&dy));
        assert_near(
            &dx,
            &expected,
            1e-6,
            1.0,
            &format!("gradient, {columns} columns"),
        );
    }
}

#[test]
fn a_row_has_the_same_bits_alone() {
    let x = Draw::new(3).numbers(5 * 11);
    let mut together = x.clone();
    softmax(11, &mut together);
    for row in 0..5 {
        let mut alone = x[row * 11..][..11].to_vec();
        softmax(11, &mut alone);
        assert_eq!(alone, together[row * 11..][..11]);
    }
}

#[test]
fn great_differences_do_not_overflow() {
    let mut y = [1000.0, -1000.0, 1000.0, 0.0, f32::NEG_INFINITY];
    softmax(5, &mut y);
    assert_eq!(y, [0.5, 0.0, 0.5, 0.0, 0.0]);
}

#[test]
fn nan_and_infinity_spoil_their_row_only() {
    for spoiler in [f32::NAN, f32::INFINITY] {
        for position in 0..6 {
            let mut x = [1.0; 12];
            x[position] = spoiler;
            softmax(6, &mut x);
            let spoiled = |row: &[f32]| row.iter().any(|x| x.is_nan());
            assert!(
                spoiled(&x[..6]) && !spoiled(&x[6..]),
                "{spoiler} at {position}: {x:?}"
            );
            assert!(spoiler.is_infinite() || x[..6].iter().all(|x| x.is_nan()));
        }
    }
}
