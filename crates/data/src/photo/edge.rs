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

/// Leaves out of a mask what has less than `level` of the greatest contrast within `radius`. The mask and the contrast lie
/// within left, top, right, bottom.
pub fn tightened(
    mask: &Mask,
    [left, top, right, bottom]: [usize; 4],
    contrast: &Plane,
    radius: usize,
    level: f32,
) -> Mask {
    let row = |y: usize| y * mask.width + left..y * mask.width + right;
    let inside = Plane {
        width: right - left,
        height: bottom - top,
        data: (top..bottom)
            .flat_map(|y| &contrast.data[row(y)])
            .copied()
            .collect(),
    };
    let mut tight = mask.clone();
    let most = inside.largest(radius).data;
    let rows = inside
        .data
        .chunks_exact(inside.width)
        .zip(most.chunks_exact(inside.width));
    for (y, (contrast, most)) in (top..bottom).zip(rows) {
        for ((is, contrast), most) in tight.data[row(y)].iter_mut().zip(contrast).zip(most) {
            *is &= *contrast >= level * most;
        }
    }
    tight
}
