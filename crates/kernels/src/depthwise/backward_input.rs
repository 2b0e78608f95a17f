//! The gradient of the input: at stride 1 a depthwise convolution of dy with the kernel turned by 180°, of 3 × 3 kernels at
//! stride 2 the four kinds of pixels a 2 × 2 block has, else every tap's share added where the tap was read.
//!
//! The first two read dy in a rim of zeros and store every pixel once.

use super::DepthwiseConv2d;
use crate::check;
use crate::simd::F32x4;

/// How the gradient comes about; the shape decides.
enum Way {
    /// As the forward pass of this convolution, whose kernels are turned.
    Turned(DepthwiseConv2d),
    /// 2 × 2 pixels at a time.
    Blocks,
    Scatter,
}

impl DepthwiseConv2d {
    #[inline(never)]
    fn way(&self) -> Way {
        let ([rows, columns, channels], extent) = (self.output(), self.extent());
        if self.strides == [1, 1] {
            let rim = extent.map(|extent| extent - 1);
            return Way::Turned(DepthwiseConv2d {
                input: [rows, columns, channels],
                multiplier: 1,
                strides: [1, 1],
                padding: [rim[0], rim[0], rim[1], rim[1]],
                ..*self
            });
        }
        if self.kernel == [3, 3] && self.strides == [2, 2] && self.dilation == [1, 1] {
            Way::Blocks
        } else {
            Way::Scatter
        }
    }

    /// dy as the loops read it: with a rim of zeros.
    #[inline(never)]
    fn rimmed(&self) -> DepthwiseConv2d {
        let [rows, columns, channels] = self.output();
        DepthwiseConv2d {
            input: [rows, columns, channels],
            multiplier: 1,
            kernel: [1, 1],
            strides: [1, 1],
            dilation: [1, 1],
            padding: match self.way() {
                Way::Turned(turned) => turned.padding,
                // One row above and one column to the left; below and to the right as many as pixels are without outputs.
                Way::Blocks => {
                    let [high, wide] = self.padded();
                    [1, high.div_ceil(2) - rows, 1, wide.div_ceil(2) - columns]
                }
                Way::Scatter => [0; 4],
            },
        }
    }

    /// Elements that `backward_input` needs as working memory.
    pub fn backward_input_scratch_len(&self) -> usize {
        let [high, wide] = self.padded();
        // Blocks may end a row and a column after the image.
        let expanded = high.next_multiple_of(2) * wide.next_multiple_of(2) * self.lanes();
        self.rimmed().expanded_len() + expanded
    }

    /// Elements of the weights as `pack_backward` lays them out.
    pub fn packed_backward_len(&self) -> usize {
        self.packed_len()
    }

    /// Lays the weights `w` (kh, kw, c, m) out for `backward_input`: at stride 1 the last tap first.
    pub fn pack_backward(&self, w: &[f32], packed: &mut [f32]) {
        self.pack(w, packed);
        if let Way::Turned(_) = self.way() {
            let (lanes, taps) = (self.lanes(), self.taps());
            for tap in 0..taps / 2 {
                let (first, last) = packed.split_at_mut((taps - 1 - tap) * lanes);
                first[tap * lanes..][..lanes].swap_with_slice(&mut last[..lanes]);
            }
        }
    }

    /// `dx[iy, ix, c] = Σ dy[oy, ox, c·m + j] · w[ky, kx, c, j]` over the taps that read it; overwrites `dx` (without padding).
    ///
    /// `packed` comes from `pack_backward`; `scratch` has `backward_input_scratch_len()` elements or more.
    pub fn backward_input(&self, dy: &[f32], packed: &[f32], scratch: &mut [f32], dx: &mut [f32]) {
        check::exact("dy", dy.len(), self.output_len());
        check::exact("dx", dx.len(), self.input_len());
        check::at_least("packed", packed.len(), self.packed_backward_len());
        check::at_least("scratch", scratch.len(), self.backward_input_scratch_len());
        let rimmed = self.rimmed();
        let (rim, expanded) = scratch.split_at_mut(rimmed.expanded_len());
        let dy = rimmed.expand(dy, rim);
        let [high, wide] = self.padded();
        let expanded = &mut expanded[..high * wide * self.lanes()];
        match self.way() {
            Way::Turned(turned) if self.is_expanded() => {
                return turned.forward(dy, packed, None, false, dx);
            }
            Way::Turned(turned) => {
                let full = DepthwiseConv2d {
                    input: [turned.input[0], turned.input[1], self.lanes()],
                    ..turned
                };
                full.forward(dy, packed, None, false, expanded);
            }
            Way::Blocks => self.blocks(dy, packed, expanded),
            Way::Scatter => self.scatter(dy, packed, expanded),
        }
        self.contract(expanded, dx);
    }

    /// Of 2 × 2 pixels, whose rows and columns are even and odd: the first has the taps at even rows and columns, and so on.
    #[inline(never)]
    fn blocks(&self, dy: &[f32], packed: &[f32], dx: &mut [f32]) {
        let ([high, wide], lanes) = (self.padded(), self.lanes());
        let pitch = (wide.div_ceil(2) + 1) * lanes;
        check::at_least("dy", dy.len(), (high.div_ceil(2) + 1) * pitch);
        for channel in (0..lanes).step_by(4) {
            let taps = packed[channel..8 * lanes + channel + 4].as_ptr();
            // SAFETY: nine taps, `lanes` apart, end with the slice just taken.
            let w: [F32x4; 9] =
                std::array::from_fn(|tap| unsafe { F32x4::load_unchecked(taps.add(tap * lanes)) });
            for row in 0..high.div_ceil(2) {
                // Outputs before and at this row of blocks, each from the column before on.
                let mut above = dy[row * pitch + channel..].as_ptr();
                let mut own = dy[(row + 1) * pitch + channel..].as_ptr();
                let (upper, lower) = dx[2 * row * wide * lanes..].split_at_mut(wide * lanes);
                let has_lower = 2 * row + 1 < high;
                for column in 0..wide.div_ceil(2) {
                    // SAFETY: both rows have a column before the first and one for every block.
                    let [a, b, c, d] = unsafe {
                        [above, above.add(lanes), own, own.add(lanes)]
                            .map(|at| F32x4::load_unchecked(at))
                    };
                    let at = 2 * column * lanes + channel;
                    let has_right = 2 * column + 1 < wide;
                    (a * w[8] + b * w[6] + c * w[2] + d * w[0]).store(&mut upper[at..]);
                    if has_right {
                        (b * w[7] + d * w[1]).store(&mut upper[at + lanes..]);
                    }
                    if has_lower {
                        (c * w[5] + d * w[3]).store(&mut lower[at..]);
                    }
                    if has_lower && has_right {
                        (d * w[4]).store(&mut lower[at + lanes..]);
                    }
                    above = above.wrapping_add(lanes);
                    own = own.wrapping_add(lanes);
                }
            }
        }
    }

    #[inline(never)]
    fn scatter(&self, dy: &[f32], packed: &[f32], dx: &mut [f32]) {
        let ([rows, columns, _], lanes) = (self.output(), self.lanes());
        let pitch = self.padded()[1] * lanes;
        dx.fill(0.0);
        for (position, dy) in dy.chunks_exact(lanes).take(rows * columns).enumerate() {
            let (oy, ox) = (position / columns, position % columns);
            let patch = oy * self.strides[0] * pitch + ox * self.strides[1] * lanes;
            for (tap, w) in packed.chunks_exact(lanes).enumerate() {
                let (ky, kx) = (tap / self.kernel[1], tap % self.kernel[1]);
                let at = patch + ky * self.dilation[0] * pitch + kx * self.dilation[1] * lanes;
                let target = dx[at..at + lanes].chunks_exact_mut(4);
                for (target, (dy, w)) in target.zip(dy.chunks_exact(4).zip(w.chunks_exact(4))) {
                    let sum = F32x4::load(target) + F32x4::load(dy) * F32x4::load(w);
                    sum.store(target);
                }
            }
        }
    }
}
