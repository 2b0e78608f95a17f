//! The small copy of a photo on which the garment is looked for, and the grey of a colour.

use super::photo::Photo;
use super::plane::Plane;

/// Red, green and blue.
pub type Colours = [Plane; 3];

/// The photo's colours as planes.
pub fn colours_of(photo: &Photo) -> Colours {
    [0, 1, 2].map(|c| Plane {
        width: photo.width,
        height: photo.height,
        data: photo
            .bytes
            .iter()
            .skip(c)
            .step_by(3)
            .map(|&byte| f32::from(byte))
            .collect(),
    })
}

/// The luma of Rec. 601.
#[inline(always)]
pub fn luma([red, green, blue]: [f32; 3]) -> f32 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// Whether a photo has colours: more than a hundredth of its pixels differ in red, green and blue.
pub fn coloured(photo: &Photo) -> bool {
    let differ = photo.bytes.chunks_exact(3).filter(|pixel| {
        let most = pixel[0].max(pixel[1]).max(pixel[2]);
        let least = pixel[0].min(pixel[1]).min(pixel[2]);
        most - least > 8
    });
    differ.count() * 300 > photo.bytes.len()
}
