//! Weights on their way into the kernels' form, with the batch normalization behind them folded in.
//!
//! γ·(x·w + b − mean) / √(variance + ε) + β = x·(w·s) + ((b − mean)·s + β) with s = γ / √(variance + ε), per output
//! channel, worked out in double precision and rounded once. Not so before and in tiles:
//! see `steps`.

use super::steps::{Step, Work};
use crate::norm::Norm;
use fashion_kernels::gemm;

/// Fills `packed` of a step from the flat vector.
pub(super) fn pack(step: &Step, weights: &[f32], packed: &mut [f32]) {
    let (channels, len) = match &step.work {
        Work::Conv(conv) => (conv.conv.filters, conv.conv.weights_len()),
        Work::Dense {
            features, units, ..
        } => (*units, features * units),
        Work::Affine { .. } => {
            let norm = step.norm.as_ref().expect("it is made of one");
            return norm_rows(norm, weights, packed);
        }
        Work::Pool(_) | Work::Rescale(_) | Work::Activation { .. } => return,
    };
    let in_flat = if step.apart.is_some() { 0 } else { len };
    let (kernel, bias) = weights[step.weights.clone()].split_at(in_flat);
    let (panels, rest) = packed.split_at_mut(step.packed_len() - step.rows() * channels);
    let (offsets, channel_rows) = rest.split_at_mut(channels);
    offsets.fill(0.0);
    offsets[..bias.len()].copy_from_slice(bias);
    if step.apart.is_some() {
        return;
    }
    let folded;
    let kernel = match &step.norm {
        None => kernel,
        Some(norm) if step.normalises_sums() => {
            norm_rows(norm, weights, channel_rows);
            kernel
        }
        Some(norm) => {
            folded = fold(norm, weights, kernel, offsets);
            &folded
        }
    };
    match &step.work {
        Work::Conv(conv) => conv.pack(kernel, panels),
        _ => gemm::pack_b(len / channels, channels, kernel, channels, panels),
    }
}

/// Packs values of a kernel that was taken apart, from its value `start` on.
pub(super) fn pack_values(step: &Step, start: usize, values: &[f32], packed: &mut [f32]) {
    if let Work::Dense {
        features, units, ..
    } = step.work
    {
        gemm::pack_b_values(features, units, start, values, packed);
    }
}

/// The kernel, whose last axis are the channels, with the normalization in it; what is added goes to `offsets`.
fn fold(norm: &Norm, weights: &[f32], kernel: &[f32], offsets: &mut [f32]) -> Vec<f32> {
    let mut scales = vec![0.0; norm.channels];
    for (channel, offset) in offsets.iter_mut().enumerate() {
        let (mean, variance) = norm.moving(weights, channel);
        let s = norm.scale(weights, channel, variance);
        let beta = f64::from(norm.offset(weights, channel));
        scales[channel] = s;
        *offset = ((f64::from(*offset) - f64::from(mean)) * s + beta) as f32;
    }
    let rows = kernel.chunks_exact(norm.channels);
    rows.flat_map(|row| {
        let scaled = row.iter().zip(&scales);
        scaled.map(|(&w, s)| (f64::from(w) * s) as f32)
    })
    .collect()
}

/// Mean, scale and offset of every channel, as evaluation has them.
fn norm_rows(norm: &Norm, weights: &[f32], rows: &mut [f32]) {
    let mut rows = rows.chunks_exact_mut(norm.channels);
    let [means, scales, offsets] = std::array::from_fn(|_| rows.next().expect("three rows"));
    for channel in 0..norm.channels {
        let (mean, variance) = norm.moving(weights, channel);
        means[channel] = mean;
        scales[channel] = norm.scale(weights, channel, variance) as f32;
        offsets[channel] = norm.offset(weights, channel);
    }
}
