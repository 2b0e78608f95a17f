//! Sharpening against its formula, and the stretch of tones.

use crate::samples::draw;
use fashion_data::photo::finish::{sharpened, stretched};
use fashion_data::photo::square::SIDE;

/// Weights of exp(−(dx² + dy²) / 2) for shifts of at most 1, with the sum 1.
fn gaussian(dx: isize, dy: isize) -> f64 {
    let weights = [1.0, 0.606_530_659_7, 0.367_879_441_2];
    weights[(dx * dx + dy * dy) as usize] / (weights[0] + 4.0 * weights[1] + 4.0 * weights[2])
}

#[test]
fn sharpening_adds_what_a_blur_takes_away() {
    for case in 0..20 {
        let draw = &mut draw(case);
        let image: Vec<f32> = (0..SIDE * SIDE).map(|_| draw.between(0.0, 255.0)).collect();
        let amount = draw.between(0.0, 4.0);
        let at = |x: isize, y: isize| {
            let side = 0..SIDE as isize;
            let inside = side.contains(&x) && side.contains(&y);
            if inside {
                f64::from(image[y as usize * SIDE + x as usize])
            } else {
                0.0
            }
        };
        for (i, &got) in sharpened(&image, amount).iter().enumerate() {
            let (x, y) = ((i % SIDE) as isize, (i / SIDE) as isize);
            let blurred: f64 = (-1..=1)
                .flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)))
                .map(|(dx, dy)| gaussian(dx, dy) * at(x + dx, y + dy))
                .sum();
            let expected = at(x, y) + f64::from(amount) * (at(x, y) - blurred);
            let error = (f64::from(got) - expected).abs();
            assert!(error < 2e-3, "pixel {i}: {got}, expected {expected}");
        }
        assert_eq!(sharpened(&image, 0.0), image);
    }
}

#[test]
fn the_largest_tone_becomes_255() {
    assert_eq!(stretched(&[0.0, 10.0, 51.0], true), [0, 50, 255]);
    assert_eq!(stretched(&[0.4, 0.5, 300.0, -7.0], false), [0, 1, 255, 0]);
    assert_eq!(stretched(&[-3.0, 102.0, 510.0], true), [0, 51, 255]);
    assert_eq!(stretched(&[0.0, -1.0], true), [0, 0]);
}

#[test]
fn what_is_no_number_becomes_nothing() {
    assert_eq!(stretched(&[f32::NAN, 1.0], true), [0, 255]);
    assert_eq!(stretched(&[f32::NAN, f32::INFINITY], false), [0, 255]);
}
