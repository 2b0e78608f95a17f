//! What happens to a convolution's sums on their way to memory: bias, batch normalization, a sum with another tensor, relu, 2 × 2
//! max pooling.
//!
//! A pooling of 2 × 2 with steps of 2 and no padding behind a convolution needs only the greatest of four neighbouring
//! outputs; they are in registers together, so the other three are never stored. relu keeps the order of values, so
//! it comes after. As in `pool`: NaN wins, and of equals the first in row-major order.

use super::Conv2d;
use crate::activation;
use crate::batch_norm::Channels;
use crate::check;
use crate::pool::beats;
use crate::simd::{F32x4, U32x4};

/// Bias, normalization, sum and activation of a convolution.
#[derive(Clone, Copy, Debug, Default)]
pub struct Epilogue<'a> {
    /// One value a filter.
    pub bias: Option<&'a [f32]>,
    /// What is known of each filter's outputs; for convolutions that go through Winograd tiles.
    pub norm: Option<Channels<'a>>,
    /// What is added to the outputs, as many values; for convolutions that go through Winograd tiles without pooling.
    pub added: Option<&'a [f32]>,
    /// Whether relu follows.
    pub relu: bool,
}

impl Epilogue<'_> {
    #[track_caller]
    pub(crate) fn check(&self, filters: usize) {
        if let Some(bias) = self.bias {
            check::exact("bias", bias.len(), filters);
        }
        if let Some(norm) = self.norm {
            check::exact("mean", norm.len(), filters);
        }
    }

    /// Mean, scale and offset of four filters. Without a normalization 0, 1 and −0, with which every x stays what it is,
    /// signed zeros among them: cheaper than a branch.
    #[inline(always)]
    pub(crate) fn norm(&self, filter: usize) -> [F32x4; 3] {
        match self.norm {
            Some(norm) => {
                [norm.mean, norm.scale, norm.offset].map(|row| F32x4::load(&row[filter..]))
            }
            None => [0.0, 1.0, -0.0].map(F32x4::splat),
        }
    }

    /// The bias of four filters.
    #[inline(always)]
    pub(crate) fn bias(&self, filter: usize) -> F32x4 {
        self.bias
            .map_or(F32x4::zero(), |bias| F32x4::load(&bias[filter..]))
    }

    /// What outputs are raised to.
    #[inline(always)]
    pub(crate) fn floor(&self) -> F32x4 {
        activation::floor(self.relu)
    }
}

/// The greatest of a window's four values, and where its patch begins: `start + offsets[place]`.
#[inline(always)]
pub(crate) fn pool_window(values: [F32x4; 4], start: usize, offsets: [usize; 4]) -> (F32x4, U32x4) {
    let mut best = values[0];
    let mut patch = U32x4::splat(start as u32);
    for (value, offset) in values.into_iter().zip(offsets).skip(1) {
        let better = beats(value, best);
        best = better.select(value, best);
        patch = better.select_u32(U32x4::splat((start + offset) as u32), patch);
    }
    (best, patch)
}

/// Whether one of the values that were taken for numbers may be NaN.
pub(crate) struct MaybeNan(F32x4);

impl MaybeNan {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self(F32x4::zero())
    }

    /// Whatever is added to NaN is NaN; so may a sum of infinities be.
    #[inline(always)]
    fn note(&mut self, value: F32x4) {
        self.0 = self.0 + value;
    }

    #[inline(always)]
    pub(crate) fn is_absent(&self) -> bool {
        self.0.eq(self.0).bits() == 15
    }
}

/// As `pool_window` for numbers, as a tournament of pairs: half the work, and no branch. Where one of the four may be NaN,
/// `maybe_nan` notes it, and the answer does not count.
#[inline(always)]
pub(crate) fn pool_numbers(
    [a, b, c, d]: [F32x4; 4],
    start: usize,
    offsets: [usize; 4],
    maybe_nan: &mut MaybeNan,
) -> (F32x4, U32x4) {
    let (upper, lower) = (b.gt(a), d.gt(c));
    let (above, below) = (a.raise_to(b), c.raise_to(d));
    let right = F32x4::from_bits(U32x4::splat(offsets[1] as u32));
    let upper = upper.keep(right).to_bits();
    let lower = lower.keep(right).to_bits() + U32x4::splat(offsets[2] as u32);
    let patch = below.gt(above).select_u32(lower, upper) + U32x4::splat(start as u32);
    maybe_nan.note((a + b) + (c + d));
    (above.raise_to(below), patch)
}

impl Conv2d {
    /// Height, width and channels behind a 2 × 2 max pooling.
    pub fn pooled(&self) -> [usize; 3] {
        let [rows, columns, filters] = self.output();
        [rows / 2, columns / 2, filters]
    }

    /// Elements behind a 2 × 2 max pooling.
    pub fn pooled_len(&self) -> usize {
        self.pooled().iter().product()
    }

    /// Where the patch of a window's first output begins in the padded image.
    #[inline(always)]
    pub(crate) fn window_start(&self, row: usize, column: usize) -> usize {
        let [_, width, channels] = self.padded_input();
        (2 * row * self.strides[0] * width + 2 * column * self.strides[1]) * channels
    }

    /// Where the patches of a window's outputs begin, from the first one on.
    #[inline(always)]
    pub(crate) fn window_offsets(&self) -> [usize; 4] {
        let [_, width, channels] = self.padded_input();
        let down = self.strides[0] * width * channels;
        let right = self.strides[1] * channels;
        [0, right, down, down + right]
    }
}
