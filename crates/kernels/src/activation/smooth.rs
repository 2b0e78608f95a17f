//! Activations that fall and rise again: silu, gelu, hard swish. Two inputs may have one output, so their gradients are
//! written in the input.

use crate::elementwise;
use crate::math::{exp4_apart, tanh4};
use crate::simd::F32x4;

/// √(2 / π) and the cube's factor of gelu's approximation (Hendrycks & Gimpel 2016).
const GELU_SCALE: f32 = 0.797_884_6;
const GELU_CUBE: f32 = 0.044_715;

/// 1 / √(2π).
const NORMAL_DENSITY: f32 = 0.398_942_3;

/// `1 / (1 + e⁻ˣ)`.
#[inline(never)]
pub(super) fn sigmoid4(x: F32x4) -> F32x4 {
    let one = F32x4::splat(1.0);
    one / (one + exp4_apart(F32x4::zero() - x))
}

/// `x = x·sigmoid(x)`.
pub fn silu(x: &mut [f32]) {
    elementwise::map_long(x, |x| x * sigmoid4(x));
}

/// `dy = dy·s·(1 + x·(1 − s))`, with s = sigmoid(x).
pub fn silu_backward(x: &[f32], dy: &mut [f32]) {
    let one = F32x4::splat(1.0);
    elementwise::zip_long(dy, x, |dy, x| {
        let s = sigmoid4(x);
        dy * (s * (one + x * (one - s)))
    });
}

/// The standard normal's distribution Φ(x) and its e^(−x²/2).
///
/// Φ(−|x|) = e^(−x²/2)·t·Q(t) with t = 1 / (1 + 0.2333·|x|), after Abramowitz & Stegun 7.1.26; Q is a minimax fit, right to
/// 1e-7 of the value, which rounding makes 1e-6, in the far tail 2e-6.
#[inline(never)]
fn normal4(x: F32x4) -> (F32x4, F32x4) {
    let c = F32x4::splat;
    let size = x.raise_to(F32x4::zero() - x);
    let density = exp4_apart(c(-0.5) * x * x);
    let t = c(1.0) / (c(1.0) + c(0.233_345_24) * size);
    let mut q = c(-6.767_153e-2);
    q = q * t + c(2.301_131_5e-1);
    q = q * t + c(-1.755_656_3e-1);
    q = q * t + c(2.042_415_4e-1);
    q = q * t + c(2.361_481_6e-2);
    q = q * t + c(1.006_105_7e-1);
    q = q * t + c(9.147_82e-2);
    q = q * t + c(9.317_889e-2);
    let tail = density * (q * t);
    let below = x.gt(F32x4::zero()).select(c(1.0) - tail, tail);
    (below, density)
}

/// `x = x·Φ(x)`, Φ being the distribution of a standard normal (`approximate` = false in Keras).
pub fn gelu(x: &mut [f32]) {
    elementwise::map_long(x, |x| x * normal4(x).0);
}

/// `dy = dy·(Φ(x) + x·φ(x))`.
pub fn gelu_backward(x: &[f32], dy: &mut [f32]) {
    elementwise::zip_long(dy, x, |dy, x| {
        let (below, density) = normal4(x);
        dy * (below + x * (density * F32x4::splat(NORMAL_DENSITY)))
    });
}

/// tanh(√(2 / π)·(x + 0.044715·x³)).
#[inline(never)]
fn gelu_tanh4(x: F32x4) -> F32x4 {
    tanh4(F32x4::splat(GELU_SCALE) * (x + F32x4::splat(GELU_CUBE) * (x * x * x)))
}

/// `x = x/2·(1 + tanh(√(2 / π)·(x + 0.044715·x³)))` (`approximate` = true in Keras).
pub fn gelu_tanh(x: &mut [f32]) {
    let (half, one) = (F32x4::splat(0.5), F32x4::splat(1.0));
    elementwise::map_long(x, |x| half * x * (one + gelu_tanh4(x)));
}

/// `dy = dy·½·(1 + t + x·(1 − t²)·√(2 / π)·(1 + 3·0.044715·x²))`, with t the tanh of `gelu_tanh`.
pub fn gelu_tanh_backward(x: &[f32], dy: &mut [f32]) {
    let c = F32x4::splat;
    elementwise::zip_long(dy, x, |dy, x| {
        let t = gelu_tanh4(x);
        let slope = c(GELU_SCALE) * (c(1.0) + c(3.0 * GELU_CUBE) * (x * x));
        dy * (c(0.5) * (c(1.0) + t + x * ((c(1.0) - t * t) * slope)))
    });
}

/// `x = x·min(max(x + 3, 0), 6) / 6`.
pub fn hard_swish(x: &mut [f32]) {
    let c = F32x4::splat;
    elementwise::map_long(x, |x| {
        let gate = (x + c(3.0)).raise_to(F32x4::zero()).lower_to(c(6.0));
        x * (gate / c(6.0))
    });
}

/// `dy·(0 where x ≤ −3, 1 where x ≥ 3, else (2·x + 3) / 6)`.
pub fn hard_swish_backward(x: &[f32], dy: &mut [f32]) {
    let c = F32x4::splat;
    elementwise::zip_long(dy, x, |dy, x| {
        let slope = (x + x + c(3.0)) / c(6.0);
        let slope = c(3.0).gt(x).select(slope, c(1.0));
        x.gt(c(-3.0)).keep(dy * slope)
    });
}
