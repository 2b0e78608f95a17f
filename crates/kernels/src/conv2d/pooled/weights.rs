//! The weight gradient: of every live maximum, its patch times its gradient, filter by filter.

use super::lists::{Run, Sums, groups};
use super::work::Work;
use crate::check;
use crate::conv2d::Conv2d;
use crate::simd::F32x4;

impl Conv2d {
    /// Adds what the live maxima of `work` give to `sums`; `x` are their images, as the maxima's places count.
    ///
    /// # Safety
    /// Every maximum's patch lies in `x`, which goes on for `SLACK` more elements.
    pub(super) unsafe fn large_weights(&self, x: &[f32], work: &mut Work, sums: &mut [f32]) {
        let size = self.kernel[0] * self.run_vectors() * 4;
        let ends = &mut work.ends[..self.filters];
        ends.fill(0);
        let live = &work.live;
        for &filter in &live.filters[..live.count] {
            ends[filter as usize] += 1;
        }
        let (mut begin, mut runs) = (0, 0);
        for (filter, end) in ends.iter_mut().enumerate() {
            let count = *end;
            work.runs[runs] = Run {
                begin,
                end: begin + count,
                target: (filter * size) as u32,
            };
            *end = begin;
            begin += count;
            runs += usize::from(count > 0);
        }
        let places = live.places[..live.count].iter().zip(&*live.gradients);
        for (&filter, (&place, &gradient)) in live.filters.iter().zip(places) {
            let at = ends[filter as usize] as usize;
            (work.terms.places[at], work.terms.gradients[at]) = (place, gradient);
            ends[filter as usize] += 1;
        }
        let [_, width, channels] = self.padded_input();
        for ky in 0..self.kernel[0] {
            groups(self.run_vectors(), |first, vectors| {
                let (x, sums) = (
                    &x[ky * width * channels + 4 * first..],
                    &mut sums[(ky * self.run_vectors() + first) * 4..],
                );
                let sums = Sums {
                    runs: &work.runs[..runs],
                    terms: &work.terms,
                    source: x.as_ptr(),
                    target: sums.as_mut_ptr(),
                };
                // SAFETY: patches lie in `x`, and their runs end at most three floats behind it; `sums` has `size`
                // elements a filter.
                unsafe { sums.add(vectors) };
            });
        }
    }

    /// `dw` (HWIO) += what `backward_pooled` has added up.
    #[inline(never)]
    pub fn finish_weights_pooled(&self, sums: &[f32], dw: &mut [f32]) {
        check::exact("sums", sums.len(), self.pooled_gradient_len());
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
