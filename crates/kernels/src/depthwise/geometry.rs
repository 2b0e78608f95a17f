//! Sizes of a depthwise convolution, and the copies that its loops work on.

use super::DepthwiseConv2d;
use crate::check;

impl DepthwiseConv2d {
    /// Rows and columns that a kernel spans, with the gaps of its dilation.
    pub fn extent(&self) -> [usize; 2] {
        [0, 1].map(|axis| (self.kernel[axis].max(1) - 1) * self.dilation[axis] + 1)
    }

    /// Height, width and channels of the output. Panics when the kernel does not fit in the padded input.
    #[inline(never)]
    pub fn output(&self) -> [usize; 3] {
        let padded = self.padded();
        let [rows, columns] = [0, 1].map(|axis| {
            let (extent, stride) = (self.extent()[axis], self.strides[axis]);
            assert!(
                self.kernel[axis] >= 1 && extent <= padded[axis] && 1 <= stride,
                "depthwise convolution: kernel of {extent} with stride {stride} does not fit in {} (padding included)",
                padded[axis]
            );
            (padded[axis] - extent) / stride + 1
        });
        [rows, columns, self.channels()]
    }

    /// Channels of the output.
    pub fn channels(&self) -> usize {
        self.input[2] * self.multiplier
    }

    /// Taps of a kernel.
    pub fn taps(&self) -> usize {
        self.kernel[0] * self.kernel[1]
    }

    /// Elements of the weights, `kh·kw·c·m`.
    pub fn weights_len(&self) -> usize {
        self.taps() * self.channels()
    }

    /// Elements of the input, without padding.
    pub fn input_len(&self) -> usize {
        self.input.iter().product()
    }

    /// Elements of the output.
    pub fn output_len(&self) -> usize {
        self.output().iter().product()
    }

    /// Channels of an expanded image: those of the output, filled up to whole vectors.
    pub(super) fn lanes(&self) -> usize {
        self.channels().next_multiple_of(4)
    }

    /// Height and width of the input with its padding.
    pub(super) fn padded(&self) -> [usize; 2] {
        let [top, bottom, left, right] = self.padding;
        [top + self.input[0] + bottom, left + self.input[1] + right]
    }

    /// Whether an image is read as it is.
    pub(super) fn is_expanded(&self) -> bool {
        self.padding == [0; 4] && self.lanes() == self.input[2]
    }

    /// Elements of an expanded image; 0 where it is read as it is.
    #[inline(never)]
    pub fn expanded_len(&self) -> usize {
        if self.is_expanded() {
            0
        } else {
            self.padded().iter().product::<usize>() * self.lanes()
        }
    }

    /// Elements of the weights as `pack` lays them out.
    pub fn packed_len(&self) -> usize {
        self.taps() * self.lanes()
    }

    /// Lays the weights `w` (kh, kw, c, m) out for `forward`: whole vectors a tap.
    #[inline(never)]
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn pack(&self, w: &[f32], packed: &mut [f32]) {
        check::exact("w", w.len(), self.weights_len());
        check::exact("packed", packed.len(), self.packed_len());
        let n = self.channels();
        let taps = w.chunks_exact(n.max(1));
        for (packed, w) in packed.chunks_exact_mut(self.lanes().max(1)).zip(taps) {
            packed[..n].copy_from_slice(w);
            packed[n..].fill(0.0);
        }
    }

    /// The image as the loops read it, in `scratch` where it must be copied.
    #[inline(never)]
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn expand<'a>(&self, x: &'a [f32], scratch: &'a mut [f32]) -> &'a [f32] {
        check::exact("x", x.len(), self.input_len());
        if self.is_expanded() {
            return x;
        }
        check::at_least("scratch", scratch.len(), self.expanded_len());
        let scratch = &mut scratch[..self.expanded_len()];
        let [top, bottom, left, right] = self.padding;
        let ([_, columns, channels], lanes) = (self.input, self.lanes());
        let pitch = self.padded()[1] * lanes;
        let (above, rest) = scratch.split_at_mut(top * pitch);
        let (inner, below) = rest.split_at_mut(rest.len() - bottom * pitch);
        above.fill(0.0);
        below.fill(0.0);
        let rows = x.chunks_exact((columns * channels).max(1));
        for (row, x) in inner.chunks_exact_mut(pitch.max(1)).zip(rows) {
            row[..left * lanes].fill(0.0);
            row[pitch - right * lanes..].fill(0.0);
            let row = &mut row[left * lanes..pitch - right * lanes];
            if lanes == channels {
                row.copy_from_slice(x);
                continue;
            }
            for (target, x) in row.chunks_exact_mut(lanes).zip(x.chunks_exact(channels)) {
                let (own, rest) = target.split_at_mut(self.channels());
                for (own, &x) in own.chunks_exact_mut(self.multiplier).zip(x) {
                    own.fill(x);
                }
                rest.fill(0.0);
            }
        }
        scratch
    }

    /// The gradient of the image from that of its expanded copy: what `expand` does, backwards.
    #[inline(never)]
    pub(super) fn contract(&self, expanded: &[f32], dx: &mut [f32]) {
        let [top, _, left, _] = self.padding;
        let ([_, columns, channels], lanes) = (self.input, self.lanes());
        let pitch = self.padded()[1] * lanes;
        let rows = expanded[top * pitch..].chunks_exact(pitch.max(1));
        let targets = dx.chunks_exact_mut((columns * channels).max(1));
        for (dx, row) in targets.zip(rows) {
            let row = &row[left * lanes..];
            if lanes == channels {
                dx.copy_from_slice(&row[..dx.len()]);
                continue;
            }
            for (dx, own) in dx.chunks_exact_mut(channels).zip(row.chunks_exact(lanes)) {
                for (dx, shares) in dx.iter_mut().zip(own.chunks_exact(self.multiplier)) {
                    *dx = shares.iter().sum();
                }
            }
        }
    }
}
