//! Gradients of a convolution with 2 × 2 max pooling behind: only winners have one, at most a quarter of the outputs.
//!
//! Each live winner (gradient not zero, so relu and dropout count too) is one multiple of its patch added to the weight
//! gradient, and one multiple of its filter's kernel added to the patch's gradient. Winners are first gathered in lists
//! without a branch; then sums of whole runs stay in registers while a list is gone through. A sum adds in the order
//! of the windows, within a window in the order of the filters.

use super::Conv2d;
use crate::check;
use crate::simd::F32x4;

/// Vectors of a run that are summed in registers at once.
const GROUP: usize = 8;

/// Registers that the sums of a whole kernel may take.
const SUMS: usize = 12;

/// Lists of live winners: how many, which, their gradients.
struct Lists<'a> {
    counts: &'a mut [u32],
    places: &'a mut [u32],
    gradients: &'a mut [f32],
    capacity: usize,
}

impl Lists<'_> {
    fn clear(&mut self) {
        self.counts.fill(0);
    }

    /// Adds to list `list`; what has no gradient is overwritten by the next.
    ///
    /// # Safety
    /// `list` is one of the lists, and has fewer than `capacity` places.
    #[inline(always)]
    unsafe fn push(&mut self, list: usize, place: u32, gradient: f32) {
        // SAFETY: the caller's promise; `Conv2d::lists` has checked that all lists have room for `capacity`.
        unsafe {
            let count = self.counts.get_unchecked_mut(list);
            let at = list * self.capacity + *count as usize;
            *self.places.get_unchecked_mut(at) = place;
            *self.gradients.get_unchecked_mut(at) = gradient;
            *count += u32::from(gradient != 0.0);
        }
    }

    #[inline(always)]
    fn list(&self, list: usize) -> (&[u32], &[f32]) {
        let (start, len) = (list * self.capacity, self.counts[list] as usize);
        (
            &self.places[start..start + len],
            &self.gradients[start..start + len],
        )
    }
}

impl Conv2d {
    /// Vectors that hold a run: the inputs of a kernel's row.
    fn run_vectors(&self) -> usize {
        (self.kernel[1] * self.input[2]).div_ceil(4)
    }

    /// Whether the sums of one filter's whole kernel fit in registers.
    fn is_small(&self) -> bool {
        self.kernel[0] * self.run_vectors() <= SUMS && self.run_vectors() <= 3
    }

    fn windows(&self) -> usize {
        let [rows, columns, _] = self.pooled();
        rows * columns
    }

    /// Elements of f32 and of u32 that the gradients need as working memory, with or without that of the input.
    pub fn winners_scratch_len(&self, input_gradient: bool) -> (usize, usize) {
        let (windows, mut lists, mut counts) = (self.windows(), 0, 0);
        if !self.is_small() {
            (lists, counts) = (windows * self.filters, self.filters);
        }
        if input_gradient {
            (lists, counts) = (4 * windows * self.filters, counts.max(4 * windows));
        }
        (lists, lists + counts)
    }

    fn lists<'a>(
        &self,
        count: usize,
        capacity: usize,
        scratch: &'a mut [f32],
        indices: &'a mut [u32],
    ) -> Lists<'a> {
        check::at_least("scratch", scratch.len(), count * capacity);
        check::at_least("indices", indices.len(), count + count * capacity);
        let (counts, places) = indices.split_at_mut(count);
        Lists {
            counts,
            places,
            gradients: scratch,
            capacity,
        }
    }

    /// Elements of the weight gradient while it is added up: `[filter][kernel row][run, filled up to vectors]`.
    pub fn winners_gradient_len(&self) -> usize {
        self.filters * self.kernel[0] * self.run_vectors() * 4
    }

    /// Elements of x that may be read behind the padded image; what they hold does not count.
    pub const SLACK: usize = 4;

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

    /// All sums of a filter in registers at once, over all windows: no lists, zeros are added.
    fn small_weights(&self, x: &[f32], dy: &[f32], winners: &[u32], sums: &mut [f32]) {
        // SAFETY: backward_weights_winners has checked all lengths, and that patches lie inside.
        unsafe {
            match (self.kernel[0], self.run_vectors()) {
                (1, 1) => self.small::<1, 1>(x, dy, winners, sums),
                (2, 1) => self.small::<2, 1>(x, dy, winners, sums),
                (3, 1) => self.small::<3, 1>(x, dy, winners, sums),
                (4, 1) => self.small::<4, 1>(x, dy, winners, sums),
                (5, 2) => self.small::<5, 2>(x, dy, winners, sums),
                (3, 3) => self.small::<3, 3>(x, dy, winners, sums),
                (rows, vectors) => {
                    for row in 0..rows {
                        for vector in 0..vectors {
                            self.small_part(row, vector, x, dy, winners, sums);
                        }
                    }
                }
            }
        }
    }

    /// # Safety
    /// Lengths as in `backward_weights_winners`; every winner's patch lies in the image.
    #[inline(never)]
    unsafe fn small<const KH: usize, const NV: usize>(
        &self,
        x: &[f32],
        dy: &[f32],
        winners: &[u32],
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
                winners.as_ptr().wrapping_add(filter),
            );
            for _ in 0..dy.len() / n {
                // SAFETY: one gradient and one winner a window; runs end at most three floats behind the image.
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
        winners: &[u32],
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
                    unsafe { F32x4::load_unchecked(x.as_ptr().add(winners[at] as usize + offset)) };
                total = total + F32x4::splat(dy[at]) * value;
            }
            total.store(target);
        }
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

/// Cuts `vectors` into groups that fit in registers: `f(first vector, vectors)` with 8, 4, 2 or 1 of them.
#[inline(always)]
fn groups(vectors: usize, mut f: impl FnMut(usize, usize)) {
    let (mut first, mut size) = (0, GROUP);
    while first < vectors {
        while size > vectors - first {
            size /= 2;
        }
        f(first, size);
        first += size;
    }
}

/// `target += Σ gradients[e] · source[places[e] · step ..]` over `NV` vectors.
///
/// # Safety
/// For every place, `NV` vectors may be read from `source` at `place · step`.
#[inline(always)]
unsafe fn add_all<const NV: usize>(
    step: usize,
    source: &[f32],
    places: &[u32],
    gradients: &[f32],
    target: &mut [f32],
) {
    let target = &mut target[..4 * NV];
    let mut sums: [F32x4; NV] = std::array::from_fn(|v| F32x4::load(&target[4 * v..]));
    for (&place, gradient) in places.iter().zip(gradients) {
        // SAFETY: the caller's promise.
        unsafe {
            let gradient = F32x4::splat_unchecked(gradient);
            let row = source.as_ptr().add(place as usize * step);
            for (v, sum) in sums.iter_mut().enumerate() {
                *sum = *sum + gradient * F32x4::load_unchecked(row.add(4 * v));
            }
        }
    }
    for (value, target) in sums.into_iter().zip(target.chunks_exact_mut(4)) {
        value.store(target);
    }
}
