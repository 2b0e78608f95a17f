//! Weight gradients of kernels so small that all sums of a filter stay in registers, as in most first layers.

use crate::conv2d::Conv2d;
use crate::simd::F32x4;

impl Conv2d {
    /// All sums of a filter in registers at once, over all windows: no lists, zeros are added.
    pub(super) fn small_weights(&self, x: &[f32], dy: &[f32], argmax: &[u32], sums: &mut [f32]) {
        let windows = self.windows();
        // SAFETY: backward_pooled has checked all lengths, and that patches lie inside.
        unsafe {
            match (self.kernel[0], self.run_vectors()) {
                (1, 1) => self.small::<1, 1>(windows, x, dy, argmax, sums),
                (2, 1) => self.small::<2, 1>(windows, x, dy, argmax, sums),
                (3, 1) => self.small::<3, 1>(windows, x, dy, argmax, sums),
                (4, 1) => self.small::<4, 1>(windows, x, dy, argmax, sums),
                (5, 2) => self.small::<5, 2>(windows, x, dy, argmax, sums),
                (3, 3) => self.small::<3, 3>(windows, x, dy, argmax, sums),
                (rows, vectors) => {
                    for row in 0..rows {
                        for vector in 0..vectors {
                            self.small_part(row, vector, x, dy, argmax, sums);
                        }
                    }
                }
            }
        }
    }

    /// The number of windows is a parameter so that no filter begins with a division.
    ///
    /// # Safety
    /// Lengths as in `backward_pooled`; every maximum's patch lies in the image.
    #[inline(never)]
    unsafe fn small<const KH: usize, const NV: usize>(
        &self,
        windows: usize,
        x: &[f32],
        dy: &[f32],
        argmax: &[u32],
        sums: &mut [f32],
    ) {
        let [_, width, channels] = self.padded_input();
        let (pitch, n) = (width * channels, self.filters);
        for (filter, sums) in sums.chunks_exact_mut(KH * NV * 4).enumerate() {
            let mut total = [[F32x4::zero(); NV]; KH];
            for (row, vectors) in total.iter_mut().zip(sums.chunks_exact(NV * 4)) {
                *row = std::array::from_fn(|v| F32x4::load(&vectors[4 * v..]));
            }
            let (mut g, mut place) = (
                dy.as_ptr().wrapping_add(filter),
                argmax.as_ptr().wrapping_add(filter),
            );
            for _ in 0..windows {
                // SAFETY: one gradient and one maximum a window; runs end at most three floats behind the image.
                unsafe {
                    let gradient = F32x4::splat_unchecked(g);
                    let patch = x.as_ptr().add(*place as usize);
                    for (ky, row) in total.iter_mut().enumerate() {
                        for (v, sum) in row.iter_mut().enumerate() {
                            let value = F32x4::load_unchecked(patch.add(ky * pitch + 4 * v));
                            *sum = *sum + gradient * value;
                        }
                    }
                }
                g = g.wrapping_add(n);
                place = place.wrapping_add(n);
            }
            for (row, vectors) in total.iter().zip(sums.chunks_exact_mut(NV * 4)) {
                for (value, target) in row.iter().zip(vectors.chunks_exact_mut(4)) {
                    value.store(target);
                }
            }
        }
    }

    /// One vector of one kernel row, for all filters.
    ///
    /// # Safety
    /// As for `small`.
    unsafe fn small_part(
        &self,
        row: usize,
        vector: usize,
        x: &[f32],
        dy: &[f32],
        argmax: &[u32],
        sums: &mut [f32],
    ) {
        let [_, width, channels] = self.padded_input();
        let offset = row * width * channels + 4 * vector;
        let size = self.kernel[0] * self.run_vectors() * 4;
        for (filter, sums) in sums.chunks_exact_mut(size).enumerate() {
            let target = &mut sums[(row * self.run_vectors() + vector) * 4..];
            let mut total = F32x4::load(target);
            for at in (filter..dy.len()).step_by(self.filters) {
                // SAFETY: as in `small`.
                let value =
                    unsafe { F32x4::load_unchecked(x.as_ptr().add(argmax[at] as usize + offset)) };
                total = total + F32x4::splat(dy[at]) * value;
            }
            total.store(target);
        }
    }
}
