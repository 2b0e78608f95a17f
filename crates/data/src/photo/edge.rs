//! Soft edges: the mask ends where a pixel is half as unlike the background as the garment beside it.

use super::background::Background;
use super::colour::Colours;
use super::mask::Mask;
use super::plane::Plane;

/// Distance of each colour from the background's, 0 outside of the mask.
pub fn contrast(colours: &Colours, background: &Background, mask: &Mask) -> Plane {
    let mut plane = Plane::filled(mask.width, mask.height, 0.0);
    for (i, value) in plane.data.iter_mut().enumerate() {
        if mask.data[i] {
            let behind = background.at(i % mask.width, i / mask.width);
            *value = (0..3)
                .map(|c| (colours[c].data[i] - behind[c]) * (colours[c].data[i] - behind[c]))
                .sum::<f32>()
                .sqrt();
        }
    }
    plane
}

/// Leaves out of a mask what has less than `level` of the greatest contrast within `radius`.
pub fn tightened(mask: &Mask, contrast: &Plane, radius: usize, level: f32) -> Mask {
    let most = largest(contrast, radius);
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

/// The largest number within a square of `radius`.
fn largest(plane: &Plane, radius: usize) -> Plane {
    let (width, height) = (plane.width, plane.height);
    let mut across = plane.clone();
    for y in 0..height {
        let row = &plane.data[y * width..(y + 1) * width];
        for x in 0..width {
            let window = &row[x.saturating_sub(radius)..(x + radius + 1).min(width)];
            across.data[y * width + x] = window.iter().copied().fold(0.0, f32::max);
        }
    }
    let mut result = across.clone();
    for y in 0..height {
        for other in y.saturating_sub(radius)..(y + radius + 1).min(height) {
            for x in 0..width {
                let value = across.data[other * width + x];
                let out = &mut result.data[y * width + x];
                if value > *out {
                    *out = value;
                }
            }
        }
    }
    result
}
