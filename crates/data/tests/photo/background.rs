//! The background's polynomial is found again under noise, and where a garment covers some of the border.

use crate::samples::draw;
use fashion_data::photo::background::Background;
use fashion_data::photo::cholesky::cholesky;
use fashion_data::photo::colour::Colours;
use fashion_data::photo::fit::fit;
use fashion_data::photo::median::weighted_median;
use fashion_data::photo::plane::Plane;
use fashion_data::photo::ring::ring;

const WIDTH: usize = 150;
const HEIGHT: usize = 110;

/// Colours of a function of the place, x and y from −1 to 1, with noise of a deviation.
fn colours(case: usize, noise: f32, tone: impl Fn(f32, f32) -> [f32; 3]) -> Colours {
    let mut draw = draw(case);
    let mut planes = [(); 3].map(|()| Plane::filled(WIDTH, HEIGHT, 0.0));
    for i in 0..WIDTH * HEIGHT {
        let tones = tone(across(i % WIDTH, WIDTH), across(i / WIDTH, HEIGHT));
        for (plane, tone) in planes.iter_mut().zip(tones) {
            plane.data[i] = tone + noise * draw.normal();
        }
    }
    planes
}

fn across(at: usize, side: usize) -> f32 {
    2.0 * at as f32 / (side - 1) as f32 - 1.0
}

fn fitted(colours: &Colours) -> Background {
    fit(colours, &ring(colours))
}

/// How far the background is from a function of the place, at most.
fn error(background: &Background, tone: impl Fn(f32, f32) -> [f32; 3]) -> f32 {
    let everywhere = background.colours();
    let mut most = 0.0f32;
    for i in 0..WIDTH * HEIGHT {
        let (x, y) = (i % WIDTH, i / WIDTH);
        let expected = tone(across(x, WIDTH), across(y, HEIGHT));
        let at = background.at(x, y);
        for c in 0..3 {
            most = most.max((at[c] - expected[c]).abs());
            let plane = everywhere[c].data[i];
            assert!((plane - at[c]).abs() < 1e-2, "both ways say the same");
        }
    }
    most
}

/// A dark garment that reaches the border below.
fn with_garment(mut colours: Colours) -> Colours {
    for plane in &mut colours {
        for y in 20..HEIGHT {
            plane.data[y * WIDTH + 40..][..60].fill(20.0);
        }
    }
    colours
}

#[test]
fn one_tone_is_found_under_noise_and_outliers() {
    let tone = |_: f32, _: f32| [240.0, 200.0, 160.0];
    for case in 0..10 {
        let background = fitted(&with_garment(colours(case, 3.0, tone)));
        assert_eq!(background.degree, 0, "case {case}");
        assert!(error(&background, tone) < 1.0, "case {case}");
        assert!(
            (background.spread - 3.0).abs() < 1.0,
            "{}",
            background.spread
        );
    }
}

#[test]
fn a_gradient_is_found_under_noise_and_outliers() {
    let tone = |x: f32, y: f32| [200.0 + 30.0 * x, 190.0 - 20.0 * y, 150.0 + 15.0 * (x + y)];
    for case in 0..10 {
        let background = fitted(&with_garment(colours(case, 1.5, tone)));
        assert_eq!(background.degree, 1, "case {case}");
        let error = error(&background, tone);
        assert!(error < 1.0, "case {case}: {error}");
        assert!(background.range > 30.0);
    }
}

#[test]
fn light_that_falls_off_all_around_is_found() {
    let tone = |x: f32, y: f32| [230.0 - 25.0 * (x * x + y * y) + 5.0 * x * y; 3];
    for case in 0..10 {
        let background = fitted(&colours(case, 1.0, tone));
        assert_eq!(background.degree, 2, "case {case}");
        let error = error(&background, tone);
        assert!(error < 1.0, "case {case}: {error}");
    }
}

#[test]
fn the_ring_lies_at_the_border_and_is_not_large() {
    for (width, height) in [(1, 1), (1, 200), (3, 2), (60, 60), (200, 150)] {
        let plane = Plane::filled(width, height, 7.0);
        let ring = ring(&[plane.clone(), plane.clone(), plane]);
        assert!(!ring.is_empty() && ring.len() <= 997);
        let wide = (width.min(height) / 25).max(1);
        let at_border = |x: usize, side: usize| x < wide || x >= side - wide;
        assert!(
            ring.iter()
                .all(|s| at_border(s.x, width) || at_border(s.y, height))
        );
    }
}

#[test]
fn the_factor_times_itself_is_the_matrix() {
    let matrix = [[4.0, 0.0, 0.0], [2.0, 10.0, 0.0], [-2.0, 5.0, 6.0]];
    let factor = cholesky(&matrix, 3).expect("a positive matrix");
    for i in 0..3 {
        for j in 0..=i {
            let product: f64 = (0..3).map(|k| factor[i][k] * factor[j][k]).sum();
            assert!((product - matrix[i][j]).abs() < 1e-12);
        }
    }
    assert_eq!(cholesky(&[[0.0]], 1), None);
    assert_eq!(cholesky(&[[f64::NAN]], 1), None);
    assert_eq!(cholesky(&[[1.0, 0.0], [2.0, 1.0]], 2), None);
}

#[test]
fn half_of_the_weight_lies_below_the_weighted_median() {
    assert_eq!(weighted_median(vec![]), 0.0);
    assert_eq!(
        weighted_median(vec![(3.0, 1.0), (1.0, 1.0), (2.0, 1.0)]),
        2.0
    );
    assert_eq!(
        weighted_median(vec![(3.0, 5.0), (1.0, 1.0), (2.0, 1.0)]),
        3.0
    );
}
