//! Batch normalization (Ioffe & Szegedy 2015) and its gradients, over rows of `channels` elements.
//!
//! A row is what shares a place: an image of features, or a pixel of an image. Variances are biased (Σ (x − mean)² / n).

use super::Real;

/// Mean and biased variance of every channel.
pub fn batch_norm_statistics<T: Real>(channels: usize, x: &[T]) -> (Vec<T>, Vec<T>) {
    let mean = channel_means(channels, x);
    let squares: Vec<T> = x
        .iter()
        .enumerate()
        .map(|(i, x)| (*x - mean[i % channels]) * (*x - mean[i % channels]))
        .collect();
    let variance = channel_means(channels, &squares);
    (mean, variance)
}

/// `x̂ = (x − mean) / √(variance + epsilon)`, with one mean and one variance per channel.
pub fn batch_norm_normalized<T: Real>(epsilon: T, x: &[T], mean: &[T], variance: &[T]) -> Vec<T> {
    let channels = mean.len();
    x.iter()
        .enumerate()
        .map(|(i, x)| (*x - mean[i % channels]) / (variance[i % channels] + epsilon).sqrt())
        .collect()
}

/// `y = gamma·x̂ + beta`; without gamma the factor is 1, without beta the term is 0.
pub fn batch_norm<T: Real>(
    epsilon: T,
    x: &[T],
    mean: &[T],
    variance: &[T],
    gamma: Option<&[T]>,
    beta: Option<&[T]>,
) -> Vec<T> {
    let channels = mean.len();
    batch_norm_normalized(epsilon, x, mean, variance)
        .into_iter()
        .enumerate()
        .map(|(i, normalized)| {
            let gamma = gamma.map_or(T::ONE, |gamma| gamma[i % channels]);
            let beta = beta.map_or(T::ZERO, |beta| beta[i % channels]);
            gamma * normalized + beta
        })
        .collect()
}

/// `dx = gamma / √(variance + epsilon) · (dy − mean(dy) − x̂·mean(dy·x̂))`, where mean and variance are those of `x`
/// itself.
pub fn batch_norm_backward_input<T: Real>(
    channels: usize,
    epsilon: T,
    x: &[T],
    dy: &[T],
    gamma: Option<&[T]>,
) -> Vec<T> {
    let (mean, variance) = batch_norm_statistics(channels, x);
    let normalized = batch_norm_normalized(epsilon, x, &mean, &variance);
    let products: Vec<T> = dy.iter().zip(&normalized).map(|(dy, n)| *dy * *n).collect();
    let (of_dy, of_products) = (
        channel_means(channels, dy),
        channel_means(channels, &products),
    );
    (0..x.len())
        .map(|i| {
            let c = i % channels;
            let gamma = gamma.map_or(T::ONE, |gamma| gamma[c]);
            let inner = dy[i] - of_dy[c] - normalized[i] * of_products[c];
            gamma / (variance[c] + epsilon).sqrt() * inner
        })
        .collect()
}

/// `dgamma = Σ dy·x̂` over rows.
pub fn batch_norm_backward_gamma<T: Real>(
    channels: usize,
    epsilon: T,
    x: &[T],
    dy: &[T],
) -> Vec<T> {
    let (mean, variance) = batch_norm_statistics(channels, x);
    let normalized = batch_norm_normalized(epsilon, x, &mean, &variance);
    let products: Vec<T> = dy.iter().zip(&normalized).map(|(dy, n)| *dy * *n).collect();
    channel_sums(channels, &products)
}

/// `dbeta = Σ dy` over rows.
pub fn batch_norm_backward_beta<T: Real>(channels: usize, dy: &[T]) -> Vec<T> {
    channel_sums(channels, dy)
}

fn channel_sums<T: Real>(channels: usize, x: &[T]) -> Vec<T> {
    let mut sums = vec![T::ZERO; channels];
    for (i, x) in x.iter().enumerate() {
        sums[i % channels] += *x;
    }
    sums
}

fn channel_means<T: Real>(channels: usize, x: &[T]) -> Vec<T> {
    let rows = T::of((x.len() / channels) as f64);
    channel_sums(channels, x)
        .into_iter()
        .map(|sum| sum / rows)
        .collect()
}
