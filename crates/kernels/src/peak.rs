//! What the machine's SIMD can do at most: multiplications and additions with nothing to wait for.
//!
//! Kernels are measured against it. Twelve independent sums hide the latency of an addition and fit the registers
//! together with their factor; nothing is loaded or stored.

use crate::simd::F32x4;
use std::hint::black_box;

/// Independent sums.
pub const CHAINS: usize = 12;

/// Adds `iterations` products to each of the sums, 8 · [`CHAINS`] flop an iteration; the answer keeps the work alive.
pub fn multiply_add(iterations: u32) -> f32 {
    let factor = F32x4::splat(black_box(0.999_999));
    let step = F32x4::splat(black_box(1e-6));
    let mut sums: [F32x4; CHAINS] = std::array::from_fn(|i| F32x4::splat(black_box(i as f32)));
    for _ in 0..iterations {
        for sum in &mut sums {
            *sum = *sum * factor + step;
        }
    }
    let total = sums
        .into_iter()
        .fold(F32x4::zero(), |total, sum| total + sum);
    total.to_array().into_iter().sum()
}
