//! Anything at all is prepared: no panic, 28 × 28 tones, finite numbers, whatever the picture and the settings are.

use crate::anything::{any, any_settings};
use crate::samples::{draw, size};
use fashion_data::photo::square::SIDE;
use fashion_data::photo::{Photo, Prepared, Settings, prepare};

#[track_caller]
fn check(prepared: &Prepared, context: &str) {
    assert_eq!(prepared.image.len(), SIDE * SIDE, "{context}");
    let numbers = prepared.colour.iter().chain([
        &prepared.deviation,
        &prepared.certainty,
        &prepared.area,
        &prepared.cut,
    ]);
    for number in numbers {
        assert!(number.is_finite(), "{context}: {prepared:?}");
    }
    for part in [prepared.certainty, prepared.area, prepared.cut] {
        assert!((0.0..=1.0).contains(&part), "{context}: {prepared:?}");
    }
    if prepared.objects == 0 {
        assert_eq!(prepared.image, [0; SIDE * SIDE], "{context}");
    }
}

/// The garment's box has a size and lies in the photo, where the caller gave none.
#[track_caller]
fn check_box(prepared: &Prepared, photo: &Photo, context: &str) {
    let [left, top, right, bottom] = prepared.bounds;
    let (width, height) = (photo.width as f64, photo.height as f64);
    let inside = 0.0 <= left && left < right && right <= width;
    assert!(inside, "{context}: {left} to {right} of {width}");
    let inside = 0.0 <= top && top < bottom && bottom <= height;
    assert!(inside, "{context}: {top} to {bottom} of {height}");
}

#[test]
fn any_small_picture_is_prepared_with_any_settings() {
    for case in 0..3000 {
        let draw = &mut draw(case);
        let (width, height) = (size(draw, 1, 60), size(draw, 1, 60));
        let photo = any(draw, width, height);
        let settings = any_settings(draw, width, height);
        let prepared = prepare(&photo, &settings);
        let context = format!("case {case}, {width}×{height}, {settings:?}");
        check(&prepared, &context);
        if settings.bounds.is_none() && settings.turn == 0.0 {
            check_box(&prepared, &photo, &context);
        }
    }
}

#[test]
fn any_extreme_shape_is_prepared() {
    let shapes = [
        (1, 1),
        (1, 2),
        (2, 1),
        (1, 3000),
        (3000, 1),
        (2, 999),
        (1500, 7),
        (601, 599),
        (1025, 3),
        (1, 140_000),
    ];
    for (number, (width, height)) in shapes.into_iter().enumerate() {
        for case in 0..12 {
            let draw = &mut draw(100 * number + case);
            let photo = any(draw, width, height);
            let context = format!("{width}×{height}, case {case}");
            let prepared = prepare(&photo, &Settings::default());
            check(&prepared, &context);
            check_box(&prepared, &photo, &context);
            if case % 4 == 0 {
                let settings = any_settings(draw, width, height);
                check(&prepare(&photo, &settings), &context);
            }
        }
    }
}

/// TypeScript lets none of these through; whatever came here all the same must end in an answer.
#[test]
fn settings_without_meaning_do_not_panic() {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN,
        -1e17,
        0.0,
        5.5,
        30.0,
        1e300,
    ];
    for case in 0..2000 {
        let draw = &mut draw(case);
        let photo = any(draw, 40, 30);
        let settings = Settings {
            bounds: Some([(); 4].map(|()| odd[draw.below(odd.len())])),
            turn: if case % 3 == 0 {
                odd[draw.below(odd.len())]
            } else {
                0.0
            },
            sharpening: odd[draw.below(odd.len())] as f32,
            ..any_settings(draw, 40, 30)
        };
        check(&prepare(&photo, &settings), &format!("{settings:?}"));
    }
}

#[test]
fn an_empty_box_holds_no_garment() {
    let draw = &mut draw(0);
    for bounds in [
        [10.0, 10.0, 10.0, 20.0],
        [20.9, 5.0, 20.1, 25.0],
        [f64::NAN; 4],
        [100.0, 100.0, 200.0, 200.0],
        [-9.0, -9.0, -1.0, -1.0],
    ] {
        let settings = Settings {
            bounds: Some(bounds),
            ..Settings::default()
        };
        for _ in 0..20 {
            let prepared = prepare(&any(draw, 40, 30), &settings);
            assert_eq!(prepared.objects, 0, "{bounds:?}");
        }
    }
}
