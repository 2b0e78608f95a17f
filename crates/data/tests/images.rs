//! Images: PNG, JPEG and WebP in, PNG out, by files the image crate writes and by files that are damaged.

use fashion_data::decode::{self, Pixels, decode};
use fashion_data::grey::grey_of;
use fashion_data::sheet::{self, Images};
use fashion_data::{DataError, encode};
use image::codecs::{jpeg::JpegEncoder, webp::WebPEncoder};
use image::{
    DynamicImage, GrayAlphaImage, GrayImage, ImageBuffer, Luma, LumaA, Rgb, RgbImage, Rgba,
    RgbaImage,
};

const WIDTH: usize = 28;
const HEIGHT: usize = 20;

fn tones() -> Vec<u8> {
    (0..WIDTH * HEIGHT).map(|i| (i * 37 % 256) as u8).collect()
}

fn png_of(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image
        .into()
        .write_to(&mut file, image::ImageFormat::Png)
        .expect("writing to memory");
    file.into_inner()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, DataError>, code: &str, part: &str) {
    let error = result.expect_err("the file is wrong");
    assert_eq!(error.code, code, "{}", error.message);
    assert!(
        error.message.contains(part),
        "{:?} lacks {part:?}",
        error.message
    );
}

#[test]
fn what_is_written_as_png_is_read_again() {
    let file = encode::png(&tones(), WIDTH, HEIGHT, 1).expect("a grey image");
    assert_eq!(
        decode(&file, 1, Some((HEIGHT, WIDTH))),
        Ok(Pixels {
            width: WIDTH,
            height: HEIGHT,
            bytes: tones()
        })
    );
    let colours: Vec<u8> = tones()
        .iter()
        .flat_map(|&tone| [tone, 255 - tone, 7])
        .collect();
    let file = encode::png(&colours, WIDTH, HEIGHT, 3).expect("a colour image");
    assert_eq!(decode(&file, 3, None).expect("its own file").bytes, colours);
    assert_eq!(
        encode::png(&colours, WIDTH, HEIGHT, 1)
            .expect_err("too many bytes")
            .code,
        "INVALID_ARGUMENT"
    );
    assert_eq!(
        encode::png(&[], 0, 0, 1).expect_err("no bytes").code,
        "INVALID_ARGUMENT"
    );
}

#[test]
fn a_lossless_webp_gives_the_same_bytes_and_a_jpeg_close_ones() {
    let smooth: Vec<u8> = (0..WIDTH * HEIGHT)
        .map(|i| (i % WIDTH * 4 + i / WIDTH * 3) as u8)
        .collect();
    let image = GrayImage::from_raw(WIDTH as u32, HEIGHT as u32, smooth.clone()).expect("its size");
    let colours = DynamicImage::from(image.clone()).into_rgb8();
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp)
        .encode(&colours, 28, 20, image::ExtendedColorType::Rgb8)
        .expect("in memory");
    assert_eq!(decode(&webp, 1, None).expect("a WebP").bytes, smooth);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 95)
        .encode_image(&image)
        .expect("in memory");
    let close = decode(&jpeg, 1, None).expect("a JPEG").bytes;
    assert!(close.iter().zip(&smooth).all(|(a, b)| a.abs_diff(*b) < 6));
    refused(
        decode(&jpeg[..jpeg.len() - 2], 1, None),
        "IMAGE_INVALID",
        "cut short",
    );
    refused(
        decode(&webp[..webp.len() / 2], 1, None),
        "IMAGE_INVALID",
        "damaged",
    );
}

#[test]
fn what_a_camera_appends_to_a_jpeg_is_no_part_of_it() {
    let image = GrayImage::from_fn(40, 40, |x, y| Luma([(x * y * 7 % 256) as u8]));
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 90)
        .encode_image(&image)
        .expect("in memory");
    let pixels = decode(&jpeg, 1, None).expect("a JPEG");
    for appended in [
        &[1, 2, 3][..],
        &[0xff, 0xda, 1, 2, 3],
        &[0xff, 0xd8, 0xff, 0xda],
    ] {
        assert_eq!(
            decode(&[&jpeg, appended].concat(), 1, None).as_ref(),
            Ok(&pixels)
        );
    }
    let middle = jpeg.len() - 20;
    let cut = [&jpeg[..middle], &[0xff, 0xc4]].concat();
    refused(decode(&cut, 1, None), "IMAGE_INVALID", "cut short");
}

/// Colours and what Pillow 13's `convert("L")` makes of them.
const GREYS: [([u8; 3], u8); 10] = [
    ([255, 0, 0], 76),
    ([0, 255, 0], 150),
    ([0, 0, 255], 29),
    ([255, 255, 0], 226),
    ([0, 255, 255], 179),
    ([255, 0, 255], 105),
    ([255, 255, 255], 255),
    ([200, 100, 7], 119),
    ([12, 34, 56], 30),
    ([1, 2, 3], 2),
];

#[test]
fn grey_is_the_luma_of_rec_601() {
    for (colour, grey) in GREYS {
        assert_eq!(grey_of(colour), grey, "{colour:?}");
    }
    for tone in 0..=255 {
        assert_eq!(grey_of([tone; 3]), tone);
    }
}

#[test]
fn colours_depth_and_transparency_become_grey_bytes() {
    let colours: Vec<u8> = GREYS.iter().flat_map(|(colour, _)| *colour).collect();
    let image = RgbImage::from_raw(GREYS.len() as u32, 1, colours).expect("one row");
    let greys: Vec<u8> = GREYS.iter().map(|&(_, grey)| grey).collect();
    assert_eq!(decode(&png_of(image), 1, None).expect("a PNG").bytes, greys);
    for ([red, green, blue], grey) in GREYS {
        let deep = [red, green, blue].map(|tone| u16::from(tone) * 257);
        let image: ImageBuffer<Rgb<u16>, Vec<u16>> = ImageBuffer::from_pixel(1, 1, Rgb(deep));
        assert_eq!(
            decode(&png_of(image), 1, None).expect("16 bits").bytes,
            [grey]
        );
    }
    let image = RgbImage::from_fn(40, 40, |x, y| {
        Rgb([x, y, x + y].map(|tone| (3 * tone) as u8))
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new(&mut jpeg)
        .encode_image(&image)
        .expect("in memory");
    let [grey, colours] = [1, 3].map(|channels| decode(&jpeg, channels, None).expect("a JPEG"));
    let pixels = colours.bytes.as_chunks::<3>().0;
    assert!(
        pixels
            .iter()
            .zip(grey.bytes)
            .all(|(&pixel, grey)| grey_of(pixel) == grey)
    );
    let half = RgbaImage::from_pixel(1, 1, Rgba([255, 0, 0, 128]));
    assert_eq!(
        decode(&png_of(half), 1, None).expect("on black").bytes,
        [38]
    ); // of red 128
    let deep: ImageBuffer<Luma<u16>, Vec<u16>> =
        ImageBuffer::from_raw(3, 1, vec![0, 0x8080, 0xffff]).expect("3 tones");
    assert_eq!(
        decode(&png_of(deep), 1, None).expect("16 bits").bytes,
        [0, 128, 255]
    );
    let glass = GrayAlphaImage::from_raw(3, 1, vec![200, 255, 200, 128, 200, 0]).expect("3 tones");
    assert_eq!(
        decode(&png_of(glass.clone()), 1, None)
            .expect("alpha")
            .bytes,
        [200, 100, 0]
    );
    assert_eq!(glass.get_pixel(0, 0), &LumaA([200, 255]));
}

#[test]
fn a_size_that_is_not_expected_is_refused() {
    let file = encode::png(&tones(), WIDTH, HEIGHT, 1).expect("a grey image");
    refused(
        decode(&file, 1, Some((28, 28))),
        "IMAGE_SHAPE",
        "is 20×28 pixels (height × width), expected 28×28",
    );
}

#[test]
fn a_size_is_read_in_the_header_alone() {
    let file = encode::png(&tones(), WIDTH, HEIGHT, 1).expect("a grey image");
    assert_eq!(decode::size(&file), Ok((HEIGHT, WIDTH)));
    assert_eq!(decode::size(&file[..file.len() - 20]), Ok((HEIGHT, WIDTH)));
    refused(decode::size(&[]), "IMAGE_FORMAT", "is empty");
}

#[test]
fn every_cut_and_other_formats_are_refused() {
    let file = encode::png(&tones(), WIDTH, HEIGHT, 1).expect("a grey image");
    for end in 8..file.len() - 12 {
        refused(decode(&file[..end], 1, None), "IMAGE_INVALID", "damaged");
    }
    let (mut damaged, middle) = (file.clone(), file.len() / 2);
    damaged[middle] ^= 1;
    refused(decode(&damaged, 1, None), "IMAGE_INVALID", "damaged");
    refused(decode(&[], 1, None), "IMAGE_FORMAT", "is empty");
    refused(
        decode(b"GIF89a\x01\0\x01\0\0\0\0", 1, None),
        "IMAGE_FORMAT",
        "format Gif by its content",
    );
    refused(
        decode(b"hello", 1, None),
        "IMAGE_FORMAT",
        "begins with 68 65 6c 6c",
    );
}

#[test]
fn a_header_of_a_huge_image_takes_no_memory() {
    // Signature, IHDR of 30,000 × 30,000 grey bytes with its checksum, and nothing that could fill it.
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\0\0\0\0".to_vec();
    let crc = crc32(&file[12..]);
    file.extend(crc.to_be_bytes());
    file.extend(b"\0\0\0\x01IDAT\x78");
    let crc = crc32(b"IDAT\x78");
    file.extend(crc.to_be_bytes());
    refused(
        decode(&file, 1, None),
        "IMAGE_TOO_LARGE",
        "is 30000×30000 pixels",
    );
}

#[test]
fn pixels_of_more_than_64_mb_are_refused_before_memory_is_taken() {
    // 4096 × 4096 pixels of four channels of 16 bits.
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x10\0\0\0\x10\0\x10\x06\0\0\0".to_vec();
    let crc = crc32(&file[12..]);
    file.extend(crc.to_be_bytes());
    file.extend(b"\0\0\0\x01IDAT\x78");
    let crc = crc32(b"IDAT\x78");
    file.extend(crc.to_be_bytes());
    refused(decode(&file, 1, None), "IMAGE_TOO_LARGE", "64 MB");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[test]
fn a_sheet_shows_every_image_magnified_above_its_caption() {
    let bytes: Vec<u8> = [vec![200; 28 * 28], vec![100; 28 * 28], vec![50; 28 * 28]].concat();
    let captions = ["Bag", "T-shirt/top", "ä name that is far too long"].map(String::from);
    let images = Images {
        bytes: &bytes,
        width: 28,
        height: 28,
        captions: &captions,
    };
    let sheet =
        decode(&sheet::png(&images, 2).expect("three images"), 1, None).expect("its own file");
    assert_eq!((sheet.width, sheet.height), (6 + 2 * 90, 6 + 2 * 105));
    let at = |x: usize, y: usize| sheet.bytes[y * sheet.width + x];
    assert_eq!(
        [at(6, 6), at(89, 89), at(96, 6), at(6, 111)],
        [200, 200, 100, 50]
    );
    assert_eq!([at(0, 0), at(90, 6), at(96, 111)], [32, 32, 32]);
    let letters = (91..105)
        .flat_map(|y| (6..90).map(move |x| (x, y)))
        .filter(|&(x, y)| at(x, y) == 235)
        .count();
    assert!((20..200).contains(&letters), "{letters} pixels of letters");
    let wrong = Images {
        captions: &captions[..2],
        ..images
    };
    assert_eq!(
        sheet::png(&wrong, 2)
            .expect_err("three images, two captions")
            .code,
        "INVALID_ARGUMENT"
    );
}

#[test]
fn a_sheet_of_large_or_odd_images_stays_small() {
    let sizes = [
        (3400, 3400, [168, 252]),
        (4, 400, [84, 252]),
        (400, 4, [168, 252]),
        (1, 1, [84, 84]),
    ];
    for (width, height, [most_width, most_height]) in sizes {
        let bytes = vec![77; width * height];
        let images = Images {
            bytes: &bytes,
            width,
            height,
            captions: &[String::new()],
        };
        let sheet =
            decode(&sheet::png(&images, 15).expect("one image"), 1, None).expect("its own file");
        assert!(
            sheet.width <= most_width + 12 && sheet.height <= most_height + 27,
            "{width}×{height}"
        );
        assert!(sheet.bytes.contains(&77));
    }
    // One a row has more room.
    let bytes = vec![77; 28 * 28];
    let images = Images {
        bytes: &bytes,
        width: 28,
        height: 28,
        captions: &[String::new()],
    };
    let alone = decode(&sheet::png(&images, 1).expect("one image"), 1, None).expect("its own file");
    assert_eq!([alone.width, alone.height], [336 + 12, 336 + 27]);
    // A mean of what three columns and the two rows hold.
    let (width, height) = (337, 2);
    let bytes: Vec<u8> = (0..width * height)
        .map(|i| {
            if i % width < 2 {
                [10, 21][i / width]
            } else {
                200
            }
        })
        .collect();
    let images = Images {
        bytes: &bytes,
        width,
        height,
        captions: &[String::new()],
    };
    let sheet = decode(&sheet::png(&images, 2).expect("one image"), 1, None).expect("its own file");
    assert_eq!(sheet.bytes[6 * sheet.width + 6], 77); // (10 + 10 + 200 + 21 + 21 + 200) / 6: three columns become one
}
