//! A photo made smaller by a whole number: each pixel is the mean of a square.
//!
//! Sums are whole numbers, so nothing depends on an order, and rows are added as they lie.

use super::photo::Photo;

/// By how much a photo is made smaller so that its longer side has at most `side` pixels.
pub fn factor(width: usize, height: usize, side: usize) -> usize {
    width.max(height).div_ceil(side).max(1)
}

/// Means of squares of `factor` pixels a side, smaller at the right and at the bottom; `channels` bytes a pixel.
pub fn means(bytes: &[u8], width: usize, channels: usize, factor: usize) -> Vec<u8> {
    let height = bytes.len() / (width * channels).max(1);
    let mut result = Vec::with_capacity(width.div_ceil(factor) * height.div_ceil(factor) * channels);
    let mut sums = vec![0u32; width * channels];
    for rows in bytes.chunks(width * channels * factor) {
        sums.fill(0);
        let mut count = 0;
        for row in rows.chunks_exact(width * channels) {
            count += 1;
            for (sum, &byte) in sums.iter_mut().zip(row) {
                *sum += u32::from(byte);
            }
        }
        for square in sums.chunks(factor * channels) {
            let pixels = (square.len() / channels) as u32 * count;
            for channel in 0..channels {
                let sum: u32 = square.iter().skip(channel).step_by(channels).sum();
                result.push(((sum + pixels / 2) / pixels) as u8);
            }
        }
    }
    result
}

impl Photo {
    /// The photo with a longer side of at most `side` pixels, and by how much it was made smaller.
    pub fn reduced(&self, side: usize) -> (Self, usize) {
        let factor = factor(self.width, self.height, side);
        let photo = Self {
            width: self.width.div_ceil(factor),
            height: self.height.div_ceil(factor),
            bytes: means(&self.bytes, self.width, 3, factor),
            alpha: self.alpha.as_ref().map(|alpha| means(alpha, self.width, 1, factor)),
            orientation: self.orientation,
        };
        (photo, factor)
    }
}
