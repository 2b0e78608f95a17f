//! Large JPEG files come smaller, as the means of their pixels do, and all that is said of them is of the file.

use crate::decode::exif;
use crate::samples::hash;
use fashion_data::photo::{Photo, Settings, prepare};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};

/// A dark red garment on a light ground, somewhat to the left, without sharp edges that a JPEG would smear.
fn scene(width: u32, height: u32) -> Vec<u8> {
    let inside = |at: u32, side: u32, first: f32, last: f32| {
        let at = at as f32 / side as f32;
        ((at - first) * 40.0).clamp(0.0, 1.0) * ((last - at) * 40.0).clamp(0.0, 1.0)
    };
    let mut bytes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let cover = inside(x, width, 0.1, 0.6) * inside(y, height, 0.2, 0.9);
            bytes.extend([230.0, 235.0, 240.0].map(|tone: f32| tone as u8));
            let pixel = bytes.len() - 3;
            for (byte, tone) in bytes[pixel..].iter_mut().zip([140.0, 30.0, 50.0]) {
                *byte = (f32::from(*byte) * (1.0 - cover) + tone * cover) as u8;
            }
        }
    }
    bytes
}

fn jpeg(bytes: &[u8], width: u32, height: u32, kind: ExtendedColorType, note: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 95);
    if !note.is_empty() {
        encoder.set_exif_metadata(note.to_vec()).expect("a note");
    }
    encoder
        .write_image(bytes, width, height, kind)
        .expect("in memory");
    file
}

fn colours(width: u32, height: u32) -> Photo {
    let scene = scene(width, height);
    let file = jpeg(&scene, width, height, ExtendedColorType::Rgb8, &[]);
    Photo::decode(&file, 0).expect("a photo")
}

#[test]
fn the_longer_side_keeps_at_least_200_pixels() {
    for (width, height, scale) in [
        (398, 300, 1),
        (399, 300, 2),
        (300, 796, 2),
        (300, 797, 4),
        (801, 799, 4),
        (16, 1593, 8),
        (5000, 9, 8),
    ] {
        let photo = colours(width, height);
        let sides = [width, height].map(|side| (side as usize).div_ceil(scale));
        assert_eq!(photo.scale, scale, "{width}×{height}");
        assert_eq!([photo.width, photo.height], sides);
        assert_eq!(photo.full, [width as usize, height as usize]);
        assert_eq!(photo.bytes.len(), sides[0] * sides[1] * 3);
    }
}

#[test]
fn the_callers_box_keeps_as_many() {
    let file = jpeg(&scene(1600, 800), 1600, 800, ExtendedColorType::Rgb8, &[]);
    let scale = |bounds| Photo::decode_for(&file, 0, bounds).expect("a photo").scale;
    assert_eq!(scale(None), 8);
    assert_eq!(scale(Some([100.0, 0.0, 500.0, 800.0])), 4);
    assert_eq!(scale(Some([100.0, 0.0, 500.0, 100.0])), 2);
    assert_eq!(scale(Some([100.0, 0.0, 200.0, 100.0])), 1);
    assert_eq!(scale(Some([f64::NAN; 4])), 1);
}

#[test]
fn files_of_rare_kinds_come_whole() {
    let file = jpeg(&scene(600, 500), 600, 500, ExtendedColorType::Rgb8, &[]);
    let whole = |file: &[u8]| Photo::decode(file, 0).map(|photo| photo.scale);
    assert_eq!(whole(&file), Ok(2));
    // Behind the start of the file: an Adobe segment that says YCbCr, and one that says that there is no transform.
    let adobe = |transform| {
        let segment = [b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0", &[transform][..]].concat();
        [&file[..2], &segment[..], &file[2..]].concat()
    };
    assert_eq!(whole(&adobe(1)), Ok(2));
    assert_ne!(whole(&adobe(0)), Ok(2));
}

#[test]
fn it_has_the_means_of_the_pixels() {
    for (width, height) in [(440, 320), (1201, 613), (4100, 600)] {
        let photo = colours(width, height);
        let whole = Photo::new(width as usize, height as usize, scene(width, height), None);
        let means = fashion_data::photo::reduce::means::<3>(&whole.bytes, whole.width, photo.scale);
        let sum: u32 = photo
            .bytes
            .iter()
            .zip(&means)
            .map(|(one, other)| u32::from(one.abs_diff(*other)))
            .sum();
        let mean = f64::from(sum) / means.len() as f64;
        assert!(mean < 1.0, "{width}×{height}: {mean} tones");
    }
}

#[test]
fn grey_files_come_smaller_too() {
    let grey: Vec<u8> = scene(700, 600).chunks_exact(3).map(|rgb| rgb[1]).collect();
    let file = jpeg(&grey, 700, 600, ExtendedColorType::L8, &[]);
    let photo = Photo::decode(&file, 0).expect("a photo");
    assert_eq!((photo.width, photo.height, photo.scale), (350, 300, 2));
    let alike = |pixel: &[u8]| pixel[0] == pixel[1] && pixel[1] == pixel[2];
    assert!(photo.bytes.chunks_exact(3).all(alike));
}

#[test]
fn the_box_is_that_in_the_upright_file() {
    // A camera held on its side: position 6 is turned clockwise.
    let (width, height) = (1500, 1000);
    let file = jpeg(
        &scene(width, height),
        width,
        height,
        ExtendedColorType::Rgb8,
        &exif(6),
    );
    let photo = Photo::decode(&file, 0).expect("a photo");
    assert_eq!((photo.full, photo.scale), ([1000, 1500], 4));
    let [left, top, right, bottom] = prepare(&photo, &Settings::default()).bounds;
    for (found, place) in [(left, 100), (top, 150), (right, 800), (bottom, 900)] {
        let place = f64::from(place);
        assert!((found - place).abs() < 32.0, "{found} instead of {place}");
    }
}

#[test]
fn the_bytes_are_the_same_everywhere() {
    let photos =
        [(440, 320), (1201, 613), (4100, 600)].map(|(width, height)| colours(width, height));
    let bytes = photos.iter().map(|photo| &photo.bytes[..]);
    assert_eq!(hash(bytes), 0x6f49_419d_f5d3_6794);
}
