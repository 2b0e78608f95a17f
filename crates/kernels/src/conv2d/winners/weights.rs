//! The weight gradient: of every live winner, its patch times its gradient, filter by filter.

use super::lists::{Lists, add_all, groups};
use crate::check;
use crate::conv2d::Conv2d;
use crate::simd::F32x4;

impl Conv2d {
    /// Adds one image's share of the weight gradient to `sums`, which `finish_weights_winners` reads.
    ///
    /// `x` is the padded image with `SLACK` more elements behind it, `dy` the gradient behind the pooling, `winners` what
    /// `forward_pooled` left.
    pub fn backward_weights_winners(
        &self,
        x: &[f32],
        dy: &[f32],
        winners: &[u32],
        scratch: &mut [f32],
        indices: &mut [u32],
        sums: &mut [f32],
    ) {
        let [height, width, channels] = self.padded_input();
        check::exact("dy", dy.len(), self.pooled_len());
        check::exact("winners", winners.len(), dy.len());
        check::at_least("x", x.len(), height * width * channels + Self::SLACK);
        check::exact("sums", sums.len(), self.winners_gradient_len());
        let last = self.last_patch();
        let farthest = winners
            .iter()
            .fold(0, |farthest, &winner| winner.max(farthest));
        assert!(
            farthest as usize <= last,
            "conv2d: a winner's patch lies outside of the image"
        );
        if self.is_small() {
            self.small_weights(x, dy, winners, sums);
        } else {
            let lists = self.lists(self.filters, self.windows(), scratch, indices);
            self.large_weights(x, dy, winners, lists, sums);
        }
    }

    /// Start of the last patch in the padded image.
    fn last_patch(&self) -> usize {
        let ([_, width, channels], [rows, columns, _]) = (self.padded_input(), self.output());
        ((rows - 1) * self.strides[0] * width + (columns - 1) * self.strides[1]) * channels
    }

    fn large_weights(
        &self,
        x: &[f32],
        dy: &[f32],
        winners: &[u32],
        mut lists: Lists,
        sums: &mut [f32],
    ) {
        let [_, width, channels] = self.padded_input();
        lists.clear();
        for (dy, winners) in dy
            .chunks_exact(self.filters)
            .zip(winners.chunks_exact(self.filters))
        {
            for (filter, (&gradient, &winner)) in dy.iter().zip(winners).enumerate() {
                // SAFETY: a list a filter, with room for all windows; each window comes once.
                unsafe { lists.push(filter, winner, gradient) };
            }
        }
        let pitch = width * channels;
        groups(self.run_vectors(), |first, vectors| {
            let x = &x[4 * first..];
            // SAFETY: patches lie in the image, and their runs end at most three floats behind it.
            unsafe {
                match vectors {
                    8 => self.add_patches::<8>(first, pitch, x, &lists, sums),
                    4 => self.add_patches::<4>(first, pitch, x, &lists, sums),
                    2 => self.add_patches::<2>(first, pitch, x, &lists, sums),
                    _ => self.add_patches::<1>(first, pitch, x, &lists, sums),
                }
            }
        });
    }

    /// Vectors `first .. first + NV` of every kernel row, for all filters.
    ///
    /// # Safety
    /// From every place of the lists on, `x` has these vectors of every kernel row.
    #[inline(never)]
    unsafe fn add_patches<const NV: usize>(
        &self,
        first: usize,
        pitch: usize,
        x: &[f32],
        lists: &Lists,
        sums: &mut [f32],
    ) {
        let run = 4 * self.run_vectors();
        for (filter, sums) in sums.chunks_exact_mut(self.kernel[0] * run).enumerate() {
            let (places, gradients) = lists.list(filter);
            for (ky, sums) in sums.chunks_exact_mut(run).enumerate() {
                let (source, target) = (&x[ky * pitch..], &mut sums[4 * first..][..4 * NV]);
                // SAFETY: the caller's promise.
                unsafe { add_all::<NV>(1, source, places, gradients, target) };
            }
        }
    }

    /// `dw` (HWIO) += what `backward_weights_winners` has added up.
    #[inline(never)]
    pub fn finish_weights_winners(&self, sums: &[f32], dw: &mut [f32]) {
        check::exact("sums", sums.len(), self.winners_gradient_len());
        check::exact("dw", dw.len(), self.weights_len());
        let (run, n) = (self.kernel[1] * self.input[2], self.filters);
        let row = self.run_vectors() * 4;
        let size = self.kernel[0] * row;
        for filter in (0..n).step_by(4) {
            let count = (n - filter).min(4);
            let of = |i: usize, at: usize| {
                // Beyond the last filter any other will do: it is not stored.
                F32x4::load(&sums[(filter + i.min(count - 1)) * size + at..])
            };
            for (ky, first) in
                (0..self.kernel[0]).flat_map(|ky| (0..run).step_by(4).map(move |first| (ky, first)))
            {
                let at = ky * row + first;
                let columns = F32x4::transpose([of(0, at), of(1, at), of(2, at), of(3, at)]);
                for (i, value) in columns.into_iter().enumerate().take(run - first) {
                    let target = &mut dw[(ky * run + first + i) * n + filter..][..count];
                    if count == 4 {
                        (F32x4::load(target) + value).store(target);
                    } else {
                        (F32x4::load_partial(target) + value).store_partial(target);
                    }
                }
            }
        }
    }
}
