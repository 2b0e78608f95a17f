//! The gradient of the input, in one of two ways that the shape alone decides.
//!
//! Correlation (stride 1): dx is itself a convolution, of dy in a rim of zeros with the weights turned by 180°. It
//! spends work on the rim but stores every element once. Scatter (any stride): each row of dy times the transposed
//! weights gives every tap's share, which is added where the tap was read.

use super::Conv2d;
use crate::check;
use crate::gemm::packing::{pack, pack_b_transposed, packed_len};
use crate::gemm::{Start, gemm};
use crate::vector::add_assign;

/// Multiply-adds that one scattered element costs in loads, stores and additions (measured in wasm).
const SCATTER_COST: usize = 8;

impl Conv2d {
    /// The convolution that carries dy to dx: stride 1, with the kernel turned by 180° and channels and filters exchanged.
    pub fn turned(&self) -> Option<Conv2d> {
        let [top, bottom, left, right] = self.padding;
        let [kh, kw] = self.kernel;
        if self.strides != [1, 1] || top.max(bottom) >= kh || left.max(right) >= kw {
            return None;
        }
        let output = self.output();
        let padding = [kh - 1 - top, kh - 1 - bottom, kw - 1 - left, kw - 1 - right];
        Some(Conv2d {
            input: output,
            filters: self.input[2],
            kernel: self.kernel,
            strides: [1, 1],
            padding,
        })
    }

    /// `turned`, where it is cheaper than scattering.
    fn correlation(&self) -> Option<Conv2d> {
        let correlation = self.turned()?;
        let output = self.output();
        let gathered = self.input[0] * self.input[1] * self.filters;
        let scattered = output[0] * output[1] * (self.filters + SCATTER_COST);
        (gathered <= scattered).then_some(correlation)
    }

    /// Elements `backward_input` needs as working memory.
    pub fn backward_input_scratch_len(&self) -> usize {
        match self.correlation() {
            Some(correlation) => correlation.padded_len(),
            None => self.output()[1] * self.kernel_len() + self.padded_len(),
        }
    }

    /// Elements of the weights as `pack_backward_input` lays them out.
    pub fn packed_backward_input_len(&self) -> usize {
        match self.correlation() {
            Some(correlation) => packed_len(correlation.kernel_len(), correlation.filters),
            None => packed_len(self.filters, self.kernel_len()),
        }
    }

    /// Lays the weights `w` (HWIO) out for `backward_input`.
    pub fn pack_backward_input(&self, w: &[f32], packed: &mut [f32]) {
        check::exact("w", w.len(), self.weights_len());
        let [channels, filters] = [self.input[2], self.filters];
        match self.correlation() {
            Some(correlation) => {
                let taps = self.kernel[0] * self.kernel[1];
                pack(
                    correlation.kernel_len(),
                    channels,
                    packed,
                    |row, channel, target| {
                        // Reading the taps backwards turns the kernel by 180°.
                        let (tap, filter) = (taps - 1 - row / filters, row % filters);
                        for (i, value) in target.iter_mut().enumerate() {
                            *value = w[(tap * channels + channel + i) * filters + filter];
                        }
                    },
                );
            }
            None => pack_b_transposed(filters, self.kernel_len(), w, filters, packed),
        }
    }

    /// `dx[iy, ix, ci] = Σ dy[oy, ox, co] · w[ky, kx, ci, co]` over the taps that read it; overwrites `dx` (not padded).
    ///
    /// `packed` comes from `pack_backward_input`; `scratch` has `backward_input_scratch_len()` elements or more.
    pub fn backward_input(&self, dy: &[f32], packed: &[f32], scratch: &mut [f32], dx: &mut [f32]) {
        check::exact("dy", dy.len(), self.output_len());
        check::exact("dx", dx.len(), self.input_len());
        let needed = self.backward_input_scratch_len();
        check::at_least("scratch", scratch.len(), needed);
        let scratch = &mut scratch[..needed];
        match self.correlation() {
            Some(correlation) if correlation.is_padded() => {
                correlation.pad(dy, scratch);
                correlation.forward(scratch, packed, None, dx);
            }
            Some(correlation) => correlation.forward(dy, packed, None, dx),
            None => self.scatter(dy, packed, scratch, dx),
        }
    }

    fn scatter(&self, dy: &[f32], packed: &[f32], scratch: &mut [f32], dx: &mut [f32]) {
        let [rows, columns, _] = self.output();
        let depth = self.kernel_len();
        let (shares, padded) = scratch.split_at_mut(columns * depth);
        if !self.is_padded() {
            dx.fill(0.0);
            return self.scatter_rows(rows, dy, packed, shares, dx);
        }
        padded.fill(0.0);
        self.scatter_rows(rows, dy, packed, shares, padded);
        self.crop(padded, dx);
    }

    /// Adds every tap's share to `dx`, which is laid out as the padded input.
    fn scatter_rows(
        &self,
        rows: usize,
        dy: &[f32],
        packed: &[f32],
        shares: &mut [f32],
        dx: &mut [f32],
    ) {
        let [_, columns, filters] = self.output();
        let (depth, run) = (self.kernel_len(), self.kernel[1] * self.input[2]);
        let [_, width, channels] = self.padded_input();
        for oy in 0..rows {
            let row = &dy[oy * columns * filters..][..columns * filters];
            gemm(
                columns,
                depth,
                filters,
                row,
                filters,
                packed,
                Start::Zero,
                shares,
                depth,
            );
            for (ox, position) in shares.chunks_exact(depth.max(1)).enumerate() {
                for (ky, share) in position.chunks_exact(run.max(1)).enumerate() {
                    let y = oy * self.strides[0] + ky;
                    let at = (y * width + ox * self.strides[1]) * channels;
                    add_assign(&mut dx[at..at + run], share);
                }
            }
        }
    }
}
