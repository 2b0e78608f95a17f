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
        // Of few rows the sum stays in a register.
        let weigh = match order {
            2 => weigh_few::<3>,
            4 => weigh_few::<5>,
            8 => weigh_few::<9>,
            _ => weigh,
        };
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
            let shifted: Vec<&[f32]> = (0..=order).map(|shift| &padded[shift..]).collect();
            weigh(out, &shifted, &weights);
        }
        let mut result = Self::filled(width, height, 0.0);
        for (y, out) in result.data.chunks_exact_mut(width).enumerate() {
            let from = |shift: usize| (y + shift).saturating_sub(radius).min(height - 1) * width;
            let rows: Vec<&[f32]> = (0..=order)
                .map(|shift| &across.data[from(shift)..])
                .collect();
            weigh(out, &rows, &weights);
        }
        result
    }
}

/// Adds the weighted rows to `out`, one after the other.
fn weigh(out: &mut [f32], rows: &[&[f32]], weights: &[f32]) {
    for (row, &weight) in rows.iter().zip(weights) {
        for (out, &tone) in out.iter_mut().zip(*row) {
            *out += weight * tone;
        }
    }
}

/// The same for `COUNT` rows, and zeros in `out`.
fn weigh_few<const COUNT: usize>(out: &mut [f32], rows: &[&[f32]], weights: &[f32]) {
    let rows: [&[f32]; COUNT] = std::array::from_fn(|i| &rows[i][..out.len()]);
    let weights: [f32; COUNT] = std::array::from_fn(|i| weights[i]);
    for (x, out) in out.iter_mut().enumerate() {
        let mut sum = 0.0;
        for (row, weight) in rows.iter().zip(weights) {
            sum += weight * row[x];
        }
        *out = sum;
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
