//! What is done with planes, against its definition.

use crate::naive::{clamped, window};
use crate::samples::{draw, plane, size};
use fashion_data::photo::cells::span_cells;
use fashion_data::photo::plane::Plane;

#[track_caller]
fn assert_close(got: f32, expected: f64, context: &str) {
    let error = (f64::from(got) - expected).abs();
    assert!(
        error <= 1e-3,
        "{context}: {got}, expected {expected}, error {error:e}"
    );
}

/// Each pixel of a plane against a function of its place.
#[track_caller]
fn compare(got: &Plane, context: &str, expected: impl Fn(isize, isize) -> f64) {
    for (i, &value) in got.data.iter().enumerate() {
        let (x, y) = (i % got.width, i / got.width);
        let expected = expected(x as isize, y as isize);
        assert_close(value, expected, &format!("{context}, column {x}, row {y}"));
    }
}

/// Number `k` of Pascal's row `order`, as a part of the row's sum.
fn binomial(order: usize, k: usize) -> f64 {
    let sum: f64 = (0..order).map(|_| 2.0).product();
    (0..k).fold(1.0 / sum, |part, i| {
        part * (order - i) as f64 / (i + 1) as f64
    })
}

#[test]
fn smoothing_is_a_sum_with_binomial_weights() {
    for case in 0..20 {
        let draw = &mut draw(case);
        let (width, height) = (size(draw, 1, 25), size(draw, 1, 25));
        let plane = plane(draw, width, height);
        for order in [0, 2, 4, 8, 48] {
            let radius = (order / 2) as isize;
            let weights: Vec<f64> = (0..=order).map(|k| binomial(order, k)).collect();
            let weight = |shift: isize| weights[(shift + radius) as usize];
            let context = format!("{width}×{height}, order {order}");
            compare(&plane.smoothed(order), &context, |x, y| {
                window(order / 2)
                    .map(|(dx, dy)| weight(dx) * weight(dy) * clamped(&plane, x + dx, y + dy))
                    .sum()
            });
        }
    }
}

#[test]
fn the_largest_number_is_that_of_the_square_around() {
    for case in 0..60 {
        let draw = &mut draw(case);
        let (width, height) = (size(draw, 1, 25), size(draw, 1, 25));
        let plane = plane(draw, width, height);
        for radius in [0, 1, 2, 7, 30] {
            let context = format!("{width}×{height}, radius {radius}");
            compare(&plane.largest(radius), &context, |x, y| {
                window(radius)
                    .map(|(dx, dy)| clamped(&plane, x + dx, y + dy))
                    .fold(0.0, f64::max)
            });
        }
    }
}

#[test]
fn between_pixels_it_is_bilinear() {
    for case in 0..200 {
        let draw = &mut draw(case);
        let (width, height) = (size(draw, 1, 9), size(draw, 1, 9));
        let plane = plane(draw, width, height);
        let (x, y) = (draw.between(-3.0, 12.0), draw.between(-3.0, 12.0));
        // Hats of width 1 around each pixel.
        let hat = |at: f32, to: isize| (1.0 - (f64::from(at) - to as f64).abs()).max(0.0);
        let expected = (-4..14)
            .flat_map(|v| (-4..14).map(move |u| (u, v)))
            .map(|(u, v)| hat(x, u) * hat(y, v) * clamped(&plane, u, v))
            .sum();
        assert_close(plane.between(x, y), expected, &format!("at {x}, {y}"));
    }
}

#[test]
fn at_pixels_it_is_the_pixel() {
    let plane = plane(&mut draw(0), 5, 4);
    for (i, &value) in plane.data.iter().enumerate() {
        let (x, y) = (i % 5, i / 5);
        assert_eq!(plane.at(x, y), value);
        assert_eq!(plane.between(x as f32, y as f32), value);
    }
    let none = plane.less(&plane);
    assert_eq!(none, Plane::filled(5, 4, 0.0));
}

#[test]
fn cells_share_out_each_pixel_that_they_cover() {
    for case in 0..200 {
        let draw = &mut draw(case);
        let side = size(draw, 1, 90);
        let start = f64::from(draw.between(-40.0, 80.0));
        let length = f64::from(draw.between(0.5, 150.0));
        let to = size(draw, 1, 28);
        let mut covered = vec![0.0f64; side];
        for (first, weights) in span_cells(start, length, side, to) {
            for (pixel, weight) in (first..).zip(weights) {
                covered[pixel] += f64::from(weight) * length / to as f64;
            }
        }
        for (pixel, &covered) in covered.iter().enumerate() {
            let (left, right) = (pixel as f64, (pixel + 1) as f64);
            let expected = (right.min(start + length) - left.max(start)).max(0.0);
            assert_close(
                covered as f32,
                expected,
                &format!("pixel {pixel} of {side}"),
            );
        }
    }
}
