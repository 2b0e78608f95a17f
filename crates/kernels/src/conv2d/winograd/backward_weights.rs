//! The weight gradient over tiles: a point's `dU += Vᵀ·dM`, added up over images and brought back once at the end.

use super::tiles;
use super::{Winograd, pitch};
use crate::check;
use crate::gemm::gemm_at_b;

impl Winograd {
    /// Adds the tiles' share of the weight gradient of `count` images to `sums`, which `finish_weights` reads.
    ///
    /// `x` are the images without padding, `dy` the gradient of all outputs; `scratch` has `scratch_len()` elements.
    pub fn backward_weights(
        &self,
        count: usize,
        x: &[f32],
        dy: &[f32],
        scratch: &mut [f32],
        sums: &mut [f32],
    ) {
        check::exact("x", x.len(), count * self.conv.input_len());
        check::exact("dy", dy.len(), count * self.conv.output_len());
        check::exact("sums", sums.len(), self.gradient_len());
        check::at_least("scratch", scratch.len(), self.scratch_len());
        assert!(
            !self.pooled,
            "winograd: a pooled convolution's gradient goes to winners"
        );
        match self.tile {
            4 => self.backward_weights_tiles::<6, 4>(count, x, dy, scratch, sums),
            _ => self.backward_weights_tiles::<4, 2>(count, x, dy, scratch, sums),
        }
    }

    fn backward_weights_tiles<const T: usize, const M: usize>(
        &self,
        count: usize,
        x: &[f32],
        dy: &[f32],
        scratch: &mut [f32],
        sums: &mut [f32],
    ) {
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        let block = self.block();
        let (border, scratch) = scratch.split_at_mut(self.border_len());
        let (v, dm) = scratch.split_at_mut(T * T * pitch(block * channels));
        for first in (0..count * self.tiles()).step_by(block) {
            let size = block.min(count * self.tiles() - first);
            self.load_inputs::<T>(first, size, x, border, v);
            for tile in 0..size {
                let (image, place) = self.output_place(first + tile);
                let dm = &mut dm[tile * filters..];
                // SAFETY: `image` is one of `count`, the length of `dy` was checked; points of a tile lie one
                // pitch apart, and `dm` holds T·T of those.
                unsafe {
                    let dy = dy.as_ptr().add(image * self.conv.output_len());
                    let (dm, pitch) = (dm.as_mut_ptr(), pitch(size * filters));
                    tiles::output_transposed::<T, M>(dy, border.as_ptr(), place, dm, pitch);
                }
            }
            let points = v
                .chunks_exact(pitch(size * channels))
                .zip(dm.chunks_exact(pitch(size * filters)));
            for ((v, dm), sums) in points.zip(sums.chunks_exact_mut(self.gradient_pitch())) {
                gemm_at_b(
                    channels, filters, size, v, channels, dm, filters, sums, filters,
                );
            }
        }
    }
}
