//! The input gradient: of every live winner, its filter's kernel times its gradient, window by window.

use super::lists::{Lists, add_all, groups};
use crate::check;
use crate::conv2d::Conv2d;

impl Conv2d {
    /// Elements of the weights as `pack_winners` lays them out.
    pub fn packed_winners_len(&self) -> usize {
        self.winners_gradient_len()
    }

    /// Lays the weights `w` (HWIO; channels a multiple of 4) out for `backward_input_winners`: `[kernel row][group of vectors][filter][group]`.
    #[inline(never)]
    pub fn pack_winners(&self, w: &[f32], packed: &mut [f32]) {
        check::exact("w", w.len(), self.weights_len());
        check::exact("packed", packed.len(), self.packed_winners_len());
        check::multiple_of_four("channels", self.input[2]);
        let (run, n) = (self.kernel[1] * self.input[2], self.filters);
        for (ky, packed) in packed
            .chunks_exact_mut(4 * self.run_vectors() * n)
            .enumerate()
        {
            groups(self.run_vectors(), |first, vectors| {
                let group = &mut packed[4 * first * n..][..4 * vectors * n];
                for (filter, row) in group.chunks_exact_mut(4 * vectors).enumerate() {
                    for (i, value) in row.iter_mut().enumerate() {
                        *value = w[(ky * run + 4 * first + i) * n + filter];
                    }
                }
            });
        }
    }

    /// The gradient of one padded image; overwrites `dx`. Channels must be a multiple of 4.
    pub fn backward_input_winners(
        &self,
        dy: &[f32],
        winners: &[u32],
        packed: &[f32],
        scratch: &mut [f32],
        indices: &mut [u32],
        dx: &mut [f32],
    ) {
        let [height, width, channels] = self.padded_input();
        check::exact("dy", dy.len(), self.pooled_len());
        check::exact("winners", winners.len(), dy.len());
        check::exact("dx", dx.len(), height * width * channels);
        check::exact("packed", packed.len(), self.packed_winners_len());
        check::multiple_of_four("channels", channels);
        let [_, columns, n] = self.pooled();
        let offsets = self.window_offsets();
        let mut lists = self.lists(4 * self.windows(), n, scratch, indices);
        lists.clear();
        for (window, (dy, winners)) in dy.chunks_exact(n).zip(winners.chunks_exact(n)).enumerate() {
            let start = self.window_start(window / columns, window % columns) as u32;
            for (filter, (&gradient, &winner)) in dy.iter().zip(winners).enumerate() {
                let place = winner.wrapping_sub(start);
                let lower = u32::from(place >= offsets[2] as u32);
                let right = u32::from(place != lower * offsets[2] as u32);
                let list = 4 * window + (2 * lower + right) as usize;
                // SAFETY: four lists a window, with room for all filters; each filter comes once.
                unsafe { lists.push(list, filter as u32, gradient) };
            }
        }
        dx.fill(0.0);
        let pitch = width * channels;
        groups(self.run_vectors(), |first, vectors| {
            let dx = &mut dx[4 * first..];
            match vectors {
                8 => self.add_kernels::<8>(first, pitch, packed, &lists, dx),
                4 => self.add_kernels::<4>(first, pitch, packed, &lists, dx),
                2 => self.add_kernels::<2>(first, pitch, packed, &lists, dx),
                _ => self.add_kernels::<1>(first, pitch, packed, &lists, dx),
            }
        });
    }

    /// Vectors `first .. first + NV` of every kernel row, for all windows.
    #[inline(never)]
    fn add_kernels<const NV: usize>(
        &self,
        first: usize,
        pitch: usize,
        packed: &[f32],
        lists: &Lists,
        dx: &mut [f32],
    ) {
        let ([rows, columns, n], offsets) = (self.pooled(), self.window_offsets());
        for (ky, row) in packed.chunks_exact(4 * self.run_vectors() * n).enumerate() {
            let weights = &row[4 * first * n..][..4 * NV * n];
            let mut list = 0;
            for window in (0..rows).flat_map(|y| (0..columns).map(move |x| [y, x])) {
                let start = self.window_start(window[0], window[1]) + ky * pitch;
                for offset in offsets {
                    let (filters, gradients) = lists.list(list);
                    list += 1;
                    if !filters.is_empty() {
                        let target = &mut dx[start + offset..][..4 * NV];
                        // SAFETY: every filter has its group of weights.
                        unsafe { add_all::<NV>(4 * NV, weights, filters, gradients, target) };
                    }
                }
            }
        }
    }
}
