//! Tiles between images and points: what a tile reads, what it writes, cut at the image's border.
//!
//! Four channels at a time; the points of a tile lie `pitch` apart, one matrix of tiles × channels a point. Where each
//! element lies is worked out once a tile: what is outside of the image is read from a row of zeros and written to a row
//! that nobody reads, so that the loop over channels has no branches.

// Plain indices for the reason given in `lines`.
#![allow(clippy::needless_range_loop)]

use super::lines::{self, LONGEST, Line, both_axes, line_of};
use super::points::Points;
use crate::conv2d::epilogue::Epilogue;
use crate::gemm::packing::NR;
use crate::simd::F32x4;

/// An image `[height, width, channels]` and the place of a tile in it: the first row and column may lie outside.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub size: [usize; 3],
    pub row: isize,
    pub column: isize,
}

/// Offset of an element of a tile in its image; `OUTSIDE` where there is none.
type Offsets = [[usize; LONGEST]; LONGEST];
const OUTSIDE: usize = usize::MAX;

impl Place {
    fn offsets(&self, side: usize) -> Offsets {
        let [height, width, channels] = self.size;
        let mut offsets = [[OUTSIDE; LONGEST]; LONGEST];
        for (y, row) in offsets.iter_mut().enumerate().take(side) {
            let y = self.row + y as isize;
            for (x, offset) in row.iter_mut().enumerate().take(side) {
                let x = self.column + x as isize;
                if (0..height as isize).contains(&y) && (0..width as isize).contains(&x) {
                    *offset = (y as usize * width + x as usize) * channels;
                }
            }
        }
        offsets
    }
}

/// `v = Bᵀ·d·B` of a tile of `x`, zeros outside.
///
/// # Safety
/// `x` holds an image of `place.size`, whose channels are a multiple of 4, and `zeros` as many zeros; `v` may be written
/// at `point·pitch + 0 .. channels` for every point. `T` is Z + 2P + 1.
#[inline(never)]
pub(super) unsafe fn input<const Z: usize, const P: usize, const T: usize>(
    k: &Points,
    x: *const f32,
    zeros: *const f32,
    place: Place,
    v: *mut f32,
    pitch: usize,
) {
    let line = |d: &Line| lines::input::<Z, P>(k, d);
    // SAFETY: the caller's promises.
    unsafe { transform::<T, T>(x, zeros, place, line, v, pitch, |channel| channel) }
}

/// `dm = A·dy·Aᵀ` of an `M × M` tile of gradients, zeros outside; eight channels stand together, `panel` elements
/// from the next eight.
///
/// # Safety
/// As for `input`, but `dm` may be written at `point·pitch + channel / 8·panel + channel % 8`.
#[allow(clippy::too_many_arguments)]
#[inline(never)]
pub(super) unsafe fn output_transposed<
    const Z: usize,
    const P: usize,
    const T: usize,
    const M: usize,
>(
    k: &Points,
    dy: *const f32,
    zeros: *const f32,
    place: Place,
    dm: *mut f32,
    pitch: usize,
    panel: usize,
) {
    let at = |channel: usize| channel / NR * panel + channel % NR;
    let line = |y: &Line| lines::output_transposed::<Z, P, M>(k, y);
    // SAFETY: the caller's promises.
    unsafe { transform::<M, T>(dy, zeros, place, line, dm, pitch, at) }
}

/// # Safety
/// As for `input`, but `v` may be written at `point·pitch + at(channel)`.
#[inline(always)]
unsafe fn transform<const FROM: usize, const TO: usize>(
    x: *const f32,
    zeros: *const f32,
    place: Place,
    line: impl Fn(&Line) -> Line,
    v: *mut f32,
    pitch: usize,
    at: impl Fn(usize) -> usize,
) {
    let from = (place.offsets(FROM)).map(|row| {
        row.map(|offset| {
            if offset == OUTSIDE {
                zeros
            } else {
                // SAFETY: the offset lies inside of the image.
                unsafe { x.add(offset) }
            }
        })
    });
    let mut middle = [[F32x4::zero(); LONGEST]; LONGEST];
    for channel in (0..place.size[2]).step_by(4) {
        // SAFETY: the caller's promise about `v`.
        let v = unsafe { v.add(at(channel)) };
        both_axes::<FROM, TO>(
            &mut middle,
            |column| {
                // SAFETY: four channels from `channel` on exist, in the image as in `zeros`.
                line_of(FROM, |row| unsafe {
                    F32x4::load_unchecked(from[row][column].add(channel))
                })
            },
            &line,
            |row, values| {
                let mut point = v.wrapping_add(row * TO * pitch);
                for i in 0..TO {
                    // SAFETY: the caller's promise about `v`.
                    unsafe { values[i].store_unchecked(point) };
                    point = point.wrapping_add(pitch);
                }
            },
        );
    }
}

/// `Aᵀ·m·A` of a tile of products, with what `epilogue` says, to the part of `y` that lies inside.
///
/// # Safety
/// `m` may be read at `point·pitch + 0 .. channels` for every point; `y` holds an image of `place.size`, whose channels
/// are a multiple of 4, and may be written, as may `trash`, which is as long as the channels; so is the bias, if any. What is
/// added, if anything, is as long as `y`.
#[allow(clippy::too_many_arguments)]
#[inline(never)]
pub(super) unsafe fn output<const Z: usize, const P: usize, const T: usize, const M: usize>(
    k: &Points,
    m: *const f32,
    pitch: usize,
    place: Place,
    epilogue: Epilogue,
    y: *mut f32,
    trash: *mut f32,
) {
    let offsets = place.offsets(M);
    let place_in = |image: *mut f32| {
        offsets.map(|row| {
            row.map(|offset| {
                if offset == OUTSIDE {
                    trash
                } else {
                    // SAFETY: the offset lies inside of the image.
                    unsafe { image.add(offset) }
                }
            })
        })
    };
    let to = place_in(y);
    let added = (epilogue.added).map(|added| place_in(added.as_ptr().cast_mut()));
    let floor = epilogue.floor();
    let mut middle = [[F32x4::zero(); LONGEST]; LONGEST];
    for channel in (0..place.size[2]).step_by(4) {
        let (bias, [mean, scale, offset]) = (epilogue.bias(channel), epilogue.norm(channel));
        both_axes::<T, M>(
            &mut middle,
            |column| {
                let mut point = m.wrapping_add(column * pitch + channel);
                line_of(T, |_| {
                    // SAFETY: the caller's promise about `m`.
                    let value = unsafe { F32x4::load_unchecked(point) };
                    point = point.wrapping_add(T * pitch);
                    value
                })
            },
            |m| lines::output::<Z, P, M>(k, m),
            |row, values| {
                let mut values = *values;
                for i in 0..M {
                    values[i] = (values[i] + bias - mean) * scale + offset;
                }
                if let Some(added) = &added {
                    for i in 0..M {
                        // SAFETY: four channels from `channel` on exist, in the image as in `trash`.
                        let other = unsafe { F32x4::load_unchecked(added[row][i].add(channel)) };
                        values[i] = values[i] + other;
                    }
                }
                for i in 0..M {
                    let value = values[i].raise_to(floor);
                    // SAFETY: as above.
                    unsafe { value.store_unchecked(to[row][i].add(channel)) };
                }
            },
        );
    }
}
