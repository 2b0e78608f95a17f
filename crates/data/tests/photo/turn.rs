//! Sine and cosine against the standard library's, and photos turned.

use crate::samples::{bytes, draw, photo};
use fashion_data::photo::Photo;
use fashion_data::photo::turn::{sine_and_cosine, turned};

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "what the host's functions are compared with"
)]
fn sine_and_cosine_are_the_hosts_within_rounding() {
    let mut draws = draw(0);
    let angles = (0..2000).map(|_| f64::from(draws.between(-720.0, 720.0)));
    for degrees in angles.chain([-45.0, 44.999_999, 45.0, 135.0, 225.0, 1e-9]) {
        let [sine, cosine] = sine_and_cosine(degrees);
        let radians = degrees.to_radians();
        assert!((sine - radians.sin()).abs() < 1e-12, "sine of {degrees}°");
        assert!(
            (cosine - radians.cos()).abs() < 1e-12,
            "cosine of {degrees}°"
        );
    }
}

#[test]
fn quarter_turns_are_exact() {
    for (degrees, expected) in [
        (0.0, [0.0, 1.0]),
        (90.0, [1.0, 0.0]),
        (180.0, [0.0, -1.0]),
        (270.0, [-1.0, 0.0]),
        (360.0, [0.0, 1.0]),
        (-90.0, [-1.0, 0.0]),
        (-180.0, [0.0, -1.0]),
        (36_000_000.0, [0.0, 1.0]),
    ] {
        assert_eq!(sine_and_cosine(degrees), expected, "{degrees}°");
    }
}

/// Far angles leave nothing to compute; they must not leave the circle.
#[test]
fn an_angle_of_any_size_stays_on_the_circle() {
    let mut draws = draw(0);
    let random = (0..500).map(|_| {
        let exponent = (0..draws.below(1000)).fold(1.0, |power, _| power * 2.0);
        f64::from(draws.between(-1.0, 1.0)) * exponent
    });
    for degrees in random.chain([1e300, f64::MAX, f64::MIN_POSITIVE]) {
        let [sine, cosine] = sine_and_cosine(degrees);
        let length = sine * sine + cosine * cosine;
        assert!((length - 1.0).abs() < 1e-12, "{degrees}: {sine}, {cosine}");
    }
}

fn any(width: usize, height: usize) -> Photo {
    Photo {
        alpha: Some(bytes(&mut draw(2), width * height)),
        bytes: bytes(&mut draw(1), width * height * 3),
        ..photo(width, height, |_, _| [0; 3])
    }
}

/// Pixel (x, y) of the result is that of the photo at `from`.
fn exchanged(photo: &Photo, sides: [usize; 2], from: impl Fn(usize, usize) -> usize) -> Photo {
    let [width, height] = sides;
    let places: Vec<usize> = (0..width * height)
        .map(|i| from(i % width, i / width))
        .collect();
    let pixel = |&i: &usize| {
        [
            photo.bytes[3 * i],
            photo.bytes[3 * i + 1],
            photo.bytes[3 * i + 2],
        ]
    };
    let alpha = photo.alpha.as_ref();
    Photo {
        width,
        height,
        bytes: places.iter().flat_map(pixel).collect(),
        alpha: alpha.map(|alpha| places.iter().map(|&i| alpha[i]).collect()),
        ..*photo
    }
}

#[test]
fn a_photo_turned_by_quarters_has_the_same_pixels() {
    for (width, height) in [(1, 1), (5, 3), (4, 7), (1, 9)] {
        let photo = any(width, height);
        let turn = |degrees| turned(&photo, degrees, [9.0; 3]);
        let clockwise = exchanged(&photo, [height, width], |x, y| (height - 1 - x) * width + y);
        let upside_down = exchanged(&photo, [width, height], |x, y| {
            (height - 1 - y) * width + width - 1 - x
        });
        let anticlockwise = exchanged(&photo, [height, width], |x, y| x * width + width - 1 - y);
        assert_eq!(turn(90.0), clockwise);
        assert_eq!(turn(180.0), upside_down);
        assert_eq!(turn(-90.0), anticlockwise);
        assert_eq!(turn(270.0), anticlockwise);
        assert_eq!(turn(360.0), photo);
        assert_eq!(turn(-360.0), photo);
    }
}

#[test]
fn corners_that_come_in_have_the_fill_and_are_transparent() {
    let photo = any(20, 20);
    let turned = turned(&photo, 45.0, [1.0, 2.4, 300.0]);
    assert_eq!((turned.width, turned.height), (29, 29));
    assert_eq!(turned.bytes[..3], [1, 2, 255]);
    assert_eq!(turned.alpha.expect("as the photo has it")[0], 0);
}
