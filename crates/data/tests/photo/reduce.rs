//! Reduction by whole numbers against the mean of each square.

use crate::samples::{bytes, draw, size};
use fashion_data::photo::Photo;
use fashion_data::photo::reduce::{factor, means};

/// The nearest whole number of each square's mean, halves upwards.
fn naive<const CHANNELS: usize>(bytes: &[u8], width: usize, factor: usize) -> Vec<u8> {
    let height = bytes.len() / width / CHANNELS;
    let mut result = Vec::new();
    for top in (0..height).step_by(factor) {
        for left in (0..width).step_by(factor) {
            for c in 0..CHANNELS {
                let rows = top..height.min(top + factor);
                let tones: Vec<u64> = rows
                    .flat_map(|y| (left..width.min(left + factor)).map(move |x| (x, y)))
                    .map(|(x, y)| u64::from(bytes[(y * width + x) * CHANNELS + c]))
                    .collect();
                let count = tones.len() as u64;
                result.push(((2 * tones.iter().sum::<u64>() + count) / (2 * count)) as u8);
            }
        }
    }
    result
}

#[track_caller]
fn check<const CHANNELS: usize>(bytes: &[u8], width: usize, factor: usize) {
    let context = format!("width {width}, factor {factor}, {CHANNELS} channels");
    assert!(
        means::<CHANNELS>(bytes, width, factor) == naive::<CHANNELS>(bytes, width, factor),
        "{context}"
    );
}

#[test]
fn means_are_those_of_the_squares() {
    for case in 0..400 {
        let draw = &mut draw(case);
        let (width, height) = (size(draw, 1, 61), size(draw, 1, 61));
        let factor = size(draw, 1, 23);
        check::<3>(&bytes(draw, width * height * 3), width, factor);
        check::<1>(&bytes(draw, width * height), width, factor);
    }
}

#[test]
fn no_factor_is_too_large() {
    for (width, height, factor) in [
        (64, 64, 64),
        (100, 3, 99),
        (257, 257, 257),
        (300, 290, 258),
        (1, 3000, 600),
        (2, 1001, 1000),
        (3000, 1, 2999),
    ] {
        let draw = &mut draw(factor);
        check::<1>(&bytes(draw, width * height), width, factor);
        check::<1>(&vec![254; width * height], width, factor);
        check::<3>(&bytes(draw, width * height * 3), width, factor);
    }
}

/// A sum of the largest tones must neither overflow nor be rounded to another.
#[test]
fn white_stays_white_and_black_black() {
    for factor in [1, 2, 3, 7, 20, 64, 256, 257, 258, 400] {
        for tone in [0, 255] {
            let image = vec![tone; 401 * 403];
            let reduced = means::<1>(&image, 401, factor);
            assert!(reduced.iter().all(|&mean| mean == tone), "factor {factor}");
        }
    }
}

#[test]
fn the_factor_brings_the_longer_side_within_the_limit() {
    for width in 1..600 {
        let factor = factor(width, 3, 200);
        assert!(width.div_ceil(factor) <= 200);
        assert!(factor == 1 || width.div_ceil(factor - 1) > 200);
    }
    assert_eq!(factor(10_240, 1, 512), 20);
}

#[test]
fn a_photo_is_reduced_with_its_transparency() {
    let alpha = Some(vec![0, 100, 7, 50, 50, 9]);
    let photo = Photo {
        orientation: 6,
        ..Photo::new(3, 2, [10, 20, 30].repeat(6), alpha)
    };
    let (reduced, factor) = photo.reduced(2);
    assert_eq!(factor, 2);
    assert_eq!((reduced.scale, reduced.full), (2, [3, 2]));
    assert_eq!((reduced.width, reduced.height), (2, 1));
    assert_eq!(reduced.bytes, [10, 20, 30, 10, 20, 30]);
    assert_eq!(reduced.alpha, Some(vec![50, 8]));
    assert_eq!(reduced.orientation, 6);
    assert_eq!(photo.reduced(3), (photo.clone(), 1));
}
