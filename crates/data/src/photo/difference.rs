//! How unlike the background each pixel is, in units of the background's own variation.
//!
//! Features of a pixel: its smoothed colour less the background's, and, on textures, the local deviation of its luma.
//! The squared Mahalanobis distance to the ring's mean under the ring's covariance is the answer; a colour that
//! the background never has counts even where its luma is common.

use super::background::{Background, Sample, cholesky};
use super::colour::{Colours, luma};
use super::plane::Plane;

const FEATURES: usize = 4;

/// The map, and what it was made with.
pub struct Difference {
    /// Squared distances.
    pub map: Plane,
    /// Distance below which nearly all of the ring lies.
    pub threshold: f32,
}

/// Measures every pixel. `textured`: smooth more, and look at the local deviation.
pub fn measure(
    colours: &Colours,
    background: &Background,
    ring: &[Sample],
    textured: bool,
) -> Difference {
    let (width, height) = (colours[0].width, colours[0].height);
    let side = width.max(height);
    let order = |fine: usize| {
        if side >= 160 {
            fine
        } else {
            (fine / 2).max(2) & !1
        }
    };
    let smooth = if textured { order(16) } else { order(2) };
    let residuals = [0, 1, 2].map(|c| {
        let mut plane = colours[c].clone();
        for y in 0..height {
            for x in 0..width {
                plane.data[y * width + x] -= background.at(x, y)[c];
            }
        }
        plane
    });
    let mut features: Vec<Plane> = residuals
        .iter()
        .map(|plane| plane.smoothed(smooth))
        .collect();
    features.push(if textured {
        deviation(&residuals, order(16))
    } else {
        Plane::filled(width, height, 0.0)
    });
    let vector = |i: usize| [0, 1, 2, 3].map(|f| f64::from(features[f].data[i]));
    let places: Vec<usize> = ring
        .iter()
        .map(|sample| sample.y * width + sample.x)
        .collect();
    // Floors: what differs by less is not told apart, however clean the ground.
    let floors = if textured {
        [3.0f64, 3.0, 3.0, 1.5]
    } else {
        [2.0, 2.0, 2.0, 1.0]
    };
    let mut kept: Vec<bool> = places
        .iter()
        .map(|&i| {
            let v = vector(i);
            let reach = (6.0 * f64::from(background.spread)).max(10.0);
            v[0] * v[0] + v[1] * v[1] + v[2] * v[2] <= 3.0 * reach * reach
        })
        .collect();
    let mut gauge = Gauge::of(&places, &kept, vector, floors);
    for _ in 0..3 {
        for (keep, &i) in kept.iter_mut().zip(&places) {
            *keep = gauge.distance(vector(i)) <= 20.0;
        }
        gauge = Gauge::of(&places, &kept, vector, floors);
    }
    let map = Plane {
        width,
        height,
        data: (0..width * height)
            .map(|i| gauge.distance(vector(i)) as f32)
            .collect(),
    };
    let mut inside: Vec<f32> = places
        .iter()
        .zip(&kept)
        .filter(|(_, keep)| **keep)
        .map(|(&i, _)| map.data[i])
        .collect();
    inside.sort_by(f32::total_cmp);
    let high = inside.get(inside.len() * 98 / 100).copied().unwrap_or(0.0);
    Difference {
        map,
        threshold: (1.5 * high).max(if textured { 12.0 } else { 10.0 }),
    }
}

/// Local standard deviation of the luma after the fine detail is kept and the coarse taken away.
fn deviation(residuals: &Colours, order: usize) -> Plane {
    let (width, height) = (residuals[0].width, residuals[0].height);
    let grey = Plane {
        width,
        height,
        data: (0..width * height)
            .map(|i| luma([0, 1, 2].map(|c| residuals[c].data[i])))
            .collect(),
    };
    let mean = grey.smoothed(order / 2);
    let mut squares = grey;
    for (value, mean) in squares.data.iter_mut().zip(&mean.data) {
        *value = (*value - mean) * (*value - mean);
    }
    let mut spread = squares.smoothed(order);
    for value in &mut spread.data {
        *value = value.max(0.0).sqrt();
    }
    spread
}

/// Mean and factored covariance.
struct Gauge {
    mean: [f64; FEATURES],
    factor: [[f64; FEATURES]; FEATURES],
}

impl Gauge {
    fn of(
        places: &[usize],
        kept: &[bool],
        vector: impl Fn(usize) -> [f64; FEATURES],
        floors: [f64; FEATURES],
    ) -> Self {
        let chosen = || {
            places
                .iter()
                .zip(kept)
                .filter(|(_, keep)| **keep)
                .map(|(&i, _)| vector(i))
        };
        let count = chosen().count().max(1) as f64;
        let mut mean = [0.0; FEATURES];
        for v in chosen() {
            for f in 0..FEATURES {
                mean[f] += v[f] / count;
            }
        }
        let mut matrix = [[0.0; FEATURES]; FEATURES];
        for v in chosen() {
            for i in 0..FEATURES {
                for j in 0..=i {
                    matrix[i][j] += (v[i] - mean[i]) * (v[j] - mean[j]) / count;
                }
            }
        }
        for i in 0..FEATURES {
            matrix[i][i] += floors[i] * floors[i];
        }
        let factor = cholesky(&matrix, FEATURES).unwrap_or_else(|| {
            let mut unit = [[0.0; FEATURES]; FEATURES];
            for (i, row) in unit.iter_mut().enumerate() {
                row[i] = floors[i];
            }
            unit
        });
        Self { mean, factor }
    }

    /// Squared length of L⁻¹ (v − mean).
    #[inline(always)]
    fn distance(&self, v: [f64; FEATURES]) -> f64 {
        let mut solved = [0.0; FEATURES];
        let mut sum = 0.0;
        for i in 0..FEATURES {
            let mut value = v[i] - self.mean[i];
            for k in 0..i {
                value -= self.factor[i][k] * solved[k];
            }
            solved[i] = value / self.factor[i][i];
            sum += solved[i] * solved[i];
        }
        sum
    }
}
