//! How unlike the background each pixel is, in units of the background's own variation.
//!
//! Features of a pixel: its smoothed colour less the background's, and, on textures, the local deviation of its luma.
//! The squared Mahalanobis distance to the ring's mean under the ring's covariance is the answer; a colour that
//! the background never has counts even where its luma is common.

use super::background::Background;
use super::colour::{Colours, luma};
use super::mahalanobis::{FEATURES, Mahalanobis};
use super::plane::Plane;
use super::ring::Sample;

/// Least deviation of each feature in tones: what differs by less is not told apart, however clean the ground.
const FLOORS: [f64; FEATURES] = [2.0, 2.0, 2.0, 1.0];
const FLOORS_OF_TEXTURES: [f64; FEATURES] = [3.0, 3.0, 3.0, 1.5];

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
    behind: &Colours,
    background: &Background,
    ring: &[Sample],
    textured: bool,
) -> Difference {
    let (width, height) = (colours[0].width, colours[0].height);
    let residuals = [0, 1, 2].map(|c| colours[c].less(&behind[c]));
    let small = width.max(height) < 100;
    let smooth = match (textured, small) {
        (false, _) => 2,
        (true, true) => 4,
        (true, false) => 8,
    };
    let mut features: Vec<Plane> = residuals
        .iter()
        .map(|plane| plane.smoothed(smooth))
        .collect();
    features.push(if textured {
        deviation(&residuals, smooth)
    } else {
        Plane::filled(width, height, 0.0)
    });
    let vector = |i: usize| [0, 1, 2, 3].map(|f| f64::from(features[f].data[i]));
    let places: Vec<usize> = ring
        .iter()
        .map(|sample| sample.y * width + sample.x)
        .collect();
    let floors = if textured { FLOORS_OF_TEXTURES } else { FLOORS };
    let reach = (6.0 * f64::from(background.spread)).max(10.0);
    let vectors: Vec<[f64; FEATURES]> = places.iter().map(|&i| vector(i)).collect();
    let mut kept: Vec<bool> = vectors
        .iter()
        .map(|v| v[0] * v[0] + v[1] * v[1] + v[2] * v[2] <= 3.0 * reach * reach)
        .collect();
    let mut metric = Mahalanobis::of(&vectors, &kept, floors);
    for _ in 0..3 {
        for (keep, v) in kept.iter_mut().zip(&vectors) {
            *keep = metric.distance(*v) <= 20.0;
        }
        metric = Mahalanobis::of(&vectors, &kept, floors);
    }
    let map = metric.distances(&features, if textured { 4 } else { 3 });
    let chosen = places.iter().zip(&kept).filter(|(_, keep)| **keep);
    let mut inside: Vec<f32> = chosen.map(|(&i, _)| map.data[i]).collect();
    inside.sort_unstable_by(f32::total_cmp);
    let high = inside.get(inside.len() * 98 / 100).copied().unwrap_or(0.0);
    Difference {
        map,
        threshold: (1.5 * high).max(if textured { 12.0 } else { 10.0 }),
    }
}

/// Local standard deviation of the luma around its local mean.
fn deviation(residuals: &Colours, order: usize) -> Plane {
    let (width, height) = (residuals[0].width, residuals[0].height);
    let grey = Plane {
        width,
        height,
        data: (0..width * height)
            .map(|i| {
                luma([
                    residuals[0].data[i],
                    residuals[1].data[i],
                    residuals[2].data[i],
                ])
            })
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
