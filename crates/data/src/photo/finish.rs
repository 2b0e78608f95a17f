//! The last steps on 28 × 28: sharpened as the data set's images were, tones stretched to 255, rounded.

use super::square::SIDE;

/// Weights of a Gaussian of radius 1 and sigma 1: corner, side, centre.
const GAUSSIAN: [f32; 3] = [0.075_113_6, 0.123_841_4, 0.204_179_6];

/// Adds `amount` of what a Gaussian blur takes away. Pixels outside count as 0, as the square's ground does.
pub fn sharpened(image: &[f32], amount: f32) -> Vec<f32> {
    let at = |x: isize, y: isize| {
        let inside = (0..SIDE as isize).contains(&x) && (0..SIDE as isize).contains(&y);
        if inside {
            image[y as usize * SIDE + x as usize]
        } else {
            0.0
        }
    };
    let mut result = Vec::with_capacity(image.len());
    for y in 0..SIDE as isize {
        for x in 0..SIDE as isize {
            let corners = at(x - 1, y - 1) + at(x + 1, y - 1) + at(x - 1, y + 1) + at(x + 1, y + 1);
            let sides = at(x, y - 1) + at(x - 1, y) + at(x + 1, y) + at(x, y + 1);
            let blurred = GAUSSIAN[0] * corners + GAUSSIAN[1] * sides + GAUSSIAN[2] * at(x, y);
            result.push(at(x, y) + amount * (at(x, y) - blurred));
        }
    }
    result
}

/// Scaled so that the largest tone is 255, then whole numbers; an image of nothing stays 0.
pub fn stretched(image: &[f32], stretch: bool) -> Vec<u8> {
    let most = image.iter().copied().fold(0.0f32, f32::max);
    let scale = if stretch && most > 0.0 {
        255.0 / most
    } else {
        1.0
    };
    image
        .iter()
        .map(|tone| (tone * scale + 0.5).clamp(0.0, 255.0) as u8)
        .collect()
}
