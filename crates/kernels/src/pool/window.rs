//! The windows of a pooling of one NHWC image: their shape, and which part of the image each one sees.

/// The shape of a pooling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pool2d {
    /// Height, width and channels of the input, without padding.
    pub input: [usize; 3],
    /// Height and width of the window.
    pub pool: [usize; 2],
    /// Vertical and horizontal step.
    pub strides: [usize; 2],
    /// Rows above and below, columns left and right; each less than the window, so that no window is empty.
    pub padding: [usize; 4],
}

/// One window cut to the image.
pub(super) struct Window {
    /// Offset of its first pixel.
    pub(super) start: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Floats of a row of the image.
    pub(super) pitch: usize,
    pub(super) channels: usize,
}

impl Pool2d {
    /// Height, width and channels of the output. Panics when a window does not fit or could be empty.
    pub fn output(&self) -> [usize; 3] {
        let size = |axis: usize| {
            let (pool, stride, length) = (self.pool[axis], self.strides[axis], self.input[axis]);
            let (before, after) = (self.padding[2 * axis], self.padding[2 * axis + 1]);
            let padded = before + length + after;
            assert!(
                1 <= pool && pool <= padded && 1 <= stride && 1 <= length,
                "pooling: window {pool} with stride {stride} does not fit in {padded} (padding included)"
            );
            assert!(
                before.max(after) < pool,
                "pooling: padding {before}, {after} leaves windows of {pool} empty"
            );
            (padded - pool) / stride + 1
        };
        [size(0), size(1), self.input[2]]
    }

    /// The window of output `[row, column]`.
    #[inline(always)]
    pub(super) fn window(&self, row: usize, column: usize) -> Window {
        let clip = |axis: usize, position: usize| {
            let start = position * self.strides[axis];
            let before = self.padding[2 * axis];
            let end = (start + self.pool[axis] - before).min(self.input[axis]);
            (start.saturating_sub(before), end)
        };
        let [_, width, channels] = self.input;
        let ((top, bottom), (left, right)) = (clip(0, row), clip(1, column));
        Window {
            start: (top * width + left) * channels,
            rows: bottom - top,
            columns: right - left,
            pitch: width * channels,
            channels,
        }
    }
}

impl Window {
    /// Tells the offset of each of its cells, in row-major order.
    #[inline(always)]
    pub(super) fn cells(&self, mut f: impl FnMut(usize)) {
        for row in 0..self.rows {
            for column in 0..self.columns {
                f(self.start + row * self.pitch + column * self.channels);
            }
        }
    }
}
