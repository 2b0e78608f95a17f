//! Photos as large as cameras make them, and as the limits allow, are decoded and turned upright within their budget: with
//! the allocator of the wasm file, a decoder that takes more ends this program.

use fashion_data::photo::Photo;
use fashion_kernels::budget::BudgetAllocator;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{ExtendedColorType, ImageEncoder};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: BudgetAllocator<System> = BudgetAllocator(System);

/// Smooth tones with some noise, as a photo has them, the same in each row.
fn tones(width: usize, height: usize, bytes: usize) -> Vec<u8> {
    let mut state = 1u32;
    let row: Vec<u8> = (0..width * bytes)
        .map(|i| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((i / bytes / 64) as u8).wrapping_add((state >> 30) as u8)
        })
        .collect();
    row.repeat(height)
}

fn written(encoder: impl ImageEncoder, sides: [usize; 2], colour: ExtendedColorType) {
    let [width, height] = sides;
    let bytes = usize::from(colour.bits_per_pixel() / 8);
    let pixels = tones(width, height, bytes);
    encoder
        .write_image(&pixels, width as u32, height as u32, colour)
        .expect("in memory");
}

#[track_caller]
fn decoded(file: &[u8], [width, height]: [usize; 2]) {
    // Columns become rows, for which both must be held.
    let photo = Photo::decode(file, 6).expect("a photo");
    assert_eq!(photo.full, [height, width]);
    let sides = photo.full.map(|side| side.div_ceil(photo.scale));
    assert_eq!([photo.width, photo.height], sides);
    assert_eq!(photo.bytes.len(), photo.width * photo.height * 3);
}

/// A JPEG whose channels have other numbers, which is not decoded smaller.
fn renumbered(mut file: Vec<u8>) -> Vec<u8> {
    // Behind the marker of the frame 10 bytes lead to the first channel, of the scan 5.
    for (marker, first, step) in [(0xc0, 10, 3), (0xda, 5, 2)] {
        let is_marker = |pair: &[u8]| pair == [0xff, marker];
        let at = file.windows(2).position(is_marker).expect("a segment") + first;
        for channel in 0..3 {
            file[at + channel * step] += 4;
        }
    }
    file
}

#[test]
fn large_photos_are_decoded_within_their_budget() {
    let camera = [6000, 4000];
    // 192 MiB of three bytes, and of eight: the limit.
    let [most, most_deep] = [[10_240, 6553], [10_240, 2457]];
    for (sides, colour) in [
        (camera, ExtendedColorType::Rgb8),
        (most, ExtendedColorType::Rgb8),
    ] {
        let mut file = Vec::new();
        written(JpegEncoder::new_with_quality(&mut file, 90), sides, colour);
        decoded(&file, sides);
        decoded(&renumbered(file), sides);
    }
    for (sides, colour) in [
        (camera, ExtendedColorType::Rgb8),
        (camera, ExtendedColorType::Rgba8),
        (most_deep, ExtendedColorType::Rgba16),
    ] {
        let mut file = Vec::new();
        written(PngEncoder::new(&mut file), sides, colour);
        decoded(&file, sides);
    }
    for colour in [ExtendedColorType::Rgb8, ExtendedColorType::Rgba8] {
        let mut file = Vec::new();
        written(WebPEncoder::new_lossless(&mut file), [2000, 1500], colour);
        decoded(&file, [2000, 1500]);
    }
}
