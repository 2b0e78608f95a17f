//! Mahalanobis distances of pixels to the ring, by its mean and covariance.

use super::cholesky::cholesky;
use super::plane::Plane;

/// Red, green, blue, and the local deviation of the luma.
pub const FEATURES: usize = 4;

/// Mean of some vectors, and the Cholesky factor L of their covariance.
pub struct Mahalanobis {
    mean: [f64; FEATURES],
    factor: [[f64; FEATURES]; FEATURES],
}

impl Mahalanobis {
    /// Of the vectors that are `kept`; the squares of `floors` are added to the variances.
    pub fn of(vectors: &[[f64; FEATURES]], kept: &[bool], floors: [f64; FEATURES]) -> Self {
        let chosen = || {
            vectors
                .iter()
                .zip(kept)
                .filter(|(_, keep)| **keep)
                .map(|(v, _)| v)
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

    /// The squared distance of a vector: the squared length of L⁻¹ (v − mean).
    pub fn distance(&self, v: [f64; FEATURES]) -> f64 {
        let mut solved = [0.0; FEATURES];
        let mut sum = 0.0;
        for i in 0..FEATURES {
            let mut value = v[i] - self.mean[i];
            for (weight, other) in self.factor[i].iter().zip(&solved).take(i) {
                value -= weight * other;
            }
            solved[i] = value / self.factor[i][i];
            sum += solved[i] * solved[i];
        }
        sum
    }

    /// The squared distance of every pixel by its first `count` features, plane by plane in single precision.
    pub fn distances(&self, features: &[Plane], count: usize) -> Plane {
        let mut sum = Plane::filled(features[0].width, features[0].height, 0.0);
        let mut solved: Vec<Vec<f32>> = Vec::new();
        for (i, feature) in features.iter().enumerate().take(count) {
            let mean = self.mean[i] as f32;
            let mut values: Vec<f32> = feature.data.iter().map(|value| value - mean).collect();
            for (k, other) in solved.iter().enumerate() {
                let weight = self.factor[i][k] as f32;
                for (value, other) in values.iter_mut().zip(other) {
                    *value -= weight * other;
                }
            }
            let scale = (1.0 / self.factor[i][i]) as f32;
            for (value, sum) in values.iter_mut().zip(&mut sum.data) {
                *value *= scale;
                *sum += *value * *value;
            }
            solved.push(values);
        }
        sum
    }
}
