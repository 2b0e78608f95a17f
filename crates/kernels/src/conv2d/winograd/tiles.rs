//! Tiles between images and points: what a tile reads, what it writes, cut at the image's border.
//!
//! Four channels at a time; the points of a tile lie `pitch` apart, one matrix of tiles × channels a point.

use super::lines::{self, both_axes};
use crate::simd::F32x4;

/// An image `[height, width, channels]` and the place of a tile in it: the first row and column may lie outside.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub size: [usize; 3],
    pub row: isize,
    pub column: isize,
}

impl Place {
    /// Which of the lines from `first` on lie inside of `length`.
    #[inline(always)]
    fn inside(first: isize, length: usize) -> [bool; 6] {
        std::array::from_fn(|i| (0..length as isize).contains(&(first + i as isize)))
    }

    /// Visits the tile's channels, four at a time: `f(offset of the tile's corner, rows and columns that exist)`.
    #[inline(always)]
    fn channels(&self, mut f: impl FnMut(usize, isize, &[bool; 6], &[bool; 6])) {
        let [height, width, channels] = self.size;
        let rows = Self::inside(self.row, height);
        let columns = Self::inside(self.column, width);
        let corner = (self.row * width as isize + self.column) * channels as isize;
        for channel in (0..channels).step_by(4) {
            f(channel, corner + channel as isize, &rows, &columns);
        }
    }
}

/// `v = Bᵀ·d·B` of a `T × T` tile of `x`, zeros outside.
///
/// # Safety
/// `x` holds an image of `place.size`, whose channels are a multiple of 4; `v` may be written at
/// `point·pitch + 0 .. channels` for every point.
pub(super) unsafe fn input<const T: usize>(x: *const f32, place: Place, v: *mut f32, pitch: usize) {
    let [_, width, channels] = place.size;
    place.channels(|channel, corner, rows, columns| {
        both_axes::<T, T>(
            |row, column| {
                if rows[row] && columns[column] {
                    let at = corner + ((row * width + column) * channels) as isize;
                    // SAFETY: row and column lie inside of the image.
                    unsafe { F32x4::load_unchecked(x.offset(at)) }
                } else {
                    F32x4::zero()
                }
            },
            lines::input::<T>,
            // SAFETY: the caller's promise about `v`.
            |row, column, value| unsafe {
                value.store_unchecked(v.add((row * T + column) * pitch + channel));
            },
        );
    });
}

/// `dm = A·dy·Aᵀ` of a tile of gradients, zeros outside.
///
/// # Safety
/// As for `input`.
pub(super) unsafe fn output_transposed<const T: usize, const M: usize>(
    dy: *const f32,
    place: Place,
    dm: *mut f32,
    pitch: usize,
) {
    let [_, width, channels] = place.size;
    place.channels(|channel, corner, rows, columns| {
        both_axes::<M, T>(
            |row, column| {
                if rows[row] && columns[column] {
                    let at = corner + ((row * width + column) * channels) as isize;
                    // SAFETY: row and column lie inside of the image.
                    unsafe { F32x4::load_unchecked(dy.offset(at)) }
                } else {
                    F32x4::zero()
                }
            },
            lines::output_transposed::<T>,
            // SAFETY: the caller's promise about `dm`.
            |row, column, value| unsafe {
                value.store_unchecked(dm.add((row * T + column) * pitch + channel));
            },
        );
    });
}

/// `Aᵀ·m·A` of a tile of products, four channels of it.
///
/// # Safety
/// `m` may be read at `point·pitch + 0 .. 4` for every point.
#[inline(always)]
pub(super) unsafe fn output<const T: usize, const M: usize>(
    m: *const f32,
    pitch: usize,
) -> [[F32x4; 4]; 4] {
    let mut y = [[F32x4::zero(); 4]; 4];
    both_axes::<T, M>(
        // SAFETY: the caller's promise.
        |row, column| unsafe { F32x4::load_unchecked(m.add((row * T + column) * pitch)) },
        lines::output::<T>,
        |row, column, value| y[row][column] = value,
    );
    y
}

/// Writes the part of an `M × M` tile that lies inside.
///
/// # Safety
/// `y` holds an image of `place.size` and may be written.
#[inline(always)]
pub(super) unsafe fn store<const M: usize>(
    tile: [[F32x4; 4]; 4],
    place: Place,
    channel: usize,
    y: *mut f32,
) {
    let [height, width, channels] = place.size;
    let (top, left) = (place.row as usize, place.column as usize);
    for (row, values) in tile.into_iter().enumerate().take(M) {
        for (column, value) in values.into_iter().enumerate().take(M) {
            if top + row < height && left + column < width {
                let at = ((top + row) * width + left + column) * channels + channel;
                // SAFETY: row and column lie inside of the image.
                unsafe { value.store_unchecked(y.add(at)) };
            }
        }
    }
}
