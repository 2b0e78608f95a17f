//! The garment's square: where it lies, and what a reduction to 28 × 28 makes of constant photos.

use crate::samples::photo;
use fashion_data::photo::plane::Plane;
use fashion_data::photo::square::{SIDE, around, reduced};

#[test]
fn the_square_has_the_longer_side_and_the_same_middle() {
    assert_eq!(around([0.0, 0.0, 28.0, 28.0]), [0.0, 0.0, 28.0]);
    assert_eq!(around([10.0, 20.0, 30.0, 80.0]), [-10.0, 20.0, 60.0]);
    assert_eq!(around([3.0, 4.0, 10.0, 5.0]), [3.0, 1.0, 7.0]);
}

/// A photo of one grey, its garment everywhere, reduced to `square`.
fn of_grey(grey: u8, sides: [usize; 2], factor: usize, square: [f64; 3]) -> Vec<f32> {
    let [width, height] = sides;
    let photo = photo(width, height, |_, _| [grey; 3]);
    let [small_width, small_height] = sides.map(|side| side.div_ceil(factor));
    let plane = |value| Plane::filled(small_width, small_height, value);
    let behind = [plane(255.0), plane(255.0), plane(255.0)];
    reduced(&photo, &plane(1.0), &behind, factor as f32, square)
}

#[test]
fn a_photo_of_one_grey_becomes_one_tone() {
    for (sides, factor) in [
        ([28, 28], 1),
        ([29, 31], 1),
        ([7, 5], 1),
        ([101, 207], 3),
        ([512, 300], 3),
    ] {
        for grey in [0, 1, 100, 255] {
            let side = sides[0].min(sides[1]) as f64;
            let image = of_grey(grey, sides, factor, [0.0, 0.0, side]);
            assert_eq!(image.len(), SIDE * SIDE);
            let expected = f32::from(255 - grey);
            let far = image.iter().map(|tone| (tone - expected).abs());
            assert!(far.fold(0.0, f32::max) < 1e-3, "{sides:?}, grey {grey}");
        }
    }
}

/// The cells of a square twice as wide as the photo: half of them lie outside, and one at each side half.
#[test]
fn outside_of_the_photo_there_is_nothing() {
    let image = of_grey(55, [30, 60], 1, [-15.0, 0.0, 60.0]);
    for (i, &tone) in image.iter().enumerate() {
        let expected = if (7..21).contains(&(i % SIDE)) {
            200.0
        } else {
            0.0
        };
        assert!((tone - expected).abs() < 1e-3, "pixel {i} is {tone}");
    }
    for away in [
        [100.0, 0.0, 30.0],
        [-100.0, 0.0, 30.0],
        [0.0, 99.0, 9.0],
        [0.0, -99.0, 9.0],
    ] {
        assert_eq!(of_grey(55, [30, 60], 1, away), [0.0; SIDE * SIDE]);
    }
}

#[test]
fn a_half_covered_pixel_gives_up_what_it_shows_of_the_background() {
    // Half of a garment of tone 155 (grey 100) on the grey 200: the mixture has the grey 150.
    let photo = photo(28, 28, |_, _| [150; 3]);
    let plane = |value| Plane::filled(28, 28, value);
    let behind = [plane(200.0), plane(200.0), plane(200.0)];
    let square = [0.0, 0.0, 28.0];
    let image = reduced(&photo, &plane(0.5), &behind, 1.0, square);
    assert!(image.iter().all(|tone| (tone - 77.5).abs() < 1e-3));
    let none = reduced(&photo, &plane(0.0), &behind, 1.0, square);
    assert_eq!(none, [0.0; SIDE * SIDE]);
}
