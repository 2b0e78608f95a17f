//! Bytes that must not change by accident: what a seed makes, and what is made of it, is the same on each host and in each
//! version. Whoever changes a step on purpose writes the new numbers here, and the models of photos are trained anew.

use crate::samples::{hash, shirt};
use fashion_data::photo::simulate::{example, photo};
use fashion_data::photo::square::SIDE;
use fashion_data::photo::strangers::stranger;
use fashion_data::photo::{Settings, prepare};

/// The same garment in another tone, upside down.
fn other() -> Vec<u8> {
    shirt(120).into_iter().rev().collect()
}

#[test]
fn a_seed_makes_the_same_photos() {
    let photos: Vec<_> = (0..60)
        .map(|number| photo(&shirt(200), 7, number))
        .collect();
    assert_eq!(
        hash(photos.iter().map(|photo| &photo.bytes[..])),
        0x97bc_e664_9709_5b01
    );
}

#[test]
fn prepared_photos_are_the_same() {
    let images: Vec<_> = (0..60)
        .map(|number| prepare(&photo(&shirt(200), 7, number), &Settings::default()).image)
        .collect();
    assert_eq!(
        hash(images.iter().map(|image| &image[..])),
        0x924e_6576_6859_130a
    );
}

#[test]
fn a_seed_makes_the_same_examples() {
    let images: Vec<_> = (0..64)
        .map(|number| example(&shirt(200), 7, number))
        .collect();
    assert!(images.iter().all(|image| image.len() == SIDE * SIDE));
    assert_eq!(
        hash(images.iter().map(|image| &image[..])),
        0x0fdf_4f4e_fc3b_2e8d
    );
}

#[test]
fn a_seed_makes_the_same_strangers() {
    let images: Vec<_> = (0..64)
        .map(|number| stranger(&shirt(200), &other(), 7, number))
        .collect();
    assert!(images.iter().all(|image| image.len() == SIDE * SIDE));
    assert_eq!(
        hash(images.iter().map(|image| &image[..])),
        0x3709_05e8_615b_c4f0
    );
}

#[test]
fn each_number_and_each_seed_makes_another_photo() {
    let made = |seed, number| hash([&photo(&shirt(200), seed, number).bytes[..]]);
    let mut hashes: Vec<u64> = (0..40).map(|number| made(1, number)).collect();
    hashes.extend((2..40).map(|seed| made(seed, 0)));
    hashes.extend([1 << 32, 1 << 52].map(|number| made(1, number)));
    let count = hashes.len();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), count);
}

#[test]
fn any_image_makes_photos_and_strangers() {
    let mut one_pixel = vec![0; SIDE * SIDE];
    one_pixel[400] = 255;
    for image in [vec![0; SIDE * SIDE], vec![255; SIDE * SIDE], one_pixel] {
        for number in 0..16 {
            let made = photo(&image, 1, number);
            assert_eq!(made.bytes.len(), made.width * made.height * 3);
            assert_eq!(example(&image, 1, number).len(), SIDE * SIDE);
            assert_eq!(stranger(&image, &image, 1, number).len(), SIDE * SIDE);
        }
    }
}
