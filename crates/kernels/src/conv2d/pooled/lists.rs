//! Live maxima in lists, made without a branch, and the sums over lists that stay in registers.

use crate::simd::{F32x4, U32x4};
use std::ops::Range;

/// Vectors that are summed in registers at once.
const GROUP: usize = 8;

/// The terms of sums: `gradients[i] · source[places[i] ..]`.
pub(super) struct Terms<'a> {
    pub(super) places: &'a mut [u32],
    pub(super) gradients: &'a mut [f32],
}

/// Lanes that may be written behind the last of a list.
pub(super) const LANES: usize = 4;

/// Maxima that have a gradient: of which filter, where their patch begins, their gradient.
pub(super) struct Live<'a> {
    pub(super) filters: &'a mut [u32],
    pub(super) places: &'a mut [u32],
    pub(super) gradients: &'a mut [f32],
    pub(super) count: usize,
}

impl Live<'_> {
    /// Takes in those of four that have a gradient.
    #[inline(always)]
    pub(super) fn push(&mut self, filters: U32x4, gradients: F32x4, places: U32x4) {
        let bits = gradients.eq(F32x4::zero()).bits() ^ 15;
        let at = self.count;
        filters.compress(bits).store(&mut self.filters[at..]);
        places.compress(bits).store(&mut self.places[at..]);
        let gradients = F32x4::from_bits(gradients.to_bits().compress(bits));
        gradients.store(&mut self.gradients[at..]);
        self.count = at + bits.count_ones() as usize;
    }
}

impl Terms<'_> {
    /// Appends at `at` those of the live maxima `from` whose place is `own`; returns where they end.
    /// A term's place is its filter times `step` less `behind`.
    ///
    /// A function by itself: inlined, V8 works out its arguments anew for every four.
    #[inline(never)]
    pub(super) fn append(
        &mut self,
        mut at: usize,
        live: &Live,
        from: Range<usize>,
        own: U32x4,
        [step, behind]: [U32x4; 2],
    ) -> usize {
        let room = at + from.len() + LANES;
        assert!(room <= self.places.len() && room <= self.gradients.len());
        // Whole fours: what is read behind the last lies in another window.
        let end = from.start + from.len().next_multiple_of(LANES);
        assert!(end <= live.places.len());
        let (filters, places) = (live.filters.as_ptr(), live.places.as_ptr());
        let (gradients, target) = (live.gradients.as_ptr(), self.places.as_mut_ptr());
        let target_gradients = self.gradients.as_mut_ptr();
        // SAFETY: four words are there, as was checked; floats and words have one size and alignment.
        let load = |source: *const u32, i| unsafe {
            F32x4::load_unchecked(source.add(i).cast()).to_bits()
        };
        for i in from.step_by(LANES) {
            // SAFETY: the lists of live maxima are of one length, and there is room for all of `from` and four more.
            unsafe {
                let bits = load(places, i).eq(own).bits();
                let place = (load(filters, i) * step - behind).compress(bits);
                let gradient = load(gradients.cast(), i).compress(bits);
                F32x4::from_bits(place).store_unchecked(target.add(at).cast());
                F32x4::from_bits(gradient).store_unchecked(target_gradients.add(at));
                at += bits.count_ones() as usize;
            }
        }
        at
    }
}

/// Terms `begin .. end` (never none) belong to what stands at `target`.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) begin: u32,
    pub(super) end: u32,
    pub(super) target: u32,
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

/// Runs to add up, and where they find what they name.
pub(super) struct Sums<'a> {
    pub(super) runs: &'a [Run],
    pub(super) terms: &'a Terms<'a>,
    pub(super) source: *const f32,
    pub(super) target: *mut f32,
}

impl Sums<'_> {
    /// `target[run.target ..] += Σ gradient · source[place ..]` over `4 · vectors` (8, 4, 2 or 1) elements, for all runs.
    ///
    /// # Safety
    /// No run is empty, and all are in `terms`. So many elements may be read from `source` at every place (taken as i32: a
    /// place may lie before), read and written from `target` at every run's.
    pub(super) unsafe fn add(&self, vectors: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            match vectors {
                8 => self.add_vectors::<8>(),
                4 => self.add_vectors::<4>(),
                2 => self.add_vectors::<2>(),
                _ => self.add_vectors::<1>(),
            }
        }
    }

    /// One loop over all terms, not one over runs and in it one over terms: a small innermost loop would be unrolled by
    /// V8, which then reads all eight vectors before it uses the first, and runs out of registers. The test for the end of a
    /// run stands at the top, or the compiler makes two loops of it again.
    ///
    /// # Safety
    /// As for `add`.
    #[inline(never)]
    unsafe fn add_vectors<const NV: usize>(&self) {
        let Some(first) = self.runs.first() else {
            return;
        };
        // SAFETY: the caller's promise.
        unsafe {
            let (mut run, end) = (self.runs.as_ptr(), self.runs.as_ptr_range().end);
            let (places, gradients) = (self.terms.places.as_ptr(), self.terms.gradients.as_ptr());
            let source = self.source;
            let (mut term, mut last) = (first.begin as usize, first.end as usize);
            let mut target = self.target.wrapping_add(first.target as usize);
            let mut sums: [F32x4; NV] =
                std::array::from_fn(|v| F32x4::load_unchecked(target.add(4 * v)));
            loop {
                if term == last {
                    for (v, sum) in sums.iter().enumerate() {
                        sum.store_unchecked(target.add(4 * v));
                    }
                    run = run.add(1);
                    if run == end {
                        return;
                    }
                    (term, last) = ((*run).begin as usize, (*run).end as usize);
                    target = self.target.wrapping_add((*run).target as usize);
                    sums = std::array::from_fn(|v| F32x4::load_unchecked(target.add(4 * v)));
                }
                let row = source.wrapping_offset(*places.add(term) as i32 as isize);
                let gradient = F32x4::splat_unchecked(gradients.add(term));
                for (v, sum) in sums.iter_mut().enumerate() {
                    *sum = *sum + gradient * F32x4::load_unchecked(row.add(4 * v));
                }
                term += 1;
            }
        }
    }
}
