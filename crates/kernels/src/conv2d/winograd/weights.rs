//! Kernels into the tiles' domain and their gradients back: `U = G·g·Gᵀ`, `dg = Gᵀ·dU·G`.

use super::lines::{self, both_axes};
use super::{T, Winograd};
use crate::check;
use crate::gemm::NR;
use crate::simd::F32x4;

impl Winograd {
    /// Transforms the kernel `w` (HWIO) into panels, one matrix a point.
    pub fn pack(&self, w: &[f32], packed: &mut [f32]) {
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        check::exact("w", w.len(), self.conv.weights_len());
        self.pack_taps(packed, |tap, channel, filter| {
            F32x4::load(&w[(tap * channels + channel) * filters + filter..])
        });
    }

    /// As `pack`, for the input gradient of the convolution whose kernel `w` is: self's channels are its filters.
    pub fn pack_turned(&self, w: &[f32], packed: &mut [f32]) {
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        check::exact("w", w.len(), self.conv.weights_len());
        self.pack_taps(packed, |tap, channel, filter| {
            let at = |i: usize| w[((8 - tap) * filters + filter + i) * channels + channel];
            F32x4::from_array([at(0), at(1), at(2), at(3)])
        });
    }

    /// `taps(tap, channel, filter)` gives four filters' weights.
    fn pack_taps(&self, packed: &mut [f32], taps: impl Fn(usize, usize, usize) -> F32x4) {
        check::at_least("packed", packed.len(), self.packed_len());
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        let pitch = self.packed_pitch();
        for filter in (0..filters).step_by(4) {
            for channel in 0..channels {
                let at = (filter / NR * channels + channel) * NR + filter % NR;
                both_axes::<3, T>(
                    |row, column| taps(row * 3 + column, channel, filter),
                    lines::weight,
                    |row, column, value| {
                        value.store(&mut packed[(row * T + column) * pitch + at..]);
                    },
                );
            }
        }
        if filters % NR != 0 {
            let first = filters / NR * channels * NR;
            for point in packed.chunks_exact_mut(pitch) {
                for group in point[first..].chunks_exact_mut(NR) {
                    group[4..].fill(0.0);
                }
            }
        }
    }

    /// `dw += Gᵀ·dU·G`: the gradient of the kernel (HWIO) from the sums of `backward_weights`.
    pub fn finish_weights(&self, sums: &[f32], dw: &mut [f32]) {
        check::exact("sums", sums.len(), self.gradient_len());
        check::exact("dw", dw.len(), self.conv.weights_len());
        lower(self.gradient_pitch(), sums, dw);
    }
}

/// Both axes of `Gᵀ`, for all pairs of a channel and a filter; points lie `pitch` apart.
fn lower(pitch: usize, sums: &[f32], dw: &mut [f32]) {
    let pairs = dw.len() / 9;
    for at in (0..pairs).step_by(4) {
        both_axes::<T, 3>(
            |row, column| F32x4::load(&sums[(row * T + column) * pitch + at..]),
            lines::weight_transposed,
            |row, column, value| {
                let target = &mut dw[(row * 3 + column) * pairs + at..];
                (F32x4::load(target) + value).store(target);
            },
        );
    }
}
