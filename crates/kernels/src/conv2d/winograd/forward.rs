//! The forward pass over tiles, with bias, relu and 2 × 2 max pooling in the store: a pooled convolution never stores
//! its own output.

use super::tiles::{self, Place};
use super::{M, POINTS, Winograd, pitch};
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
        let (channels, filters) = (self.conv.input[2], self.conv.filters);
        let block = self.block();
        let (border, scratch) = scratch.split_at_mut(self.border_len());
        let (v, m) = scratch.split_at_mut(POINTS * pitch(block * channels));
        for first in (0..count * self.tiles()).step_by(block) {
            let size = block.min(count * self.tiles() - first);
            self.load_inputs(first, size, x, border, v);
            let points = v
                .chunks_exact(pitch(size * channels))
                .zip(packed.chunks_exact(self.packed_pitch()));
            let products = m.chunks_exact_mut(pitch(size * filters)).take(POINTS);
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
                let (image, place) = self.output_place(first + tile);
                let (m, pitch) = (m[tile * filters..].as_ptr(), pitch(size * filters));
                if self.pooled {
                    self.store_pooled(m, pitch, image, place, epilogue, y, winners);
                    continue;
                }
                let y = &mut y[image * self.conv.output_len()..][..self.conv.output_len()];
                let finish =
                    |value: F32x4, filter: usize| epilogue.activate(value + epilogue.bias(filter));
                // SAFETY: the tile's points lie `pitch` apart, each with `filters` values; `y` is one output image,
                // `border` as long as its channels.
                unsafe {
                    let (y, trash) = (y.as_mut_ptr(), border.as_mut_ptr());
                    tiles::output(m, pitch, place, finish, y, trash);
                }
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
        border.fill(0.0);
        for tile in 0..size {
            let (image, mut place) = self.output_place(first + tile);
            place.size = self.conv.input;
            place.row -= self.conv.padding[0] as isize;
            place.column -= self.conv.padding[2] as isize;
            let v = &mut v[tile * channels..];
            // SAFETY: `image` is one of those whose length the caller has checked; points of a tile lie one pitch
            // apart, and `v` holds POINTS of those.
            unsafe {
                let x = x.as_ptr().add(image * self.conv.input_len());
                let (v, pitch) = (v.as_mut_ptr(), pitch(size * channels));
                tiles::input(x, border.as_ptr(), place, v, pitch);
            }
        }
    }

    /// Image and place in the output of tile number `tile`.
    pub(super) fn output_place(&self, tile: usize) -> (usize, Place) {
        let [_, columns] = self.grid;
        let (image, tile) = (tile / self.tiles(), tile % self.tiles());
        let place = Place {
            size: self.output,
            row: (tile / columns * M) as isize,
            column: (tile % columns * M) as isize,
        };
        (image, place)
    }

    /// The windows of a tile that exist, `m` being the tile's products.
    #[allow(clippy::too_many_arguments)]
    fn store_pooled(
        &self,
        m: *const f32,
        pitch: usize,
        image: usize,
        place: Place,
        epilogue: Epilogue,
        y: &mut [f32],
        winners: &mut [u32],
    ) {
        let [rows, columns, filters] = [self.output[0] / 2, self.output[1] / 2, self.output[2]];
        let offsets = self.conv.window_offsets();
        let (top, left) = (place.row as usize / 2, place.column as usize / 2);
        for filter in (0..filters).step_by(4) {
            // SAFETY: the tile's points lie `pitch` apart, each with `filters` values.
            let values = unsafe { tiles::outputs(m.add(filter), pitch) };
            let bias = epilogue.bias(filter);
            for i in 0..(M / 2).min(rows - top) {
                for j in 0..(M / 2).min(columns - left) {
                    let (row, column) = (top + i, left + j);
                    let at = ((image * rows + row) * columns + column) * filters + filter;
                    let (upper, lower) = (&values[2 * i], &values[2 * i + 1]);
                    let window = [
                        upper[2 * j],
                        upper[2 * j + 1],
                        lower[2 * j],
                        lower[2 * j + 1],
                    ]
                    .map(|value| value + bias);
                    let start = self.conv.window_start(row, column);
                    let (best, winner) = pool_window(window, start, offsets);
                    epilogue.activate(best).store(&mut y[at..]);
                    if let Some(winners) = winners.get_mut(at..at + 4) {
                        winners.copy_from_slice(&winner.to_array());
                    }
                }
            }
        }
    }
}
