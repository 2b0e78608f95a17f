//! The data set's own form, by which an image that needs no preparation is told from a photo.

use super::photo::Photo;
use super::square::SIDE;

/// Whether an image has the data set's own form: 28 × 28 tones without colour, a twelfth of them nothing.
///
/// All 70,000 images leave as much black, and few others do that are not garments cut out on black.
pub fn has_data_set_form(photo: &Photo) -> bool {
    let pixels = || photo.bytes.chunks_exact(3);
    let grey = pixels().all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    let tones = pixels().map(|pixel| pixel[0]);
    has_data_set_size(photo) && photo.alpha.is_none() && grey && leaves_black(tones)
}

/// The same of 28 × 28 grey tones.
pub fn is_data_set_form(tones: &[u8]) -> bool {
    tones.len() == SIDE * SIDE && leaves_black(tones.iter().copied())
}

fn leaves_black(tones: impl Iterator<Item = u8>) -> bool {
    12 * tones.filter(|&tone| tone <= 4).count() >= SIDE * SIDE
}

/// Whether an image is 28 × 28.
pub fn has_data_set_size(photo: &Photo) -> bool {
    photo.width == SIDE && photo.height == SIDE
}
