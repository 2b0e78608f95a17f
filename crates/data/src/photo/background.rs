//! What lies behind the garment, read off the border of the photo: one tone, a gradient, or a texture.
//!
//! A polynomial of degree 0, 1 or 2 in x and y for each colour, fitted to a ring along the border by reweighted least
//! squares, so that a garment which reaches the border does not pull it. Corners count three times at first: they
//! are least often covered.

use super::colour::Colours;
use super::plane::Plane;

const TERMS: usize = 6;
/// Pixels of the ring that are looked at, at most. A prime to the usual widths, so that steps do not fall into columns.
const MOST_SAMPLES: usize = 997;

/// The background as a function of the place.
#[derive(Debug, Clone)]
pub struct Background {
    /// For each colour: weights of 1, x, y, x², xy, y², with x and y from −1 to 1 across the photo.
    pub coefficients: [[f32; TERMS]; 3],
    /// Degree of the polynomial.
    pub degree: usize,
    /// Deviation of the ring around it, in tones a colour, by the median.
    pub spread: f32,
    /// Fraction of the ring that it explains.
    pub explained: f32,
    /// By how much its luma differs over the photo, at most.
    pub range: f32,
    width: usize,
    height: usize,
}

impl Background {
    /// Its colour at column `x`, row `y`.
    #[inline(always)]
    pub fn at(&self, x: usize, y: usize) -> [f32; 3] {
        let terms = terms(x, y, self.width, self.height);
        self.coefficients
            .map(|weights| (0..TERMS).map(|i| weights[i] * terms[i]).sum())
    }
}

impl Background {
    /// Its colours everywhere.
    pub fn colours(&self) -> Colours {
        let (width, height) = (self.width, self.height);
        self.coefficients.map(|[one, x, y, xx, xy, yy]| {
            let mut plane = Plane::filled(width, height, one);
            if self.degree == 0 {
                return plane;
            }
            let across: Vec<f32> = (0..width).map(|at| place(at, width)).collect();
            for (row, out) in plane.data.chunks_exact_mut(width).enumerate() {
                let v = place(row, height);
                let (first, slope) = (one + (y + yy * v) * v, x + xy * v);
                for (out, u) in out.iter_mut().zip(&across) {
                    *out = first + (slope + xx * u) * u;
                }
            }
            plane
        })
    }
}

/// From −1 to 1 across a side.
#[inline(always)]
fn place(at: usize, side: usize) -> f32 {
    if side > 1 {
        2.0 * at as f32 / (side - 1) as f32 - 1.0
    } else {
        0.0
    }
}

#[inline(always)]
fn terms(x: usize, y: usize, width: usize, height: usize) -> [f32; TERMS] {
    let (x, y) = (place(x, width), place(y, height));
    [1.0, x, y, x * x, x * y, y * y]
}

/// A pixel of the ring.
#[derive(Clone, Copy)]
pub struct Sample {
    /// Column.
    pub x: usize,
    /// Row.
    pub y: usize,
    colour: [f32; 3],
    prior: f32,
}

/// Pixels along the border, in rows: a twenty-fifth of the shorter side wide.
pub fn ring(colours: &Colours) -> Vec<Sample> {
    let (width, height) = (colours[0].width, colours[0].height);
    let wide = (width.min(height) / 25).max(1);
    let corner = [width / 6, height / 6];
    let mut samples = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (x.min(width - 1 - x), y.min(height - 1 - y));
            if dx >= wide && dy >= wide {
                continue;
            }
            let prior = if dx < corner[0] && dy < corner[1] {
                3.0
            } else {
                1.0
            };
            samples.push(Sample {
                x,
                y,
                colour: [0, 1, 2].map(|c| colours[c].at(x, y)),
                prior,
            });
        }
    }
    // Neighbours say the same: so many, evenly over the ring, are enough.
    let step = samples.len().div_ceil(MOST_SAMPLES);
    samples.into_iter().step_by(step.max(1)).collect()
}

/// Fits the background to the ring.
pub fn fit(colours: &Colours, ring: &[Sample]) -> Background {
    let (width, height) = (colours[0].width, colours[0].height);
    let mut start = [[0.0; TERMS]; 3];
    for (c, weights) in start.iter_mut().enumerate() {
        weights[0] = weighted_median(ring.iter().map(|s| (s.colour[c], s.prior)).collect());
    }
    let make = |coefficients, degree| Background {
        coefficients,
        degree,
        spread: 0.0,
        explained: 0.0,
        range: 0.0,
        width,
        height,
    };
    let mut best = refined(make(start, 0), ring);
    for degree in [1, 2] {
        let mut next = best.clone();
        next.degree = degree;
        let next = refined(next, ring);
        // A higher degree must explain much more: it is used far from where it was read.
        if next.spread < 0.8 * best.spread && next.explained >= best.explained * 0.95 {
            best = next;
        }
    }
    let mut lumas = [f32::INFINITY, f32::NEG_INFINITY];
    for i in 0..=8 {
        for j in 0..=8 {
            let tone = super::colour::luma(best.at(i * (width - 1) / 8, j * (height - 1) / 8));
            lumas = [lumas[0].min(tone), lumas[1].max(tone)];
        }
    }
    best.range = lumas[1] - lumas[0];
    best
}

fn distances(model: &Background, ring: &[Sample]) -> Vec<f32> {
    ring.iter()
        .map(|sample| {
            let at = model.at(sample.x, sample.y);
            (0..3)
                .map(|c| (sample.colour[c] - at[c]) * (sample.colour[c] - at[c]))
                .sum::<f32>()
                .sqrt()
        })
        .collect()
}

/// Reweighted least squares with Tukey's weights; corners count more at first.
fn refined(mut model: Background, ring: &[Sample]) -> Background {
    let rounds = if model.degree == 0 { 8 } else { 5 };
    for round in 0..rounds {
        let distance = distances(&model, ring);
        let first = model.degree == 0 && round < 4;
        let spread = if first {
            weighted_median(
                distance
                    .iter()
                    .zip(ring)
                    .map(|(&d, s)| (d, s.prior))
                    .collect(),
            )
        } else {
            median(distance.clone())
        };
        let reach = spread.max(0.7) * if first { 6.0 } else { 4.5 };
        let weights: Vec<f32> = distance
            .iter()
            .map(|&d| {
                let part = d / reach;
                let near = (1.0 - part * part).max(0.0);
                near * near
            })
            .collect();
        if let Some(coefficients) = least_squares(&model, ring, &weights) {
            model.coefficients = coefficients;
        }
    }
    let distance = distances(&model, ring);
    // The median length of three normal numbers is 1.538 of their deviation.
    model.spread = median(distance.clone()) / 1.538;
    let reach = (model.spread * 5.0).max(6.0);
    model.explained = distance.iter().filter(|&&d| d <= reach).count() as f32 / ring.len() as f32;
    model
}

fn least_squares(
    model: &Background,
    ring: &[Sample],
    weights: &[f32],
) -> Option<[[f32; TERMS]; 3]> {
    let count = [1, 3, 6][model.degree];
    let mut matrix = [[0.0f64; TERMS]; TERMS];
    let mut right = [[0.0f64; TERMS]; 3];
    for (sample, &weight) in ring.iter().zip(weights) {
        if weight == 0.0 {
            continue;
        }
        let terms = terms(sample.x, sample.y, model.width, model.height).map(f64::from);
        for i in 0..count {
            let weighted = f64::from(weight) * terms[i];
            for j in 0..=i {
                matrix[i][j] += weighted * terms[j];
            }
            for (right, colour) in right.iter_mut().zip(sample.colour) {
                right[i] += weighted * f64::from(colour);
            }
        }
    }
    // A little ridge keeps a ring that says nothing of one direction from being divided by zero.
    let ridge = 1e-6 * (1.0 + matrix[0][0]);
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] += ridge;
    }
    let factor = cholesky(&matrix, count)?;
    Some(right.map(|right| solved(&factor, right, count).map(|value| value as f32)))
}

/// Lower factor of a symmetric positive matrix, of which the lower half is read.
pub fn cholesky<const N: usize>(matrix: &[[f64; N]; N], count: usize) -> Option<[[f64; N]; N]> {
    let mut factor = [[0.0f64; N]; N];
    for i in 0..count {
        for j in 0..=i {
            let mut sum = matrix[i][j];
            for (one, other) in factor[i].iter().zip(&factor[j]).take(j) {
                sum -= one * other;
            }
            if i == j {
                if sum <= 0.0 || !sum.is_finite() {
                    return None;
                }
                factor[i][i] = sum.sqrt();
            } else {
                factor[i][j] = sum / factor[j][j];
            }
        }
    }
    Some(factor)
}

fn solved<const N: usize>(factor: &[[f64; N]; N], mut right: [f64; N], count: usize) -> [f64; N] {
    for i in 0..count {
        for k in 0..i {
            right[i] -= factor[i][k] * right[k];
        }
        right[i] /= factor[i][i];
    }
    for i in (0..count).rev() {
        for k in i + 1..count {
            right[i] -= factor[k][i] * right[k];
        }
        right[i] /= factor[i][i];
    }
    right
}

/// The value in the middle.
fn median(mut values: Vec<f32>) -> f32 {
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// The value at which half of the weight is reached.
pub fn weighted_median(mut values: Vec<(f32, f32)>) -> f32 {
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|v| v.1).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    for (value, weight) in &values {
        sum += weight;
        if sum >= half {
            return *value;
        }
    }
    values.last().map_or(0.0, |v| v.0)
}
