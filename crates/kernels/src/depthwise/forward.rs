//! The forward pass: four neighbouring outputs of four channels in registers, with bias and relu in their store.
//!
//! Of the usual kernels, three columns wide, a row's inputs are read once for all four outputs.

use super::{DepthwiseConv2d, store};
use crate::activation::floor;
use crate::check;
use crate::simd::F32x4;

/// Outputs of a row that are made together.
const TOGETHER: usize = 4;

/// What the loops over one vector of channels need.
struct Lane<'a> {
    conv: &'a DepthwiseConv2d,
    /// First of its channels.
    channel: usize,
    /// Floats from a pixel of `x` to the next, and from a row to the next.
    lanes: usize,
    pitch: usize,
    x: *const f32,
    w: *const f32,
    start: F32x4,
    floor: F32x4,
}

impl DepthwiseConv2d {
    /// `y = relu?(bias + x ∗ w)` of an expanded image; `packed` comes from `pack`, `y` is overwritten.
    pub fn forward(
        &self,
        x: &[f32],
        packed: &[f32],
        bias: Option<&[f32]>,
        relu: bool,
        y: &mut [f32],
    ) {
        let ([rows, columns, channels], lanes) = (self.output(), self.lanes());
        let pitch = self.padded()[1] * lanes;
        check::at_least("x", x.len(), self.padded()[0] * pitch);
        check::at_least("packed", packed.len(), self.packed_len());
        check::exact("y", y.len(), rows * columns * channels);
        if let Some(bias) = bias {
            check::exact("bias", bias.len(), channels);
        }
        for channel in (0..channels).step_by(4) {
            let start = bias.map_or(F32x4::zero(), |bias| match bias.get(channel..channel + 4) {
                Some(bias) => F32x4::load(bias),
                None => F32x4::load_partial(&bias[channel..]),
            });
            let lane = Lane {
                conv: self,
                channel,
                lanes,
                pitch,
                x: x[channel..].as_ptr(),
                w: packed[channel..].as_ptr(),
                start,
                floor: floor(relu),
            };
            // SAFETY: `x` and `packed` have all pixels and taps of these four channels, as was checked.
            unsafe {
                match (self.kernel[1], self.strides[1], self.dilation[1]) {
                    (3, 1, 1) => lane.run::<6>(y),
                    (3, 2, 1) => lane.run::<9>(y),
                    _ => lane.run_any(y),
                }
            }
        }
    }
}

impl Lane<'_> {
    /// Rows of the output, each with the address of its first patch.
    fn rows<'y>(&self, y: &'y mut [f32]) -> impl Iterator<Item = (*const f32, &'y mut [f32])> {
        let [_, columns, channels] = self.conv.output();
        let (x, step) = (self.x, self.conv.strides[0] * self.pitch);
        y.chunks_exact_mut(columns * channels)
            .enumerate()
            .map(move |(row, y)| (x.wrapping_add(row * step), y))
    }

    /// For kernels three columns wide without gaps: `N` columns of inputs serve four outputs, 6 at stride 1 and 9 at 2.
    ///
    /// # Safety
    /// `x` and `w` have all pixels and taps.
    #[inline(never)]
    unsafe fn run<const N: usize>(&self, y: &mut [f32]) {
        let [_, columns, channels] = self.conv.output();
        let stride = self.conv.strides[1];
        for (patch, y) in self.rows(y) {
            let mut column = 0;
            while column + TOGETHER <= columns {
                // SAFETY: four outputs from `column` on exist, so the N columns that they read do.
                let sums = unsafe { self.sums::<4, N>(patch.add(column * stride * self.lanes)) };
                self.store(sums, &mut y[column * channels..]);
                column += TOGETHER;
            }
            while column < columns {
                // SAFETY: the output exists, so its three columns do.
                let sums = unsafe { self.sums::<1, 3>(patch.add(column * stride * self.lanes)) };
                self.store(sums, &mut y[column * channels..]);
                column += 1;
            }
        }
    }

    /// The sums of `M` neighbouring outputs, from the `N` columns of inputs that they read.
    ///
    /// # Safety
    /// All kernel rows of those columns may be read from `patch` on.
    #[inline(always)]
    unsafe fn sums<const M: usize, const N: usize>(&self, patch: *const f32) -> [F32x4; M] {
        let stride = self.conv.strides[1];
        let (mut row, mut w) = (patch, self.w);
        let mut sums = [self.start; M];
        for _ in 0..self.conv.kernel[0] {
            // SAFETY: the caller's promise.
            unsafe {
                let x: [F32x4; N] =
                    std::array::from_fn(|i| F32x4::load_unchecked(row.add(i * self.lanes)));
                for kx in 0..3 {
                    let tap = F32x4::load_unchecked(w.add(kx * self.lanes));
                    for (m, sum) in sums.iter_mut().enumerate() {
                        *sum = *sum + x[if N == 9 { 2 * m } else { m } + kx] * tap;
                    }
                }
            }
            row = row.wrapping_add(self.conv.dilation[0] * self.pitch);
            w = w.wrapping_add(3 * self.lanes);
        }
        debug_assert!(N != 9 || stride == 2);
        sums
    }

    /// For any kernel.
    ///
    /// # Safety
    /// As for `run`.
    #[inline(never)]
    unsafe fn run_any(&self, y: &mut [f32]) {
        let [_, columns, channels] = self.conv.output();
        let step = self.conv.strides[1] * self.lanes;
        for (patch, y) in self.rows(y) {
            let mut column = 0;
            while column + TOGETHER <= columns {
                // SAFETY: four outputs from `column` on exist.
                let sums = unsafe { self.sums_any::<4>(patch.add(column * step), step) };
                self.store(sums, &mut y[column * channels..]);
                column += TOGETHER;
            }
            while column < columns {
                // SAFETY: the output exists.
                let sums = unsafe { self.sums_any::<1>(patch.add(column * step), step) };
                self.store(sums, &mut y[column * channels..]);
                column += 1;
            }
        }
    }

    /// # Safety
    /// All taps of `M` outputs, `step` apart, may be read from `patch` on.
    #[inline(always)]
    unsafe fn sums_any<const M: usize>(&self, patch: *const f32, step: usize) -> [F32x4; M] {
        let ([rows, columns], [down, right]) = (self.conv.kernel, self.conv.dilation);
        let mut sums = [self.start; M];
        let mut w = self.w;
        for (ky, kx) in (0..rows).flat_map(|ky| (0..columns).map(move |kx| (ky, kx))) {
            let row = patch.wrapping_add(ky * down * self.pitch + kx * right * self.lanes);
            // SAFETY: the caller's promise.
            unsafe {
                let tap = F32x4::load_unchecked(w);
                for (m, sum) in sums.iter_mut().enumerate() {
                    *sum = *sum + F32x4::load_unchecked(row.add(m * step)) * tap;
                }
            }
            w = w.wrapping_add(self.lanes);
        }
        sums
    }

    /// Writes neighbouring outputs, the first of which begins with `y`.
    #[inline(always)]
    fn store<const M: usize>(&self, sums: [F32x4; M], y: &mut [f32]) {
        let channels = self.conv.channels();
        for (sum, y) in sums.into_iter().zip(y.chunks_exact_mut(channels)) {
            store(sum.raise_to(self.floor), self.channel, y);
        }
    }
}
