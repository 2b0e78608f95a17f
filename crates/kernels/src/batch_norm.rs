//! Batch normalization of rows × channels: the passes over one image, between which the batch comes together.
//!
//! Forward: `moments` of each image, merged elsewhere, then `normalise`. Backward: `backward_sums` of each image, added
//! up elsewhere, then `backward_input`. Every pass runs while the image is in cache. Sums are per channel, rows
//! ascending; means come before squares are taken, so nothing cancels. Ioffe & Szegedy, ICML 2015.

use crate::check;
use crate::simd::F32x4;

/// Vectors of channels that go down the rows together.
const GROUP: usize = 8;

/// What is known of each channel of a normalised tensor.
#[derive(Clone, Copy)]
pub struct Channels<'a> {
    /// The batch's mean, or in evaluation the moving one.
    pub mean: &'a [f32],
    /// `1 / √(variance + ε)`.
    pub inverse: &'a [f32],
    /// `γ · inverse`.
    pub scale: &'a [f32],
    /// `β`.
    pub offset: &'a [f32],
}

impl Channels<'_> {
    fn len(&self) -> usize {
        let len = self.mean.len();
        check::exact("inverse", self.inverse.len(), len);
        check::exact("scale", self.scale.len(), len);
        check::exact("offset", self.offset.len(), len);
        len
    }
}

/// Calls `f(first channel, vectors)` for groups of channels; the last has what is left, its last vector maybe in part.
#[inline(always)]
fn groups(channels: usize, mut f: impl FnMut(usize, usize)) {
    for first in (0..channels).step_by(4 * GROUP) {
        f(first, (channels - first).div_ceil(4).min(GROUP));
    }
}

#[inline(always)]
fn load(values: &[f32], at: usize) -> F32x4 {
    if let Some(four) = values.get(at..at + 4) {
        F32x4::load(four)
    } else {
        F32x4::load_partial(&values[at..])
    }
}

#[inline(always)]
fn store(value: F32x4, values: &mut [f32], at: usize) {
    if values.len() - at >= 4 {
        value.store(&mut values[at..]);
    } else {
        value.store_partial(&mut values[at..]);
    }
}

/// Mean and sum of squared deviations of every channel of `x`, over its rows.
pub fn moments(x: &[f32], mean: &mut [f32], squares: &mut [f32]) {
    let channels = mean.len();
    check::exact("squares", squares.len(), channels);
    let rows = check::rows("x", x.len(), channels);
    let share = F32x4::splat(1.0 / rows as f32);
    groups(channels, |first, vectors| {
        let mut sums = [F32x4::zero(); GROUP];
        for row in x.chunks_exact(channels) {
            for (v, sum) in sums.iter_mut().enumerate().take(vectors) {
                *sum = *sum + load(row, first + 4 * v);
            }
        }
        let means = sums.map(|sum| sum * share);
        let mut sums = [F32x4::zero(); GROUP];
        for row in x.chunks_exact(channels) {
            for (v, sum) in sums.iter_mut().enumerate().take(vectors) {
                let deviation = load(row, first + 4 * v) - means[v];
                *sum = *sum + deviation * deviation;
            }
        }
        for v in 0..vectors {
            store(means[v], mean, first + 4 * v);
            store(sums[v], squares, first + 4 * v);
        }
    });
}

/// `y = (x − mean)·scale + offset`, with `relu` behind if asked for.
pub fn normalise(x: &[f32], channels: Channels, relu: bool, y: &mut [f32]) {
    let n = channels.len();
    check::rows("x", x.len(), n);
    check::exact("y", y.len(), x.len());
    let floor = F32x4::splat(if relu { 0.0 } else { f32::NEG_INFINITY });
    groups(n, |first, vectors| {
        let mean: [F32x4; GROUP] = group(channels.mean, first, vectors);
        let scale: [F32x4; GROUP] = group(channels.scale, first, vectors);
        let offset: [F32x4; GROUP] = group(channels.offset, first, vectors);
        for (x, y) in x.chunks_exact(n).zip(y.chunks_exact_mut(n)) {
            for v in 0..vectors {
                let value = (load(x, first + 4 * v) - mean[v]) * scale[v] + offset[v];
                store(value.raise_to(floor), y, first + 4 * v);
            }
        }
    });
}

#[inline(always)]
fn group(values: &[f32], first: usize, vectors: usize) -> [F32x4; GROUP] {
    let mut all = [F32x4::zero(); GROUP];
    for (v, value) in all.iter_mut().enumerate().take(vectors) {
        *value = load(values, first + 4 * v);
    }
    all
}

/// What goes back through `normalise`: `out = dy` where its output was above 0 (everywhere without `relu`), and of
/// every channel `sum = Σ out`, `product = Σ out·x̂` with `x̂ = (x − mean)·inverse`: the gradients of β and γ.
pub fn backward_sums(
    x: &[f32],
    channels: Channels,
    relu: bool,
    dy: &[f32],
    out: &mut [f32],
    sum: &mut [f32],
    product: &mut [f32],
) {
    let n = channels.len();
    check::rows("x", x.len(), n);
    check::exact("dy", dy.len(), x.len());
    check::exact("out", out.len(), x.len());
    check::exact("sum", sum.len(), n);
    check::exact("product", product.len(), n);
    for first in (0..n).step_by(4 * 2) {
        let vectors = (n - first).div_ceil(4).min(2);
        let mut sums = [[F32x4::zero(); 2]; 2];
        for (row, (x, dy)) in x.chunks_exact(n).zip(dy.chunks_exact(n)).enumerate() {
            for v in 0..vectors {
                let at = first + 4 * v;
                let deviation = load(x, at) - load(channels.mean, at);
                let mut gradient = load(dy, at);
                if relu {
                    let y = deviation * load(channels.scale, at) + load(channels.offset, at);
                    gradient = y.gt(F32x4::zero()).keep(gradient);
                }
                let normalised = deviation * load(channels.inverse, at);
                sums[v][0] = sums[v][0] + gradient;
                sums[v][1] = sums[v][1] + gradient * normalised;
                store(gradient, &mut out[row * n..][..n], at);
            }
        }
        for (v, [total, with_x]) in sums.into_iter().enumerate().take(vectors) {
            store(total, sum, first + 4 * v);
            store(with_x, product, first + 4 * v);
        }
    }
}

/// `dx = scale·(dy − mean_dy − x̂·mean_product)`: the two means are over the whole batch, of `backward_sums`' sums.
pub fn backward_input(
    x: &[f32],
    channels: Channels,
    mean_dy: &[f32],
    mean_product: &[f32],
    dy: &[f32],
    dx: &mut [f32],
) {
    let n = channels.len();
    check::rows("x", x.len(), n);
    check::exact("mean_dy", mean_dy.len(), n);
    check::exact("mean_product", mean_product.len(), n);
    check::exact("dy", dy.len(), x.len());
    check::exact("dx", dx.len(), x.len());
    for first in (0..n).step_by(4 * 2) {
        let vectors = (n - first).div_ceil(4).min(2);
        let pair = |values: &[f32]| -> [F32x4; 2] {
            std::array::from_fn(|v| {
                if v < vectors {
                    load(values, first + 4 * v)
                } else {
                    F32x4::zero()
                }
            })
        };
        let (mean, inverse, scale) = (
            pair(channels.mean),
            pair(channels.inverse),
            pair(channels.scale),
        );
        let (mean_dy, mean_product) = (pair(mean_dy), pair(mean_product));
        let factor: [F32x4; 2] = std::array::from_fn(|v| inverse[v] * mean_product[v]);
        for ((x, dy), dx) in x
            .chunks_exact(n)
            .zip(dy.chunks_exact(n))
            .zip(dx.chunks_exact_mut(n))
        {
            for v in 0..vectors {
                let at = first + 4 * v;
                let deviation = load(x, at) - mean[v];
                let value = scale[v] * (load(dy, at) - mean_dy[v] - deviation * factor[v]);
                store(value, dx, at);
            }
        }
    }
}
