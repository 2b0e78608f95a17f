//! The forward pass over tiles, with bias, relu and 2 × 2 max pooling in the store: a pooled convolution never stores
//! its own output.

use super::tiles::{self, Place};
use super::{Winograd, pitch};
use crate::check;
use crate::conv2d::store::{Epilogue, pool_window};
use crate::gemm::{Start, gemm};
use crate::simd::F32x4;

impl Winograd {
    /// `y = relu?(bias + x ∗ w)` of `count` images without padding; `packed` comes from `pack`, `scratch` has
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
        self.dispatch(count, x, packed, epilogue, y, &mut [], scratch);
    }

    /// The same with 2 × 2 max pooling behind; `winners`, if not empty, gets the offset of each winner's patch in the
    /// padded image.
    #[allow(clippy::too_many_arguments)]
    pub fn forward_pooled(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        winners: &mut [u32],
        scratch: &mut [f32],
    ) {
        assert!(self.pooled, "winograd: it is not pooled, call forward");
        check::exact("y", y.len(), count * self.conv.pooled_len());
        if !winners.is_empty() {
            check::exact("winners", winners.len(), y.len());
        }
        self.dispatch(count, x, packed, epilogue, y, winners, scratch);
    }

    #[allow(clippy::too_many_arguments)]
    fn dispatch(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        winners: &mut [u32],
        scratch: &mut [f32],
    ) {
        check::exact("x", x.len(), count * self.conv.input_len());
        check::at_least("packed", packed.len(), self.packed_len());
        check::at_least("scratch", scratch.len(), self.scratch_len());
        epilogue.check(self.conv.filters);
        match self.tile {
            4 => self.forward_tiles::<6, 4>(count, x, packed, epilogue, y, winners, scratch),
            _ => self.forward_tiles::<4, 2>(count, x, packed, epilogue, y, winners, scratch),
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn forward_tiles<const T: usize, const M: usize>(
        &self,
        count: usize,
        x: &[f32],
        packed: &[f32],
        epilogue: Epilogue,
        y: &mut [f32],
        winners: &mut [u32],
        scratch: &mut [f32],
    ) {
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        let block = self.block();
        let (v, m) = scratch.split_at_mut(T * T * pitch(block * channels));
        for first in (0..count * self.tiles()).step_by(block) {
            let size = block.min(count * self.tiles() - first);
            self.load_inputs::<T>(first, size, x, v);
            let points = v
                .chunks_exact(pitch(size * channels))
                .zip(packed.chunks_exact(self.packed_pitch()));
            let products = m.chunks_exact_mut(pitch(size * filters)).take(T * T);
            for ((v, u), m) in points.zip(products) {
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
            for tile in 0..size {
                let m = &m[tile * filters..];
                let pitch = pitch(size * filters);
                self.store_tile::<T, M>(first + tile, m, pitch, epilogue, y, winners);
            }
        }
    }

    /// Transforms `size` tiles from number `first` on: points × tiles × channels.
    pub(super) fn load_inputs<const T: usize>(
        &self,
        first: usize,
        size: usize,
        x: &[f32],
        v: &mut [f32],
    ) {
        let channels = self.conv.input[2];
        for tile in 0..size {
            let (image, mut place) = self.output_place(first + tile);
            place.size = self.conv.input;
            place.row -= self.conv.padding[0] as isize;
            place.column -= self.conv.padding[2] as isize;
            let v = &mut v[tile * channels..];
            // SAFETY: `image` is one of those whose length the caller has checked; points of a tile lie one
            // pitch apart, and `v` holds T·T of those.
            unsafe {
                let x = x.as_ptr().add(image * self.conv.input_len());
                tiles::input::<T>(x, place, v.as_mut_ptr(), pitch(size * channels));
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

    fn store_tile<const T: usize, const M: usize>(
        &self,
        tile: usize,
        m: &[f32],
        pitch: usize,
        epilogue: Epilogue,
        y: &mut [f32],
        winners: &mut [u32],
    ) {
        let filters = self.conv.filters;
        let (image, place) = self.output_place(tile);
        for filter in (0..filters).step_by(4) {
            // SAFETY: the tile's points lie `pitch` apart in `m`, each with `filters` values.
            let mut values = unsafe { tiles::output::<T, M>(m.as_ptr().add(filter), pitch) };
            let bias = epilogue.bias(filter);
            for value in values
                .iter_mut()
                .take(M)
                .flat_map(|row| row.iter_mut().take(M))
            {
                *value = *value + bias;
            }
            if self.pooled {
                self.store_pooled::<M>(&values, image, place, filter, epilogue, y, winners);
            } else {
                for value in values
                    .iter_mut()
                    .take(M)
                    .flat_map(|row| row.iter_mut().take(M))
                {
                    *value = epilogue.activate(*value);
                }
                let y = &mut y[image * self.conv.output_len()..];
                // SAFETY: `image` is one of those whose length was checked.
                unsafe { tiles::store::<M>(values, place, filter, y.as_mut_ptr()) };
            }
        }
    }

    /// The windows of a tile that exist.
    #[allow(clippy::too_many_arguments)]
    #[inline(always)]
    fn store_pooled<const M: usize>(
        &self,
        values: &[[F32x4; 4]; 4],
        image: usize,
        place: Place,
        filter: usize,
        epilogue: Epilogue,
        y: &mut [f32],
        winners: &mut [u32],
    ) {
        let [rows, columns, filters] = [self.output[0] / 2, self.output[1] / 2, self.output[2]];
        let offsets = self.conv.window_offsets();
        for i in 0..M / 2 {
            for j in 0..M / 2 {
                let (row, column) = (place.row as usize / 2 + i, place.column as usize / 2 + j);
                if row >= rows || column >= columns {
                    continue;
                }
                let at = ((image * rows + row) * columns + column) * filters + filter;
                let (upper, lower) = (&values[2 * i], &values[2 * i + 1]);
                let window = [
                    upper[2 * j],
                    upper[2 * j + 1],
                    lower[2 * j],
                    lower[2 * j + 1],
                ];
                let (best, winner) =
                    pool_window(window, self.conv.window_start(row, column), offsets);
                epilogue.activate(best).store(&mut y[at..]);
                if let Some(winners) = winners.get_mut(at..at + 4) {
                    winners.copy_from_slice(&winner.to_array());
                }
            }
        }
    }
}
