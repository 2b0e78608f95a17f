//! A photo made smaller by a whole number: each pixel is the mean of a square.
//!
//! Sums are whole numbers, so nothing depends on an order, and rows are added as they lie.

use super::photo::Photo;

/// By how much a photo is made smaller so that its longer side has at most `side` pixels.
pub fn factor(width: usize, height: usize, side: usize) -> usize {
    width.max(height).div_ceil(side).max(1)
}

/// Factors whose squares have columns with a sum of 16 bits at most; the photos of cameras have lower ones.
const MOST_FACTOR: usize = 257;

/// Means of squares of `factor` pixels a side, smaller at the right and at the bottom; `CHANNELS` bytes a pixel.
pub fn means<const CHANNELS: usize>(bytes: &[u8], width: usize, factor: usize) -> Vec<u8> {
    if factor == 1 {
        return bytes.to_vec();
    }
    if factor > MOST_FACTOR {
        return means_of_large_squares(bytes, width, CHANNELS, factor);
    }
    let row_bytes = width * CHANNELS;
    let height = bytes.len() / row_bytes.max(1);
    let mut result =
        Vec::with_capacity(width.div_ceil(factor) * height.div_ceil(factor) * CHANNELS);
    let mut sums = vec![0u16; row_bytes];
    for rows in bytes.chunks(row_bytes * factor) {
        sums.fill(0);
        for row in rows.chunks_exact(row_bytes) {
            for (sum, &byte) in sums.iter_mut().zip(row) {
                *sum += u16::from(byte);
            }
        }
        let count = rows.len() / row_bytes;
        let mut squares = sums.chunks_exact(factor * CHANNELS);
        let share = Share::of(count * factor);
        for square in &mut squares {
            push_means::<CHANNELS>(&mut result, square, &share);
        }
        let rest = squares.remainder();
        if !rest.is_empty() {
            push_means::<CHANNELS>(&mut result, rest, &Share::of(count * rest.len() / CHANNELS));
        }
    }
    result
}

#[inline(always)]
fn push_means<const CHANNELS: usize>(result: &mut Vec<u8>, square: &[u16], share: &Share) {
    let mut sums = [0u32; CHANNELS];
    for pixel in square.chunks_exact(CHANNELS) {
        for (sum, &column) in sums.iter_mut().zip(pixel) {
            *sum += u32::from(column);
        }
    }
    result.extend(sums.map(|sum| share.mean(sum)));
}

/// The same by sums of 32 bits, byte by byte: for canvases that are thousands of times as long as wide.
#[inline(never)]
fn means_of_large_squares(bytes: &[u8], width: usize, channels: usize, factor: usize) -> Vec<u8> {
    let row_bytes = width * channels;
    let mut result = Vec::new();
    for rows in bytes.chunks(row_bytes * factor) {
        for left in (0..width).step_by(factor) {
            let columns = factor.min(width - left);
            let share = Share::of(rows.len() / row_bytes * columns);
            for first in left * channels..(left + 1) * channels {
                let mut sum = 0;
                for row in rows.chunks_exact(row_bytes) {
                    let square = row[first..].iter().step_by(channels).take(columns);
                    sum += square.map(|&byte| u32::from(byte)).sum::<u32>();
                }
                result.push(share.mean(sum));
            }
        }
    }
    result
}

/// Division by a number of pixels, as a product with its reciprocal; exact for up to a million pixels.
struct Share {
    half: u64,
    /// 2⁴⁸ by the pixels, rounded upwards.
    reciprocal: u64,
}

impl Share {
    fn of(pixels: usize) -> Self {
        Self {
            half: pixels as u64 / 2,
            reciprocal: (1u64 << 48).div_ceil(pixels as u64),
        }
    }

    /// The nearest whole number, halves upwards.
    #[inline(always)]
    fn mean(&self, sum: u32) -> u8 {
        (((u64::from(sum) + self.half) * self.reciprocal) >> 48) as u8
    }
}

impl Photo {
    /// The photo with a longer side of at most `side` pixels, and by how much it was made smaller.
    pub fn reduced(&self, side: usize) -> (Self, usize) {
        let factor = factor(self.width, self.height, side);
        let photo = Self {
            width: self.width.div_ceil(factor),
            height: self.height.div_ceil(factor),
            bytes: means::<3>(&self.bytes, self.width, factor),
            alpha: self
                .alpha
                .as_ref()
                .map(|alpha| means::<1>(alpha, self.width, factor)),
            scale: self.scale * factor,
            ..*self
        };
        (photo, factor)
    }
}
