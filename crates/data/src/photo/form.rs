//! The data set's own form, by which an image that needs no preparation is told from a photo.

use super::photo::Photo;
use super::square::SIDE;

/// Whether an image has the data set's own form: 28 × 28 tones without colour, a twelfth of them nothing.
///
/// All 70,000 images leave as much black, and few others do that are not garments cut out on black.
pub fn has_data_set_form(photo: &Photo) -> bool {
    let grey = photo
        .bytes
        .chunks_exact(3)
        .all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    let black = photo
        .bytes
        .chunks_exact(3)
        .filter(|pixel| pixel[0] <= 4)
        .count();
    has_data_set_size(photo) && photo.alpha.is_none() && grey && black * 12 >= SIDE * SIDE
}

/// Whether an image is 28 × 28.
pub fn has_data_set_size(photo: &Photo) -> bool {
    photo.width == SIDE && photo.height == SIDE
}
