//! Kernels into the tiles' domain and their gradients back: `U = G·g·Gᵀ`, `dg = Gᵀ·dU·G`.

// Plain indices for the reason given in `lines`.
#![allow(clippy::needless_range_loop)]

use super::Winograd;
use super::lines::{self, LONGEST, MOST_TAPS};
use crate::check;
use crate::gemm::packing::NR;
use crate::simd::F32x4;

impl Winograd {
    /// Transforms the kernel `w` (HWIO) into panels, one matrix a point.
    pub fn pack(&self, w: &[f32], packed: &mut [f32]) {
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        check::exact("w", w.len(), self.conv.weights_len());
        self.pack_taps(packed, &|tap, channel, filter| {
            F32x4::load(&w[(tap * channels + channel) * filters + filter..])
        });
    }

    /// As `pack`, for the input gradient of the convolution whose kernel `w` is: self's channels are its filters.
    pub fn pack_turned(&self, w: &[f32], packed: &mut [f32]) {
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        check::exact("w", w.len(), self.conv.weights_len());
        self.pack_taps(packed, &|tap, channel, filter| {
            let turned = self.taps * self.taps - 1 - tap;
            let at = |i: usize| w[(turned * filters + filter + i) * channels + channel];
            F32x4::from_array([at(0), at(1), at(2), at(3)])
        });
    }

    /// `taps(tap, channel, filter)` gives four filters' weights. For all sizes of tiles at once: a step packs its weights once.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn pack_taps(&self, packed: &mut [f32], taps: &dyn Fn(usize, usize, usize) -> F32x4) {
        check::at_least("packed", packed.len(), self.packed_len());
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        let pitch = self.packed_pitch();
        let mut middle = [[F32x4::zero(); MOST_TAPS]; LONGEST];
        let (mut line, mut rows) = ([F32x4::zero(); LONGEST], [F32x4::zero(); MOST_TAPS]);
        let (line, rows) = (&mut line[..self.side()], &mut rows[..self.taps]);
        for filter in (0..filters).step_by(4) {
            for channel in 0..channels {
                for column in 0..self.taps {
                    for (row, value) in rows.iter_mut().enumerate() {
                        *value = taps(row * self.taps + column, channel, filter);
                    }
                    lines::weight(&self.coefficients, rows, line);
                    for (row, value) in middle.iter_mut().zip(line.iter()) {
                        row[column] = *value;
                    }
                }
                let at = (filter / NR * channels + channel) * NR + filter % NR;
                let mut points = packed[at..].chunks_mut(pitch);
                for row in &middle[..line.len()] {
                    lines::weight(&self.coefficients, &row[..self.taps], line);
                    for (value, point) in line.iter().zip(&mut points) {
                        value.store(point);
                    }
                }
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
        // A shard does it once for each of its convolutions: in residual networks an eighth of a step when it is not unrolled.
        match (self.side(), self.taps) {
            (9, 3) => self.finish(sums, dw, 9, 3),
            (side, taps) => self.finish_any(sums, dw, side, taps),
        }
    }

    #[inline(never)]
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn finish_any(&self, sums: &[f32], dw: &mut [f32], side: usize, taps: usize) {
        self.finish(sums, dw, side, taps);
    }

    /// With loops of its own: `both_axes`' closures, called from both callers of this, are not inlined (three times as slow).
    #[inline(always)]
    fn finish(&self, sums: &[f32], dw: &mut [f32], side: usize, taps: usize) {
        let (pairs, pitch) = (dw.len() / (taps * taps), self.gradient_pitch());
        let mut middle = [[F32x4::zero(); LONGEST]; LONGEST];
        for at in (0..pairs).step_by(4) {
            for column in 0..side {
                let mut line = [F32x4::zero(); LONGEST];
                for row in 0..side {
                    line[row] = F32x4::load(&sums[(row * side + column) * pitch + at..]);
                }
                let g = lines::weight_transposed(&self.coefficients, &line, side, taps);
                for row in 0..taps {
                    middle[row][column] = g[row];
                }
            }
            for row in 0..taps {
                let g = lines::weight_transposed(&self.coefficients, &middle[row], side, taps);
                for tap in 0..taps {
                    let dw = &mut dw[(row * taps + tap) * pairs + at..];
                    (F32x4::load(dw) + g[tap]).store(dw);
                }
            }
        }
    }
}
