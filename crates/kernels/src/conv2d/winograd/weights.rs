//! Kernels into the tiles' domain and their gradients back: `U = G·g·Gᵀ`, `dg = Gᵀ·dU·G`.

use super::Winograd;
use super::lines::{self, LONGEST, both_axes, line_of};
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
            let at = |i: usize| w[((8 - tap) * filters + filter + i) * channels + channel];
            F32x4::from_array([at(0), at(1), at(2), at(3)])
        });
    }

    /// `taps(tap, channel, filter)` gives four filters' weights. For all sizes of tiles at once: a step packs its weights once.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn pack_taps(&self, packed: &mut [f32], taps: &dyn Fn(usize, usize, usize) -> F32x4) {
        check::at_least("packed", packed.len(), self.packed_len());
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        let pitch = self.packed_pitch();
        let mut middle = [[F32x4::zero(); 3]; LONGEST];
        let mut line = [F32x4::zero(); LONGEST];
        let line = &mut line[..self.tile + 2];
        for filter in (0..filters).step_by(4) {
            for channel in 0..channels {
                for column in 0..3 {
                    let rows = [0, 1, 2].map(|row| taps(row * 3 + column, channel, filter));
                    lines::weight(&self.coefficients, rows, line);
                    for (row, value) in middle.iter_mut().zip(line.iter()) {
                        row[column] = *value;
                    }
                }
                let at = (filter / NR * channels + channel) * NR + filter % NR;
                let mut points = packed[at..].chunks_mut(pitch);
                for row in &middle[..line.len()] {
                    lines::weight(&self.coefficients, *row, line);
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
        match self.tile {
            4 => self.finish_points::<1, 2, 6>(sums, dw),
            5 => self.finish_points::<0, 3, 7>(sums, dw),
            _ => self.finish_points::<0, 4, 9>(sums, dw),
        }
    }

    #[inline(never)]
    fn finish_points<const Z: usize, const P: usize, const T: usize>(
        &self,
        sums: &[f32],
        dw: &mut [f32],
    ) {
        let (pairs, pitch) = (dw.len() / 9, self.gradient_pitch());
        let mut middle = [[F32x4::zero(); LONGEST]; LONGEST];
        for at in (0..pairs).step_by(4) {
            both_axes::<T, 3>(
                &mut middle,
                |column| {
                    let points = &sums[column * pitch + at..];
                    line_of(T, |row| F32x4::load(&points[row * T * pitch..]))
                },
                |u| lines::weight_transposed::<Z, P>(&self.coefficients, u),
                |row, values| {
                    let taps = dw[row * 3 * pairs + at..].chunks_mut(pairs);
                    for (value, tap) in values.iter().zip(taps).take(3) {
                        (F32x4::load(tap) + *value).store(tap);
                    }
                },
            );
        }
    }
}
