//! The whole way of a photo: a T-shirt of the data set's form comes back, where it lies, and nothing where there is none.

use crate::samples::{photo, photo_of_shirt, shirt};
use fashion_data::photo::square::SIDE;
use fashion_data::photo::{Kind, Photo, Prepared, Settings, Tones, prepare};

/// The mean difference of two images' tones.
fn difference(one: &[u8], other: &[u8]) -> f64 {
    let sum: u32 = one
        .iter()
        .zip(other)
        .map(|(a, b)| u32::from(a.abs_diff(*b)))
        .sum();
    f64::from(sum) / one.len() as f64
}

/// The T-shirt cut out and enlarged to its box as `prepare` does: rows 1 to 26 and columns 2 to 25 of the image.
#[track_caller]
fn assert_shirt(prepared: &Prepared, context: &str) {
    let image = shirt(200);
    let expected: Vec<u8> = (0..SIDE * SIDE)
        .map(|i| ((i % SIDE) as f64 + 0.5, (i / SIDE) as f64 + 0.5))
        .map(|(x, y)| {
            let at = |along: f64| (14.0 + (along - 14.0) * 26.0 / 28.0) as usize;
            image[at(y) * SIDE + at(x)]
        })
        .map(|tone| (f64::from(tone) * 255.0 / 200.0).min(255.0) as u8)
        .collect();
    let far = difference(&prepared.image, &expected);
    assert!(far < 13.0, "{context}: tones differ by {far}");
    assert_eq!(prepared.objects, 1, "{context}");
}

/// Settings without sharpening, which makes seams.
fn plain() -> Settings {
    Settings {
        sharpening: 0.0,
        ..Settings::default()
    }
}

fn found(photo: &Photo) -> Prepared {
    prepare(photo, &plain())
}

#[test]
fn a_garment_is_found_at_any_size() {
    for scale in [1, 2, 3, 5, 8, 13, 24] {
        let photo = photo_of_shirt(scale);
        let prepared = found(&photo);
        assert_shirt(&prepared, &format!("scale {scale}"));
        assert_eq!(prepared.kind, Kind::Plain);
        assert!(!prepared.negative);
        assert_eq!(prepared.cut, 0.0);
        // Columns 2 to 25 and rows 1 to 26 of the image, which begins at column 6 and row 8.
        let expected = [8, 9, 32, 35].map(|at| (at * scale) as f64);
        let room = (2 * photo.width.div_ceil(200)) as f64;
        for (got, expected) in prepared.bounds.iter().zip(expected) {
            assert!((got - expected).abs() <= room, "{:?}", prepared.bounds);
        }
    }
}

#[test]
fn a_negative_and_a_transparent_photo_give_the_same_garment() {
    let positive = photo_of_shirt(5);
    let negative = found(&positive.inverted());
    assert!(negative.negative);
    assert_shirt(&negative, "negative");
    let cover = positive.grey();
    let clear = Photo {
        alpha: Some(
            cover
                .iter()
                .map(|&grey| if grey < 255 { 255 } else { 0 })
                .collect(),
        ),
        ..positive
    };
    assert_shirt(&found(&clear), "transparent");
}

#[test]
fn a_turn_is_undone() {
    let upright = photo_of_shirt(4);
    let lying = fashion_data::photo::turn::turned(&upright, 90.0, [255.0; 3]);
    for turn in [-90.0, 270.0] {
        let settings = Settings { turn, ..plain() };
        let turned = prepare(&lying, &settings);
        let straight = found(&upright);
        assert_eq!(turned.image, straight.image);
        assert_eq!(turned.bounds, straight.bounds);
    }
}

#[test]
fn the_callers_box_tells_which_of_two_garments() {
    let one = photo_of_shirt(3);
    let two = photo(2 * one.width, one.height, |x, y| {
        let i = (y * one.width + x % one.width) * 3;
        [one.bytes[i], one.bytes[i + 1], one.bytes[i + 2]]
    });
    assert_eq!(found(&two).objects, 2);
    let cover = two.grey();
    let clear = Photo {
        alpha: Some(
            cover
                .iter()
                .map(|&grey| if grey < 255 { 255 } else { 0 })
                .collect(),
        ),
        ..two.clone()
    };
    for photo in [&two, &clear] {
        let (width, height) = (one.width as f64, one.height as f64);
        let bounds = [width + 24.0, 27.0, width + 96.0, height - 27.0];
        let settings = Settings {
            bounds: Some(bounds),
            ..plain()
        };
        let prepared = prepare(photo, &settings);
        assert_shirt(&prepared, "the second");
        assert_eq!(prepared.bounds, bounds);
    }
}

#[test]
fn no_garment_is_an_image_of_zeros() {
    for tone in [0, 1, 128, 254, 255] {
        for (width, height) in [(1, 1), (28, 28), (333, 222)] {
            let empty = photo(width, height, |_, _| [tone; 3]);
            for tones in [Tones::Auto, Tones::Positive, Tones::Negative] {
                let settings = Settings { tones, ..plain() };
                let prepared = prepare(&empty, &settings);
                assert_eq!(prepared.image, [0; SIDE * SIDE]);
                assert_eq!((prepared.objects, prepared.area), (0, 0.0));
                assert_eq!(prepared.bounds, [0.0, 0.0, width as f64, height as f64]);
            }
        }
    }
}

#[test]
fn where_a_box_holds_nothing_the_whole_photo_is_told() {
    let settings = Settings {
        bounds: Some([0.0, 0.0, 9.0, 9.0]),
        ..plain()
    };
    let prepared = prepare(&photo(1025, 513, |_, _| [200; 3]), &settings);
    assert_eq!(prepared.objects, 0);
    assert_eq!(prepared.bounds, [0.0, 0.0, 1025.0, 513.0]);
}

#[test]
fn steps_are_kept_where_they_are_asked_for() {
    let photo = photo_of_shirt(4);
    assert!(found(&photo).steps.all().is_empty());
    let settings = Settings {
        steps: true,
        ..plain()
    };
    let prepared = prepare(&photo, &settings);
    let steps = prepared.steps.all();
    let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
    let all = [
        "photo",
        "background",
        "difference",
        "mask",
        "garment",
        "reduced",
        "sharpened",
        "prepared",
    ];
    assert_eq!(names, all);
    for step in steps {
        assert_eq!(step.bytes.len(), step.width * step.height * step.channels);
    }
    assert_eq!(steps[0].bytes, photo.bytes);
    assert_eq!(steps[7].bytes, prepared.image);
}
