//! Tiles between images and points: what a tile reads, what it writes, cut at the image's border.
//!
//! Four channels at a time; the points of a tile lie `pitch` apart, one matrix of tiles × channels a point. Where each
//! element lies is worked out once a tile: what is outside of the image is read from a row of zeros and written to a row
//! that nobody reads, so that the loop over channels has no branches.

use super::lines::{self, both_axes};
use super::{M, T};
use crate::gemm::NR;
use crate::simd::F32x4;

/// An image `[height, width, channels]` and the place of a tile in it: the first row and column may lie outside.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub size: [usize; 3],
    pub row: isize,
    pub column: isize,
}

impl Place {
    /// Offsets of the tile's `N × N` elements in the image; `None` outside.
    #[inline(always)]
    fn offsets<const N: usize>(&self) -> [[Option<usize>; N]; N] {
        let [height, width, channels] = self.size;
        let inside = |first: isize, i: usize, length: usize| {
            let at = first + i as isize;
            (0..length as isize).contains(&at).then_some(at as usize)
        };
        std::array::from_fn(|row| {
            let row = inside(self.row, row, height);
            std::array::from_fn(|column| {
                let column = inside(self.column, column, width)?;
                Some((row? * width + column) * channels)
            })
        })
    }
}

/// `v = Bᵀ·d·B` of a `T × T` tile of `x`, zeros outside.
///
/// # Safety
/// `x` holds an image of `place.size`, whose channels are a multiple of 4, and `zeros` as many zeros; `v` may be written
/// at `point·pitch + 0 .. channels` for every point.
pub(super) unsafe fn input(
    x: *const f32,
    zeros: *const f32,
    place: Place,
    v: *mut f32,
    pitch: usize,
) {
    // SAFETY: the caller's promises.
    unsafe { transform::<T, T>(x, zeros, place, lines::input, v, pitch, |channel| channel) }
}

/// `dm = A·dy·Aᵀ` of an `M × M` tile of gradients, zeros outside; eight channels stand together, `panel` elements
/// from the next eight.
///
/// # Safety
/// As for `input`, but `dm` may be written at `point·pitch + channel / 8·panel + channel % 8`.
pub(super) unsafe fn output_transposed(
    dy: *const f32,
    zeros: *const f32,
    place: Place,
    dm: *mut f32,
    pitch: usize,
    panel: usize,
) {
    let at = |channel: usize| channel / NR * panel + channel % NR;
    // SAFETY: the caller's promises.
    unsafe { transform::<M, T>(dy, zeros, place, lines::output_transposed, dm, pitch, at) }
}

/// # Safety
/// As for `input`, but `v` may be written at `point·pitch + at(channel)`.
#[inline(always)]
unsafe fn transform<const FROM: usize, const TO: usize>(
    x: *const f32,
    zeros: *const f32,
    place: Place,
    line: impl Fn(lines::Line) -> lines::Line + Copy,
    v: *mut f32,
    pitch: usize,
    at: impl Fn(usize) -> usize,
) {
    // SAFETY: offsets lie inside of the image.
    let from = (place.offsets::<FROM>())
        .map(|row| row.map(|at| at.map_or(zeros, |at| unsafe { x.add(at) })));
    for channel in (0..place.size[2]).step_by(4) {
        // SAFETY: the caller's promise about `v`.
        let v = unsafe { v.add(at(channel)) };
        both_axes::<FROM, TO>(
            // SAFETY: four channels from `channel` on exist, in the image as in `zeros`.
            |row, column| unsafe { F32x4::load_unchecked(from[row][column].add(channel)) },
            line,
            // SAFETY: the caller's promise about `v`.
            |row, column, value| unsafe {
                value.store_unchecked(v.add((row * TO + column) * pitch));
            },
        );
    }
}

/// `Aᵀ·m·A` of a tile of products, each value through `finish(value, channel)`, to the part of `y` that lies inside.
///
/// # Safety
/// `m` may be read at `point·pitch + 0 .. channels` for every point; `y` holds an image of `place.size`, whose channels
/// are a multiple of 4, and may be written, as may `trash`, which is as long as the channels.
#[inline(always)]
pub(super) unsafe fn output(
    m: *const f32,
    pitch: usize,
    place: Place,
    finish: impl Fn(F32x4, usize) -> F32x4,
    y: *mut f32,
    trash: *mut f32,
) {
    // SAFETY: offsets lie inside of the image.
    let to =
        (place.offsets::<M>()).map(|row| row.map(|at| at.map_or(trash, |at| unsafe { y.add(at) })));
    for channel in (0..place.size[2]).step_by(4) {
        both_axes::<T, M>(
            // SAFETY: the caller's promise about `m`.
            |row, column| unsafe {
                F32x4::load_unchecked(m.add((row * T + column) * pitch + channel))
            },
            lines::output,
            // SAFETY: four channels from `channel` on exist, in the image as in `trash`.
            |row, column, value| unsafe {
                finish(value, channel).store_unchecked(to[row][column].add(channel));
            },
        );
    }
}

/// `Aᵀ·m·A` of a tile of products, four channels of it.
///
/// # Safety
/// `m` may be read at `point·pitch + 0 .. 4` for every point.
#[inline(always)]
pub(super) unsafe fn outputs(m: *const f32, pitch: usize) -> [[F32x4; M]; M] {
    let mut y = [[F32x4::zero(); M]; M];
    both_axes::<T, M>(
        // SAFETY: the caller's promise.
        |row, column| unsafe { F32x4::load_unchecked(m.add((row * T + column) * pitch)) },
        lines::output,
        |row, column, value| y[row][column] = value,
    );
    y
}
