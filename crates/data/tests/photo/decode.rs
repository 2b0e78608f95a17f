//! Files and canvases become upright photos on white.

use crate::limits::refused;
use crate::samples::{bytes, draw};
use fashion_data::photo::Photo;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{ExtendedColorType, ImageEncoder};

/// A picture of 3 columns and 2 rows, a letter for each pixel, and how it lies when brought upright from each position.
/// Source: EXIF 2.3, tag 274.
const POSITIONS: [(u8, &[&str]); 8] = [
    (1, &["abc", "def"]),
    (2, &["cba", "fed"]),
    (3, &["fed", "cba"]),
    (4, &["def", "abc"]),
    (5, &["ad", "be", "cf"]),
    (6, &["da", "eb", "fc"]),
    (7, &["fc", "eb", "da"]),
    (8, &["cf", "be", "ad"]),
];

/// A camera's note of its position.
pub fn exif(position: u8) -> Vec<u8> {
    // Little-endian TIFF with one tag: orientation, one short number.
    let mut chunk = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    chunk.extend([position, 0, 0, 0, 0, 0, 0, 0]);
    chunk
}

/// Letters as greys far apart.
fn tones(rows: &[&str]) -> Vec<u8> {
    let letters = rows.concat().into_bytes();
    letters.iter().map(|letter| (letter - b'a') * 40).collect()
}

/// PNG, WebP and JPEG files of 3 × 2 enlarged to squares of 8 × 8, which a JPEG keeps, with a camera's note.
fn files(chunk: &[u8]) -> [Vec<u8>; 3] {
    let tones = tones(&["abc", "def"]);
    let pixels: Vec<u8> = (0..24 * 16)
        .flat_map(|i| [tones[i / 24 / 8 * 3 + i % 24 / 8]; 3])
        .collect();
    fn written(mut encoder: impl ImageEncoder, chunk: &[u8], pixels: &[u8]) {
        encoder.set_exif_metadata(chunk.to_vec()).expect("a note");
        encoder
            .write_image(pixels, 24, 16, ExtendedColorType::Rgb8)
            .expect("in memory");
    }
    let mut files = [vec![], vec![], vec![]];
    let [png, webp, jpeg] = &mut files;
    written(PngEncoder::new(png), chunk, &pixels);
    written(WebPEncoder::new_lossless(webp), chunk, &pixels);
    written(JpegEncoder::new_with_quality(jpeg, 100), chunk, &pixels);
    files
}

/// The middle of each square of 8 × 8.
fn middles(photo: &Photo) -> Vec<u8> {
    let (columns, rows) = (photo.width / 8, photo.height / 8);
    (0..columns * rows)
        .map(|i| (i / columns * 8 + 4) * photo.width + i % columns * 8 + 4)
        .map(|place| photo.bytes[3 * place])
        .collect()
}

#[track_caller]
fn assert_lies(photo: &Photo, position: u8, rows: &[&str]) {
    let sides = (8 * rows[0].len(), 8 * rows.len());
    assert_eq!((photo.width, photo.height), sides, "position {position}");
    assert_eq!(photo.orientation, position);
    let close = |(a, b): (&u8, &u8)| a.abs_diff(*b) < 4;
    let middles = middles(photo);
    assert!(
        middles.iter().zip(&tones(rows)).all(close),
        "position {position}: {middles:?}"
    );
}

#[test]
fn photos_are_brought_upright_from_each_position() {
    for (position, rows) in POSITIONS {
        for file in files(&exif(position)) {
            assert_lies(&Photo::decode(&file, 0).expect("a photo"), position, rows);
        }
    }
}

#[test]
fn what_the_caller_says_of_the_position_goes_before_the_file() {
    for (position, rows) in POSITIONS {
        for file in files(&exif(8)) {
            let photo = Photo::decode(&file, position).expect("a photo");
            assert_lies(&photo, position, rows);
        }
    }
}

#[test]
fn a_note_that_cannot_be_read_says_nothing() {
    for chunk in [&b"II*\0"[..], b"no TIFF at all", &exif(0), &exif(9)] {
        for file in files(chunk) {
            let photo = Photo::decode(&file, 0).expect("a photo");
            assert_lies(&photo, 1, POSITIONS[0].1);
        }
    }
}

#[test]
fn what_is_transparent_lies_on_white() {
    let pixels = [[10, 20, 30, 255], [10, 20, 30, 0], [10, 20, 30, 51]].concat();
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(&pixels, 3, 1, ExtendedColorType::Rgba8)
        .expect("in memory");
    let photo = Photo::decode(&file, 0).expect("a photo");
    assert_eq!(photo.bytes, [10, 20, 30, 255, 255, 255, 206, 208, 210]);
    assert_eq!(photo.alpha.as_deref(), Some(&[255, 0, 51][..]));
    assert_eq!(Photo::from_rgba(pixels, 3, 1, 1), Ok(photo));
}

#[test]
fn pixels_that_are_all_opaque_have_no_transparency() {
    let pixels: Vec<u8> = bytes(&mut draw(0), 12)
        .chunks_exact(3)
        .flat_map(|pixel| [pixel, &[255]].concat())
        .collect();
    let photo = Photo::from_rgba(pixels.clone(), 2, 2, 6).expect("4 pixels");
    assert_eq!(photo.alpha, None);
    assert_eq!(photo.orientation, 6);
    assert_eq!(photo.bytes[..3], pixels[8..11]);
}

#[test]
fn pixels_of_another_number_are_refused() {
    for (length, width, height) in [(0, 0, 0), (0, 0, 5), (15, 2, 2), (16, 4, 4)] {
        let result = Photo::from_rgba(vec![0; length], width, height, 1);
        let part = format!("has {length} bytes for {height}×{width} pixels");
        refused(result, "INVALID_ARGUMENT", &part);
    }
    let result = Photo::from_rgba(vec![0; 16], usize::MAX, usize::MAX, 1);
    refused(result, "INVALID_ARGUMENT", "has 16 bytes");
}

#[test]
fn files_that_are_cut_or_no_image_are_refused() {
    refused(Photo::decode(b"", 0), "IMAGE_FORMAT", "is empty");
    refused(Photo::decode(b"GIF89a", 0), "IMAGE_FORMAT", "Gif");
    for file in files(&exif(6)) {
        for tenth in 0..8 {
            let length = file.len() * tenth / 10;
            let result = Photo::decode(&file[..length], 0);
            assert!(result.is_err(), "{length} of {} bytes", file.len());
        }
    }
}
