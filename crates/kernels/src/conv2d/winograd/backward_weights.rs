//! The weight gradient over Winograd tiles: a point's `dU += Vᵀ·dM`, added up over images and brought back once at the end.
//! `dM` is written as the panels that the product reads.

use super::tiles;
use super::{Winograd, pitch};
use crate::check;
use crate::gemm::packing::NR;
use crate::gemm::transposed::multiply_transposed_panels;
use crate::patches::Patches;

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
            "winograd: a pooled convolution's gradient goes to maxima"
        );
        let load_gradient = match (self.side(), self.tile) {
            (6, _) => tiles::output_transposed::<1, 2, 6, 4>,
            (7, _) => tiles::output_transposed::<0, 3, 7, 5>,
            (_, 5) => tiles::output_transposed::<0, 4, 9, 5>,
            _ => tiles::output_transposed::<0, 4, 9, 7>,
        };
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        let (block, whole) = (self.block(), filters.next_multiple_of(NR));
        let (border, scratch) = scratch.split_at_mut(self.border_len());
        let (v, dm) = scratch.split_at_mut(self.points() * pitch(block * channels));
        for first in (0..count * self.tiles()).step_by(block) {
            let size = block.min(count * self.tiles() - first);
            self.load_inputs(first, size, x, border, v);
            for tile in 0..size {
                let (image, place) = self.output_place(first + tile);
                let dm = &mut dm[tile * NR..];
                // SAFETY: `image` is one of `count`, the length of `dy` was checked; points of a tile lie one
                // pitch apart, and `dm` holds all of those.
                unsafe {
                    let dy = dy.as_ptr().add(image * self.conv.output_len());
                    let (dm, pitch) = (dm.as_mut_ptr(), pitch(size * whole));
                    load_gradient(
                        &self.coefficients,
                        dy,
                        border.as_ptr(),
                        place,
                        dm,
                        pitch,
                        size * NR,
                    );
                }
            }
            let points = v
                .chunks_exact(pitch(size * channels))
                .zip(dm.chunks_exact(pitch(size * whole)));
            for ((v, dm), sums) in points.zip(sums.chunks_exact_mut(self.gradient_pitch())) {
                let v = Patches::matrix("v", v, size, channels, channels);
                multiply_transposed_panels(&v, filters, dm, sums, filters);
            }
        }
    }
}
