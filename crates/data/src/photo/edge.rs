//! Soft edges: the mask ends where a pixel is half as unlike the background as the garment beside it.

use super::colour::Colours;
use super::mask::Mask;
use super::plane::Plane;

/// Distance of each colour from the background's, 0 outside of the mask.
pub fn contrast(colours: &Colours, behind: &Colours, mask: &Mask) -> Plane {
    let mut plane = Plane::filled(mask.width, mask.height, 0.0);
    for (colour, behind) in colours.iter().zip(behind) {
        for ((sum, colour), behind) in plane.data.iter_mut().zip(&colour.data).zip(&behind.data) {
            *sum += (colour - behind) * (colour - behind);
        }
    }
    for (value, &is) in plane.data.iter_mut().zip(&mask.data) {
        *value = if is { value.sqrt() } else { 0.0 };
    }
    plane
}

/// Leaves out of a mask what has less than `level` of the greatest contrast within `radius`.
pub fn tightened(mask: &Mask, contrast: &Plane, radius: usize, level: f32) -> Mask {
    let most = contrast.largest(radius);
    Mask {
        data: mask
            .data
            .iter()
            .enumerate()
            .map(|(i, &is)| is && contrast.data[i] >= level * most.data[i])
            .collect(),
        ..*mask
    }
}
