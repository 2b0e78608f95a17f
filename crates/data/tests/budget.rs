//! Every kind of image within its budget: with the allocator of the wasm file, a decoder that takes more ends this program.

use fashion_data::decode::{decode, size};
use fashion_data::photo::Photo;
use fashion_kernels::budget::BudgetAllocator;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{DynamicImage, ImageBuffer, ImageEncoder, Rgba};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: BudgetAllocator<System> = BudgetAllocator(System);

/// Tones without order, so that nothing is compressed, or with some.
fn picture(width: u32, height: u32, noise: bool) -> DynamicImage {
    let mut state = 1u32;
    let image = ImageBuffer::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let tone = if noise {
            (state >> 16) as u16
        } else {
            (x * 31 + y * 17) as u16
        };
        Rgba([tone, tone.rotate_left(3), tone ^ 0x5a5a, !tone])
    });
    DynamicImage::ImageRgba16(image)
}

/// As PNG in each type of colour and depth, as JPEG, and as lossless WebP.
fn files(image: &DynamicImage) -> Vec<Vec<u8>> {
    let kinds = [
        DynamicImage::from(image.to_luma8()),
        image.to_luma_alpha8().into(),
        image.to_rgb8().into(),
        image.to_rgba8().into(),
        DynamicImage::from(image.to_luma16()),
        image.to_luma_alpha16().into(),
        image.to_rgb16().into(),
        image.clone(),
    ];
    let (width, height) = (image.width(), image.height());
    let mut files = Vec::new();
    for kind in &kinds {
        let mut file = Vec::new();
        let colour = kind.color().into();
        let png = PngEncoder::new(&mut file).write_image(kind.as_bytes(), width, height, colour);
        png.expect("in memory");
        files.push(file);
    }
    for kind in [&kinds[0], &kinds[2]] {
        let mut file = Vec::new();
        let jpeg = JpegEncoder::new_with_quality(&mut file, 95).encode_image(kind);
        jpeg.expect("in memory");
        files.push(file);
    }
    for kind in [&kinds[2], &kinds[3]] {
        let mut file = Vec::new();
        let colour = kind.color().into();
        let webp =
            WebPEncoder::new_lossless(&mut file).encode(kind.as_bytes(), width, height, colour);
        webp.expect("in memory");
        files.push(file);
    }
    files
}

#[test]
fn no_kind_of_image_takes_more_than_its_budget() {
    for (width, height) in [(1, 1), (28, 28), (2048, 1), (1, 2048), (700, 500)] {
        for noise in [false, true] {
            for file in files(&picture(width, height, noise)) {
                let wanted = (height as usize, width as usize);
                assert_eq!(size(&file), Ok(wanted));
                for orientation in 1..=8 {
                    let photo = Photo::decode(&file, orientation).expect("a whole file");
                    assert_eq!(photo.full.iter().product::<usize>(), wanted.0 * wanted.1);
                }
                for channels in [1, 3] {
                    let pixels = decode(&file, channels, Some(wanted)).expect("a whole file");
                    assert_eq!(
                        pixels.bytes.len(),
                        wanted.0 * wanted.1 * usize::from(channels)
                    );
                }
            }
        }
    }
}
