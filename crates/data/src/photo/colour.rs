//! The small copy of a photo on which the garment is looked for, and the grey of a colour.

use super::photo::Photo;
use super::plane::{Plane, cells};

/// Red, green and blue.
pub type Colours = [Plane; 3];

/// Reduces by area until the longer side has at most `side` pixels; a smaller photo is only converted.
pub fn working_copy(photo: &Photo, side: usize) -> Colours {
    let longer = photo.width.max(photo.height);
    let to = |length: usize| {
        if longer <= side {
            length
        } else {
            ((length * side + longer / 2) / longer).max(1)
        }
    };
    let (width, height) = (to(photo.width), to(photo.height));
    let mut planes = [(); 3].map(|()| Plane::filled(width, height, 0.0));
    let columns = cells(photo.width, width);
    let mut line = vec![0.0f32; photo.width * 3];
    for (y, (first, weights)) in cells(photo.height, height).iter().enumerate() {
        line.fill(0.0);
        for (row, &weight) in weights.iter().enumerate() {
            let start = (first + row) * photo.width * 3;
            let bytes = &photo.bytes[start..start + photo.width * 3];
            for (sum, &byte) in line.iter_mut().zip(bytes) {
                *sum += weight * f32::from(byte);
            }
        }
        for (x, (first, weights)) in columns.iter().enumerate() {
            let mut sums = [0.0f32; 3];
            for (pixel, &weight) in line[first * 3..].chunks_exact(3).zip(weights) {
                for (sum, &tone) in sums.iter_mut().zip(pixel) {
                    *sum += weight * tone;
                }
            }
            for (plane, sum) in planes.iter_mut().zip(sums) {
                plane.data[y * width + x] = sum;
            }
        }
    }
    planes
}

/// What a photo's transparency leaves, from 0 to 1, on a copy of the size of `like`.
pub fn working_alpha(alpha: &[u8], photo: &Photo, like: &Plane) -> Plane {
    let mut plane = Plane::filled(like.width, like.height, 0.0);
    let columns = cells(photo.width, like.width);
    let mut line = vec![0.0f32; photo.width];
    for (y, (first, weights)) in cells(photo.height, like.height).iter().enumerate() {
        line.fill(0.0);
        for (row, &weight) in weights.iter().enumerate() {
            let bytes = &alpha[(first + row) * photo.width..][..photo.width];
            for (sum, &byte) in line.iter_mut().zip(bytes) {
                *sum += weight * f32::from(byte);
            }
        }
        for (x, (first, weights)) in columns.iter().enumerate() {
            let sum: f32 = line[*first..]
                .iter()
                .zip(weights)
                .map(|(tone, weight)| tone * weight)
                .sum();
            plane.data[y * like.width + x] = (sum / 255.0).min(1.0);
        }
    }
    plane
}

/// Whether a photo has colours: more than a hundredth of its pixels differ in red, green and blue.
pub fn coloured(colours: &Colours) -> bool {
    let [red, green, blue] = colours;
    let differ = (red.data.iter().zip(&green.data).zip(&blue.data)).filter(|((r, g), b)| {
        let most = r.max(**g).max(**b);
        let least = r.min(**g).min(**b);
        most - least > 8.0
    });
    differ.count() * 100 > red.data.len()
}

/// The luma of Rec. 601.
pub fn luma([red, green, blue]: [f32; 3]) -> f32 {
    0.299 * red + 0.587 * green + 0.114 * blue
}
