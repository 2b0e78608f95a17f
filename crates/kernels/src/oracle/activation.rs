//! Activations, softmax and dropout.

use super::Real;
use crate::random::{philox4x32_10, threshold};

/// `max(x, 0)`; NaN stays NaN.
pub fn relu<T: Real>(x: &[T]) -> Vec<T> {
    x.iter()
        .map(|x| if *x < T::ZERO { T::ZERO } else { *x })
        .collect()
}

/// `dx = dy where y > 0, else 0`.
pub fn relu_backward<T: Real>(y: &[T], dy: &[T]) -> Vec<T> {
    y.iter()
        .zip(dy)
        .map(|(y, dy)| if *y > T::ZERO { *dy } else { T::ZERO })
        .collect()
}

/// `1 / (1 + exp(−x))`.
pub fn sigmoid<T: Real>(x: &[T]) -> Vec<T> {
    x.iter().map(|x| T::ONE / (T::ONE + (-*x).exp())).collect()
}

/// `dx = dy·y·(1 − y)`.
pub fn sigmoid_backward<T: Real>(y: &[T], dy: &[T]) -> Vec<T> {
    y.iter()
        .zip(dy)
        .map(|(y, dy)| *dy * *y * (T::ONE - *y))
        .collect()
}

/// `exp(x[i] − max x) / Σ exp(x[j] − max x)` in rows of `columns`.
pub fn softmax<T: Real>(columns: usize, x: &[T]) -> Vec<T> {
    let mut y = Vec::with_capacity(x.len());
    for row in x.chunks(columns) {
        let greatest = row
            .iter()
            .fold(row[0], |a, b| if *b > a || b.is_nan() { *b } else { a });
        let powers: Vec<T> = row.iter().map(|x| (*x - greatest).exp()).collect();
        let sum = powers.iter().fold(T::ZERO, |sum, power| sum + *power);
        y.extend(powers.into_iter().map(|power| power / sum));
    }
    y
}

/// `dx[i] = Σ dy[j]·y[j]·(δ[i, j] − y[i])`: the whole Jacobian, term by term.
pub fn softmax_backward<T: Real>(columns: usize, y: &[T], dy: &[T]) -> Vec<T> {
    let mut dx = Vec::with_capacity(y.len());
    for (y, dy) in y.chunks(columns).zip(dy.chunks(columns)) {
        for i in 0..columns {
            let mut sum = T::ZERO;
            for j in 0..columns {
                let delta = if i == j { T::ONE } else { T::ZERO };
                sum += dy[j] * y[j] * (delta - y[i]);
            }
            dx.push(sum);
        }
    }
    dx
}

/// Inverted dropout with the mask of `random::mask`; its own gradient.
pub fn dropout<T: Real>(x: &[T], key: [u32; 2], counter: [u32; 3], rate: f32) -> Vec<T> {
    let keep = |i: usize| {
        // 32 elements share four blocks: eight take a word of each, two of them its halves.
        let block = (i / 32 * 4 + i % 8 / 2) as u32;
        let words = philox4x32_10(key, [block, counter[0], counter[1], counter[2]]);
        (words[i % 32 / 8] >> (16 * (i % 2))) as u16 >= threshold(rate)
    };
    let scale = T::ONE / (T::ONE - T::of(f64::from(rate)));
    x.iter()
        .enumerate()
        .map(|(i, x)| if keep(i) { *x * scale } else { T::ZERO })
        .collect()
}
