//! The forward pass over Winograd tiles, with bias, relu and 2 × 2 max pooling in the store: a pooled convolution never stores
//! its own output.

use super::tiles::{self, Place};
use super::{Winograd, pitch};
use crate::check;
use crate::conv2d::epilogue::{Epilogue, MaybeNan, pool_numbers, pool_window};
use crate::gemm::{Start, gemm};
use crate::simd::F32x4;

impl Winograd {
    /// `y = relu?(norm?(bias + x ∗ w) + added?)` of `count` images without padding; `packed` comes from `pack`, `scratch` has
    /// `scratch_len()` elements or more.
    pub fn forward(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        assert!(!self.pooled, "winograd: it is pooled, call forward_pooled");
        check::exact("y", y.len(), count * self.conv.output_len());
        if let Some(added) = epilogue.added {
            check::exact("added", added.len(), y.len());
        }
        self.dispatch(count, x, packed, epilogue, y, &mut [], scratch);
    }

    /// The same with 2 × 2 max pooling behind; `argmax`, if not empty, gets the offset of each maximum's patch in the
    /// padded image.
    #[allow(clippy::too_many_arguments)]
    pub fn forward_pooled(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        argmax: &mut [u32],
        scratch: &mut [f32],
    ) {
        assert!(self.pooled, "winograd: it is not pooled, call forward");
        assert!(
            epilogue.added.is_none(),
            "winograd: a pooled one does not add"
        );
        check::exact("y", y.len(), count * self.conv.pooled_len());
        if !argmax.is_empty() {
            check::exact("argmax", argmax.len(), y.len());
        }
        self.dispatch(count, x, packed, epilogue, y, argmax, scratch);
    }

    #[allow(clippy::too_many_arguments)]
    fn dispatch(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        argmax: &mut [u32],
        scratch: &mut [f32],
    ) {
        check::exact("x", x.len(), count * self.conv.input_len());
        check::at_least("packed", packed.len(), self.packed_len());
        check::at_least("scratch", scratch.len(), self.scratch_len());
        epilogue.check(self.conv.filters);
        // Known a tile at a time, not around the loop over tiles: that would be made three times.
        let store_output = match (self.side(), self.tile) {
            (6, _) => tiles::output::<1, 2, 6, 4>,
            (7, _) => tiles::output::<0, 3, 7, 5>,
            (_, 5) => tiles::output::<0, 4, 9, 5>,
            _ => tiles::output::<0, 4, 9, 7>,
        };
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        let (block, len) = (self.block(), self.conv.output_len());
        let (border, scratch) = scratch.split_at_mut(self.border_len());
        let (unpooled, scratch) = scratch.split_at_mut(self.unpooled_len());
        let points = self.points();
        let (v, m) = scratch.split_at_mut(points * pitch(block * channels));
        for first in (0..count * self.tiles()).step_by(block) {
            let size = block.min(count * self.tiles() - first);
            self.load_inputs(first, size, x, border, v);
            let factors = v
                .chunks_exact(pitch(size * channels))
                .zip(packed.chunks_exact(self.packed_pitch()));
            let products = m.chunks_exact_mut(pitch(size * filters)).take(points);
            for ((v, u), m) in factors.zip(products) {
                gemm(
                    size,
                    filters,
                    channels,
                    v,
                    channels,
                    u,
                    Start::Zero,
                    m,
                    filters,
                );
            }
            let first_image = first / self.tiles();
            for tile in 0..size {
                let (image, place) = self.output_place(first + tile);
                let (m, pitch) = (m[tile * filters..].as_ptr(), pitch(size * filters));
                // relu keeps the order of values: with pooling it comes behind.
                let (y, image, relu) = if self.pooled {
                    (&mut *unpooled, image - first_image, false)
                } else {
                    (&mut *y, image, epilogue.relu)
                };
                let added = epilogue.added.map(|added| &added[image * len..][..len]);
                let y = &mut y[image * len..][..len];
                let epilogue = Epilogue {
                    relu,
                    added,
                    ..epilogue
                };
                // SAFETY: the tile's points lie `pitch` apart, each with `filters` values; `y` and what is added are one output
                // image, `border` as long as its channels.
                unsafe {
                    let (k, y, trash) = (&self.coefficients, y.as_mut_ptr(), border.as_mut_ptr());
                    store_output(k, m, pitch, place, epilogue, y, trash);
                }
            }
            if self.pooled {
                let images = size / self.tiles();
                let own = first_image * self.conv.pooled_len()..;
                let argmax = argmax.get_mut(own.clone()).unwrap_or_default();
                self.pool(images, unpooled, epilogue, &mut y[own], argmax);
            }
        }
    }

    /// 2 × 2 max pooling and relu of `images` outputs that have just been stored.
    #[inline(never)]
    fn pool(
        &self,
        images: usize,
        outputs: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        argmax: &mut [u32],
    ) {
        let [rows, columns, filters] = [self.output[0] / 2, self.output[1] / 2, self.output[2]];
        let (down, offsets) = (self.output[1] * filters, self.conv.window_offsets());
        let mut at = 0;
        for image in outputs.chunks_exact(self.conv.output_len()).take(images) {
            for (row, column) in (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x))) {
                let start = self.conv.window_start(row, column);
                let window = [
                    &image[2 * row * down + 2 * column * filters..][..2 * filters],
                    &image[(2 * row + 1) * down + 2 * column * filters..][..2 * filters],
                ];
                let y = &mut y[at..at + filters];
                let argmax = argmax.get_mut(at..at + filters).unwrap_or_default();
                if !pool_filters::<false>(window, start, offsets, epilogue, y, argmax) {
                    pool_filters::<true>(window, start, offsets, epilogue, y, argmax);
                }
                at += filters;
            }
        }
    }

    /// Transforms `size` tiles from number `first` on: points × tiles × channels. `border` is filled with zeros.
    pub(super) fn load_inputs(
        &self,
        first: usize,
        size: usize,
        x: &[f32],
        border: &mut [f32],
        v: &mut [f32],
    ) {
        let channels = self.conv.input[2];
        let load_input = match self.side() {
            6 => tiles::input::<1, 2, 6>,
            7 => tiles::input::<0, 3, 7>,
            _ => tiles::input::<0, 4, 9>,
        };
        border.fill(0.0);
        for tile in 0..size {
            let (image, mut place) = self.output_place(first + tile);
            place.size = self.conv.input;
            place.row -= self.conv.padding[0] as isize;
            place.column -= self.conv.padding[2] as isize;
            let v = &mut v[tile * channels..];
            // SAFETY: `image` is one of those whose length the caller has checked; points of a tile lie one pitch
            // apart, and `v` holds all of those.
            unsafe {
                let x = x.as_ptr().add(image * self.conv.input_len());
                let (v, pitch) = (v.as_mut_ptr(), pitch(size * channels));
                load_input(&self.coefficients, x, border.as_ptr(), place, v, pitch);
            }
        }
    }

    /// Image and place in the output of tile number `tile`.
    pub(super) fn output_place(&self, tile: usize) -> (usize, Place) {
        let [_, columns] = self.grid;
        let (image, tile) = (tile / self.tiles(), tile % self.tiles());
        let place = Place {
            size: self.output,
            row: (tile / columns * self.tile) as isize,
            column: (tile % columns * self.tile) as isize,
        };
        (image, place)
    }
}

/// One window of all filters; without `EXACT`, false where one may be NaN, and then nothing counts.
#[inline(always)]
fn pool_filters<const EXACT: bool>(
    [upper, lower]: [&[f32]; 2],
    start: usize,
    offsets: [usize; 4],
    epilogue: Epilogue,
    y: &mut [f32],
    argmax: &mut [u32],
) -> bool {
    let (filters, floor) = (y.len(), epilogue.floor());
    let mut maybe_nan = MaybeNan::new();
    for filter in (0..filters).step_by(4) {
        let load = |values: &[f32], at: usize| F32x4::load(&values[at..]);
        let window = [
            load(upper, filter),
            load(upper, filters + filter),
            load(lower, filter),
            load(lower, filters + filter),
        ];
        let (best, patch) = if EXACT {
            pool_window(window, start, offsets)
        } else {
            pool_numbers(window, start, offsets, &mut maybe_nan)
        };
        best.raise_to(floor).store(&mut y[filter..]);
        if !argmax.is_empty() {
            patch.store(&mut argmax[filter..]);
        }
    }
    maybe_nan.is_absent()
}
