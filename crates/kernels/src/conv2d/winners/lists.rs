//! Winners in lists, made without a branch, and the sums over a list that stay in registers.

use crate::check;
use crate::conv2d::Conv2d;
use crate::simd::F32x4;

/// Vectors of a run that are summed in registers at once.
const GROUP: usize = 8;

/// Lists of live winners: how many, which, their gradients.
pub(super) struct Lists<'a> {
    counts: &'a mut [u32],
    places: &'a mut [u32],
    gradients: &'a mut [f32],
    capacity: usize,
}

impl Lists<'_> {
    pub(super) fn clear(&mut self) {
        self.counts.fill(0);
    }

    /// Adds to list `list`; what has no gradient is overwritten by the next.
    ///
    /// # Safety
    /// `list` is one of the lists, and has fewer than `capacity` places.
    #[inline(always)]
    pub(super) unsafe fn push(&mut self, list: usize, place: u32, gradient: f32) {
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
    pub(super) fn list(&self, list: usize) -> (&[u32], &[f32]) {
        let (start, len) = (list * self.capacity, self.counts[list] as usize);
        (
            &self.places[start..start + len],
            &self.gradients[start..start + len],
        )
    }
}

impl Conv2d {
    /// `count` lists of up to `capacity` winners.
    pub(super) fn lists<'a>(
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
}

/// Cuts `vectors` into groups that fit in registers: `f(first vector, vectors)` with 8, 4, 2 or 1 of them.
#[inline(always)]
pub(super) fn groups(vectors: usize, mut f: impl FnMut(usize, usize)) {
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
pub(super) unsafe fn add_all<const NV: usize>(
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
