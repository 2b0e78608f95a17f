//! Planes of tones as floats: interpolated, smoothed by binomial weights.
//!
//! Everything is sums and products in a fixed order, so each host computes the same bits.

use super::window;

/// Numbers in rows, one per pixel.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `height × width` numbers.
    pub data: Vec<f32>,
}

impl Plane {
    /// A plane of one number.
    pub fn filled(width: usize, height: usize, value: f32) -> Self {
        Self {
            width,
            height,
            data: vec![value; width * height],
        }
    }

    /// The number at column `x`, row `y`.
    #[inline(always)]
    pub fn at(&self, x: usize, y: usize) -> f32 {
        self.data[y * self.width + x]
    }

    /// The number between pixel centres, bilinear; outside, the edge goes on.
    pub fn between(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, (self.width - 1) as f32);
        let y = y.clamp(0.0, (self.height - 1) as f32);
        let (x0, y0) = (x as usize, y as usize);
        let (x1, y1) = ((x0 + 1).min(self.width - 1), (y0 + 1).min(self.height - 1));
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let above = self.at(x0, y0) + (self.at(x1, y0) - self.at(x0, y0)) * fx;
        let below = self.at(x0, y1) + (self.at(x1, y1) - self.at(x0, y1)) * fx;
        above + (below - above) * fy
    }

    /// The differences to another plane of the same size.
    pub fn less(&self, other: &Self) -> Self {
        Self {
            width: self.width,
            height: self.height,
            data: self
                .data
                .iter()
                .zip(&other.data)
                .map(|(a, b)| a - b)
                .collect(),
        }
    }

    /// The largest number within a square of `radius`.
    pub fn largest(&self, radius: usize) -> Self {
        let data = window::joined(&self.data, self.width, radius, |to, other| {
            for (value, &other) in to.iter_mut().zip(other) {
                if other > *value {
                    *value = other;
                }
            }
        });
        Self { data, ..*self }
    }

    /// Smoothed in both directions by the binomial weights of `order` (even): a Gaussian of variance `order` / 4. Edges go on.
    pub fn smoothed(&self, order: usize) -> Self {
        if order == 0 {
            return self.clone();
        }
        let weights = binomial(order);
        let radius = order / 2;
        let (width, height) = (self.width, self.height);
        let mut padded = vec![0.0f32; width + 2 * radius];
        let mut across = Self::filled(width, height, 0.0);
        for (row, out) in self
            .data
            .chunks_exact(width)
            .zip(across.data.chunks_exact_mut(width))
        {
            padded[..radius].fill(row[0]);
            padded[radius..radius + width].copy_from_slice(row);
            padded[radius + width..].fill(row[width - 1]);
            for (shift, &weight) in weights.iter().enumerate() {
                for (out, &tone) in out.iter_mut().zip(&padded[shift..]) {
                    *out += weight * tone;
                }
            }
        }
        let mut result = Self::filled(width, height, 0.0);
        for (y, out) in result.data.chunks_exact_mut(width).enumerate() {
            for (shift, &weight) in weights.iter().enumerate() {
                let from = (y + shift).saturating_sub(radius).min(height - 1);
                let row = &across.data[from * width..(from + 1) * width];
                for (out, &tone) in out.iter_mut().zip(row) {
                    *out += weight * tone;
                }
            }
        }
        result
    }
}

/// The weights of Pascal's row `order`, with the sum 1.
fn binomial(order: usize) -> Vec<f32> {
    let mut row = vec![1.0f64];
    for _ in 0..order {
        let mut next = vec![1.0; row.len() + 1];
        for i in 1..row.len() {
            next[i] = row[i - 1] + row[i];
        }
        row = next;
    }
    let sum: f64 = row.iter().sum();
    row.iter().map(|weight| (weight / sum) as f32).collect()
}
