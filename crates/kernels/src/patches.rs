//! A matrix that need not exist: one row per position of a grid, one column per input a position reads.
//!
//! Position (y, x) starts at `y·row_stride + x·column_stride` and reads `segments` runs of `run` neighbours,
//! `segment_stride` apart. With kx and ci forming one run, that is a convolution's im2col matrix without a copy;
//! with one segment it is an ordinary matrix. So products of both kinds share their register tiles.

use crate::check;

/// A view on `data`; the constructor has checked that every element it names lies inside.
#[derive(Clone, Copy)]
pub(crate) struct Patches<'a> {
    data: &'a [f32],
    pub rows: usize,
    pub columns: usize,
    pub row_stride: usize,
    pub column_stride: usize,
    pub segments: usize,
    pub run: usize,
    pub segment_stride: usize,
}

impl<'a> Patches<'a> {
    /// An ordinary `m × k` matrix with rows `stride` apart.
    #[track_caller]
    pub fn matrix(name: &str, data: &'a [f32], m: usize, k: usize, stride: usize) -> Self {
        check::matrix(name, data.len(), m, k, stride);
        Self {
            data,
            rows: 1,
            columns: m,
            row_stride: 0,
            column_stride: stride,
            segments: 1,
            run: k,
            segment_stride: 0,
        }
    }

    /// The patches of an image `[_, width, channels]` under a kernel `[kh, kw]`, for an output `[rows, columns]`.
    #[track_caller]
    pub fn image(
        data: &'a [f32],
        width: usize,
        channels: usize,
        kernel: [usize; 2],
        strides: [usize; 2],
        output: [usize; 2],
    ) -> Self {
        let pitch = width * channels;
        let [rows, columns] = output;
        let patches = Self {
            data,
            rows,
            columns,
            row_stride: strides[0] * pitch,
            column_stride: strides[1] * channels,
            segments: kernel[0],
            run: kernel[1] * channels,
            segment_stride: pitch,
        };
        if patches.positions() > 0 && patches.depth() > 0 {
            let last = (rows - 1) * patches.row_stride
                + (columns - 1) * patches.column_stride
                + (kernel[0] - 1) * pitch
                + patches.run;
            check::at_least("x", data.len(), last);
        }
        patches
    }

    /// Rows of the matrix.
    #[inline(always)]
    pub fn positions(&self) -> usize {
        self.rows * self.columns
    }

    /// Columns of the matrix.
    #[inline(always)]
    pub fn depth(&self) -> usize {
        self.segments * self.run
    }

    /// Where the data starts; offsets of existing elements may be read from it.
    #[inline(always)]
    pub fn start(&self) -> *const f32 {
        self.data.as_ptr()
    }

    /// The offset of column `k` from a position's start.
    #[inline(always)]
    pub fn tap(&self, k: usize) -> usize {
        k / self.run * self.segment_stride + k % self.run
    }

    /// `tap` of every column, in order, without divisions.
    pub fn taps(&self) -> impl Iterator<Item = usize> {
        let (run, stride) = (self.run, self.segment_stride);
        (0..self.segments).flat_map(move |segment| segment * stride..segment * stride + run)
    }

    /// A walk over the positions' offsets in row-major order.
    #[inline(always)]
    pub fn walk(&self) -> Walk {
        Walk {
            offset: 0,
            left: self.columns,
            columns: self.columns,
            step: self.column_stride,
            row_step: self.row_stride,
            row: 0,
        }
    }
}

/// Offsets of positions, one after the other, without divisions.
pub(crate) struct Walk {
    offset: usize,
    left: usize,
    columns: usize,
    step: usize,
    row_step: usize,
    row: usize,
}

impl Walk {
    /// The offset of the current position; then goes to the next.
    #[inline(always)]
    pub fn advance(&mut self) -> usize {
        let current = self.offset;
        self.left -= 1;
        self.offset += self.step;
        if self.left == 0 {
            self.left = self.columns;
            self.row += self.row_step;
            self.offset = self.row;
        }
        current
    }
}
