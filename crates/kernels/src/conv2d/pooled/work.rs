//! Working memory of the maxima's gradients, and the maxima that it begins with.

use super::lists::{LANES, Live, Run, Terms};
use crate::conv2d::Conv2d;
use crate::simd::{F32x4, U32x4};

/// Places in a window's list: its outputs going round (top left, top right, bottom right, bottom left, top left), and an end.
pub(super) const ROUND: usize = 6;

/// The live maxima of some images, and memory for the lists made of them.
pub(super) struct Work<'a> {
    pub(super) live: Live<'a>,
    pub(super) terms: Terms<'a>,
    /// Where every window's live maxima end; later, where every filter's terms do.
    pub(super) ends: &'a mut [u32],
    /// Where every window's terms going round start, and where its first patch does.
    pub(super) starts: &'a mut [u32],
    pub(super) corners: &'a mut [u32],
    pub(super) runs: &'a mut [Run],
}

/// Elements of the lists of `Work`.
struct Room {
    live: usize,
    /// The first output's terms stand twice in a round.
    terms: usize,
    windows: usize,
    /// Of windows or filters, whichever are more.
    lists: usize,
}

impl Room {
    fn of(conv: &Conv2d, images: usize) -> Self {
        let (maxima, windows) = (images * conv.pooled_len(), images * conv.windows());
        Self {
            live: maxima + LANES,
            terms: 2 * maxima + LANES,
            windows,
            lists: windows.max(conv.filters),
        }
    }
}

impl<'a> Work<'a> {
    pub(super) fn new(conv: &Conv2d, images: usize, mut scratch: &'a mut [u32]) -> Self {
        let (room, words) = (Room::of(conv, images), &mut scratch);
        Self {
            live: Live {
                filters: take(words, room.live),
                places: take(words, room.live),
                gradients: take(words, room.live),
                count: 0,
            },
            terms: Terms {
                places: take(words, room.terms),
                gradients: take(words, room.terms),
            },
            ends: take(words, room.lists),
            starts: take(words, ROUND * room.windows),
            corners: take(words, room.windows),
            runs: take(words, room.lists),
        }
    }

    /// Words that `new` takes.
    pub(super) fn len(conv: &Conv2d, images: usize) -> usize {
        let room = Room::of(conv, images);
        let run = size_of::<Run>() / size_of::<u32>();
        3 * room.live + 2 * room.terms + (ROUND + 1) * room.windows + (1 + run) * room.lists
    }

    /// Gathers the maxima that have a gradient, in the order of the windows and filters.
    #[inline(never)]
    pub(super) fn gather(&mut self, conv: &Conv2d, dy: &[f32], argmax: &[u32]) {
        let n = conv.filters;
        let image = conv.padded_input().iter().product::<usize>();
        let windows = conv.windows();
        let live = &mut self.live;
        live.count = 0;
        for (window, (dy, argmax)) in dy.chunks_exact(n).zip(argmax.chunks_exact(n)).enumerate() {
            let first = U32x4::splat((window / windows * image) as u32);
            let mut filters = U32x4::from_array([0, 1, 2, 3]);
            let quads = dy.chunks_exact(4).zip(argmax.chunks_exact(4));
            for (gradients, argmax) in quads {
                live.push(filters, F32x4::load(gradients), first + U32x4::load(argmax));
                filters = filters + U32x4::splat(4);
            }
            let rest = n - n % 4;
            if rest < n {
                let mut last = [0; 4];
                last[..n - rest].copy_from_slice(&argmax[rest..]);
                let gradients = F32x4::load_partial(&dy[rest..]);
                live.push(filters, gradients, first + U32x4::from_array(last));
            }
            self.ends[window] = live.count as u32;
        }
        // Four are read at once: what stands behind the last is nobody's.
        live.places[live.count..][..LANES].fill(u32::MAX);
    }
}

/// Takes `count` of a kind off the working memory.
fn take<'a, T: Words>(scratch: &mut &'a mut [u32], count: usize) -> &'a mut [T] {
    let words = count * size_of::<T>() / size_of::<u32>();
    let (own, rest) = std::mem::take(scratch).split_at_mut(words);
    *scratch = rest;
    // SAFETY: `Words` promises that any words are a T, with u32's alignment.
    unsafe { std::slice::from_raw_parts_mut(own.as_mut_ptr().cast(), count) }
}

/// # Safety
/// Made of fields of four bytes for which any bits are a value.
unsafe trait Words: Copy {}
// SAFETY: one of four bytes.
unsafe impl Words for u32 {}
// SAFETY: one of four bytes.
unsafe impl Words for f32 {}
// SAFETY: its fields are u32.
unsafe impl Words for Run {}
