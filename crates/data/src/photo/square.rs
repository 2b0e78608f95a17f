//! The garment's box becomes a square of 28 × 28 by one reduction: tones negated, what is behind the garment 0.

use super::cells::span_cells;
use super::colour::{Colours, luma};
use super::photo::Photo;
use super::plane::Plane;

/// A side of the prepared image.
pub const SIDE: usize = 28;

/// Left, top and side of the square around a box: garment in the middle, an odd pixel left and above.
pub fn around(bounds: [f64; 4]) -> [f64; 3] {
    let [left, top, right, bottom] = bounds;
    let side = (right - left).max(bottom - top);
    [
        (left + right - side) / 2.0,
        (top + bottom - side) / 2.0,
        side,
    ]
}

/// Garment's tones, 255 − luma, less what its soft edge shows of the background; outside of the square 0.
///
/// `alpha` is the garment's cover on the working copy, which is `factor` times smaller than the photo.
pub fn reduced(
    photo: &Photo,
    alpha: &Plane,
    behind: &Colours,
    factor: f32,
    [left, top, side]: [f64; 3],
) -> Vec<f32> {
    let columns = span_cells(left, side, photo.width, SIDE);
    let rows = span_cells(top, side, photo.height, SIDE);
    let behind: Vec<f32> = (0..alpha.data.len())
        .map(|i| luma([behind[0].data[i], behind[1].data[i], behind[2].data[i]]))
        .collect();
    let mut image = vec![0.0f32; SIDE * SIDE];
    let first = columns[0].0;
    let last = columns
        .last()
        .map_or(0, |(first, weights)| first + weights.len());
    // For each column of the photo: the column of the working copy at its left, and how far it is from it.
    let places: Vec<(usize, f32)> = (first..last)
        .map(|x| {
            let at = ((x as f32 + 0.5) / factor - 0.5).clamp(0.0, (alpha.width - 1) as f32);
            (at as usize, at - (at as usize) as f32)
        })
        .collect();
    let mut line = vec![0.0f32; last - first];
    let mut cover = vec![0.0f32; alpha.width + 1];
    for (cell_y, (first_row, row_weights)) in rows.iter().enumerate() {
        line.fill(0.0);
        for (row, &weight) in row_weights.iter().enumerate() {
            let y = first_row + row;
            let at_y = ((y as f32 + 0.5) / factor - 0.5).clamp(0.0, (alpha.height - 1) as f32);
            let work_y = at_y as usize;
            let below = (work_y + 1).min(alpha.height - 1);
            let down = at_y - work_y as f32;
            let pairs = alpha.data[work_y * alpha.width..][..alpha.width]
                .iter()
                .zip(&alpha.data[below * alpha.width..][..alpha.width]);
            for (cover, (above, below)) in cover.iter_mut().zip(pairs) {
                *cover = above + (below - above) * down;
            }
            cover[alpha.width] = cover[alpha.width - 1];
            let bytes = photo.bytes[(y * photo.width + first) * 3..].chunks_exact(3);
            for ((sum, &(at, along)), pixel) in line.iter_mut().zip(&places).zip(bytes) {
                let cover = cover[at] + (cover[at + 1] - cover[at]) * along;
                if cover <= 0.0 {
                    continue;
                }
                let tone = 255.0
                    - luma([
                        f32::from(pixel[0]),
                        f32::from(pixel[1]),
                        f32::from(pixel[2]),
                    ]);
                *sum += weight
                    * if cover >= 1.0 {
                        tone
                    } else {
                        (tone - (1.0 - cover) * (255.0 - behind[work_y * alpha.width + at]))
                            .max(0.0)
                    };
            }
        }
        for (cell_x, (begin, weights)) in columns.iter().enumerate() {
            let tones = &line[(*begin).max(first) - first..];
            image[cell_y * SIDE + cell_x] = tones
                .iter()
                .zip(weights)
                .map(|(tone, weight)| tone * weight)
                .sum();
        }
    }
    image
}
