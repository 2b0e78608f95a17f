//! The background is fitted to the ring by iteratively reweighted least squares, so that a garment which reaches the border
//! does not pull it.

use super::background::{Background, TERMS, terms};
use super::cholesky::{cholesky, solved};
use super::colour::{Colours, luma};
use super::median::{median, weighted_median};
use super::ring::Sample;

/// A pixel of the ring and the terms at its place.
type Placed<'a> = (&'a Sample, [f32; TERMS]);

/// Fits the background to the ring.
pub fn fit(colours: &Colours, ring: &[Sample]) -> Background {
    let (width, height) = (colours[0].width, colours[0].height);
    let ring: Vec<Placed> = ring
        .iter()
        .map(|sample| (sample, terms(sample.x, sample.y, width, height)))
        .collect();
    let mut start = [[0.0; TERMS]; 3];
    for (c, weights) in start.iter_mut().enumerate() {
        weights[0] = weighted_median(ring.iter().map(|(s, _)| (s.colour[c], s.prior)).collect());
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
    let mut best = refined(make(start, 0), &ring);
    for degree in [1, 2] {
        let mut next = best.clone();
        next.degree = degree;
        let next = refined(next, &ring);
        // A higher degree must explain much more: it is used far from where it was read.
        if next.spread < 0.8 * best.spread && next.explained >= best.explained * 0.95 {
            best = next;
        }
    }
    let mut lumas = [f32::INFINITY, f32::NEG_INFINITY];
    for i in 0..=8 {
        for j in 0..=8 {
            let tone = luma(best.at(i * (width - 1) / 8, j * (height - 1) / 8));
            lumas = [lumas[0].min(tone), lumas[1].max(tone)];
        }
    }
    best.range = lumas[1] - lumas[0];
    best
}

fn distances(model: &Background, ring: &[Placed]) -> Vec<f32> {
    ring.iter()
        .map(|(sample, terms)| {
            let at = model.of(terms);
            (0..3)
                .map(|c| (sample.colour[c] - at[c]) * (sample.colour[c] - at[c]))
                .sum::<f32>()
                .sqrt()
        })
        .collect()
}

/// Reweighted least squares with Tukey's weights; corners count more at first.
fn refined(mut model: Background, ring: &[Placed]) -> Background {
    let rounds = if model.degree == 0 { 8 } else { 5 };
    for round in 0..rounds {
        let distance = distances(&model, ring);
        let first = model.degree == 0 && round < 4;
        let spread = if first {
            weighted_median(
                distance
                    .iter()
                    .zip(ring)
                    .map(|(&d, (s, _))| (d, s.prior))
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
    ring: &[Placed],
    weights: &[f32],
) -> Option<[[f32; TERMS]; 3]> {
    let count = [1, 3, 6][model.degree];
    let mut matrix = [[0.0f64; TERMS]; TERMS];
    let mut right = [[0.0f64; TERMS]; 3];
    for ((sample, terms), &weight) in ring.iter().zip(weights) {
        if weight == 0.0 {
            continue;
        }
        let terms = terms.map(f64::from);
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
