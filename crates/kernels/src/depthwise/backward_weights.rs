//! The gradient of the weights, added up over the positions of one image in row-major order.
//!
//! Of 3 × 3 kernels all nine sums of four channels stay in registers while the image is gone through once.

use super::{DepthwiseConv2d, store};
use crate::check;
use crate::simd::F32x4;

impl DepthwiseConv2d {
    /// `dw[ky, kx, c, j] += Σ x[oy·sy + ky·dy, ox·sx + kx·dx, c] · dy[oy, ox, c·m + j]`, with an expanded image `x`.
    pub fn backward_weights(&self, x: &[f32], dy: &[f32], dw: &mut [f32]) {
        let lanes = self.lanes();
        check::at_least(
            "x",
            x.len(),
            self.padded().iter().product::<usize>() * lanes,
        );
        check::exact("dy", dy.len(), self.output_len());
        check::exact("dw", dw.len(), self.weights_len());
        for channel in (0..self.channels()).step_by(4) {
            if self.kernel == [3, 3] {
                self.taps_of::<9>(0, channel, x, dy, dw);
            } else {
                for tap in 0..self.taps() {
                    self.taps_of::<1>(tap, channel, x, dy, dw);
                }
            }
        }
    }

    /// The gradients of `N` taps from `first` on, for one vector of channels.
    #[inline(never)]
    fn taps_of<const N: usize>(
        &self,
        first: usize,
        channel: usize,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
    ) {
        let ([rows, columns, channels], lanes) = (self.output(), self.lanes());
        let pitch = self.padded()[1] * lanes;
        let offsets: [usize; N] = std::array::from_fn(|i| {
            let (ky, kx) = ((first + i) / self.kernel[1], (first + i) % self.kernel[1]);
            ky * self.dilation[0] * pitch + kx * self.dilation[1] * lanes
        });
        let mut sums = [F32x4::zero(); N];
        for (sum, dw) in sums
            .iter_mut()
            .zip(dw[first * channels..].chunks_exact(channels))
        {
            *sum = load(channel, dw);
        }
        let step = self.strides[1] * lanes;
        for (row, dy) in dy.chunks_exact(columns * channels).enumerate() {
            let mut patch = x[row * self.strides[0] * pitch + channel..].as_ptr();
            for dy in dy.chunks_exact(channels) {
                // Whole vectors by the way that is inlined: nearly all are.
                let gradient = match dy.get(channel..channel + 4) {
                    Some(dy) => F32x4::load(dy),
                    None => load(channel, dy),
                };
                for (sum, offset) in sums.iter_mut().zip(offsets) {
                    // SAFETY: the position exists, so its taps lie in `x`, whose length the caller has checked.
                    *sum = *sum + unsafe { F32x4::load_unchecked(patch.add(offset)) } * gradient;
                }
                patch = patch.wrapping_add(step);
            }
        }
        debug_assert_eq!(dy.len(), rows * columns * channels);
        for (sum, dw) in sums
            .into_iter()
            .zip(dw[first * channels..].chunks_exact_mut(channels))
        {
            store(sum, channel, dw);
        }
    }
}

/// Four channels from `channel` on, or as many as there are and zeros.
#[inline(never)]
fn load(channel: usize, row: &[f32]) -> F32x4 {
    match row.get(channel..channel + 4) {
        Some(row) => F32x4::load(row),
        None => F32x4::load_partial(&row[channel..]),
    }
}
