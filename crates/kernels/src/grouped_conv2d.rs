//! Convolution of one NHWC image with gaps between its taps (dilation) and with its channels in groups, through a patch matrix
//! that is written out: one row a position, `kh·kw·(channels of a group)` columns.
//!
//! `y[oy, ox, f] = bias[f] + Σ x[oy·sy + ky·dy − top, ox·sx + kx·dx − left, c] · w[ky, kx, c, f]`, where c are the channels of
//! the group that f is in: filters are dealt to the groups in order. For what `conv2d` and `depthwise` do not do; slower, as
//! the matrix is nine times the image.

use crate::check;
use crate::gemm::{Start, gemm, gemm_at_b, pack_b, pack_b_transposed, packed_len};
use crate::vector::add_assign;

/// The shape of a convolution; all its passes are methods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupedConv2d {
    /// Height, width and channels of the input, without padding.
    pub input: [usize; 3],
    /// Output channels.
    pub filters: usize,
    /// Height and width of the kernel.
    pub kernel: [usize; 2],
    /// Vertical and horizontal step.
    pub strides: [usize; 2],
    /// Rows and columns from one tap to the next.
    pub dilation: [usize; 2],
    /// Parts that channels and filters are cut into; it divides both.
    pub groups: usize,
    /// Rows of zeros above and below, columns of zeros left and right.
    pub padding: [usize; 4],
}

impl GroupedConv2d {
    /// Height, width and channels of the output. Panics when the kernel does not fit in the padded input.
    #[inline(never)]
    pub fn output(&self) -> [usize; 3] {
        let size = |axis: usize| {
            let (kernel, stride) = (self.kernel[axis], self.strides[axis]);
            let padded = self.padding[2 * axis] + self.input[axis] + self.padding[2 * axis + 1];
            let extent = (kernel.max(1) - 1) * self.dilation[axis] + 1;
            assert!(
                1 <= kernel && extent <= padded && 1 <= stride,
                "grouped convolution: kernel of {extent} with stride {stride} does not fit in {padded} (padding included)"
            );
            (padded - extent) / stride + 1
        };
        [size(0), size(1), self.filters]
    }

    /// Channels of the input that a filter reads.
    pub fn group_channels(&self) -> usize {
        self.input[2] / self.groups
    }

    fn group_filters(&self) -> usize {
        self.filters / self.groups
    }

    /// Terms in an output element.
    pub fn kernel_len(&self) -> usize {
        self.kernel[0] * self.kernel[1] * self.group_channels()
    }

    /// Elements of the weights, `kh·kw·(channels of a group)·filters`.
    pub fn weights_len(&self) -> usize {
        self.kernel_len() * self.filters
    }

    /// Elements of the input, without padding.
    pub fn input_len(&self) -> usize {
        self.input.iter().product()
    }

    /// Elements of the output.
    pub fn output_len(&self) -> usize {
        self.output().iter().product()
    }

    fn positions(&self) -> usize {
        let [rows, columns, _] = self.output();
        rows * columns
    }

    /// Elements of the patch matrix of a group, which every pass needs as working memory.
    pub fn scratch_len(&self) -> usize {
        self.positions() * self.kernel_len()
    }

    /// Elements of the weights as `pack` lays them out.
    pub fn packed_len(&self) -> usize {
        self.groups * packed_len(self.kernel_len(), self.group_filters())
    }

    /// Lays the weights `w` (kh, kw, channels of a group, filters) out for `forward`.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn pack(&self, w: &[f32], packed: &mut [f32]) {
        check::exact("w", w.len(), self.weights_len());
        check::exact("packed", packed.len(), self.packed_len());
        let (k, n) = (self.kernel_len(), self.group_filters());
        for (group, packed) in packed.chunks_exact_mut(packed_len(k, n)).enumerate() {
            pack_b(k, n, &w[group * n..], self.filters, packed);
        }
    }

    /// Elements of the weights as `pack_backward` lays them out.
    pub fn packed_backward_len(&self) -> usize {
        self.groups * packed_len(self.group_filters(), self.kernel_len())
    }

    /// Lays the weights `w` out for `backward_input`.
    pub fn pack_backward(&self, w: &[f32], packed: &mut [f32]) {
        check::exact("w", w.len(), self.weights_len());
        check::exact("packed", packed.len(), self.packed_backward_len());
        let (k, n) = (self.kernel_len(), self.group_filters());
        for (group, packed) in packed.chunks_exact_mut(packed_len(n, k)).enumerate() {
            pack_b_transposed(n, k, &w[group * n..], self.filters, packed);
        }
    }

    /// `y = bias + x ∗ w`; `packed` comes from `pack`, `y` is overwritten.
    pub fn forward(
        &self,
        x: &[f32],
        packed: &[f32],
        bias: Option<&[f32]>,
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        check::exact("x", x.len(), self.input_len());
        check::at_least("packed", packed.len(), self.packed_len());
        check::exact("y", y.len(), self.output_len());
        if let Some(bias) = bias {
            check::exact("bias", bias.len(), self.filters);
        }
        let patches = &mut scratch[..self.scratch_len()];
        let (m, k, n) = (self.positions(), self.kernel_len(), self.group_filters());
        for (group, packed) in packed.chunks_exact(packed_len(k, n)).enumerate() {
            self.gather(group, x, patches);
            let start = bias.map_or(Start::Zero, |bias| Start::Bias(&bias[group * n..][..n]));
            let y = &mut y[group * n..];
            gemm(m, n, k, patches, k, packed, start, y, self.filters);
        }
    }

    /// `dw += Σ x · dy`, over the positions in row-major order.
    pub fn backward_weights(&self, x: &[f32], dy: &[f32], dw: &mut [f32], scratch: &mut [f32]) {
        check::exact("x", x.len(), self.input_len());
        check::exact("dy", dy.len(), self.output_len());
        check::exact("dw", dw.len(), self.weights_len());
        let patches = &mut scratch[..self.scratch_len()];
        let (p, k, n) = (self.positions(), self.kernel_len(), self.group_filters());
        for first in (0..self.filters).step_by(n.max(1)) {
            self.gather(first / n, x, patches);
            let (dy, dw, ld) = (&dy[first..], &mut dw[first..], self.filters);
            gemm_at_b(k, n, p, patches, k, dy, ld, dw, ld);
        }
    }

    /// `dx = Σ dy · w` over the taps that read it; overwrites `dx`. `packed` comes from `pack_backward`.
    pub fn backward_input(&self, dy: &[f32], packed: &[f32], scratch: &mut [f32], dx: &mut [f32]) {
        check::exact("dy", dy.len(), self.output_len());
        check::at_least("packed", packed.len(), self.packed_backward_len());
        check::exact("dx", dx.len(), self.input_len());
        let shares = &mut scratch[..self.scratch_len()];
        let (m, k, n) = (self.positions(), self.kernel_len(), self.group_filters());
        dx.fill(0.0);
        for (group, packed) in packed.chunks_exact(packed_len(n, k)).enumerate() {
            let dy = &dy[group * n..];
            gemm(m, k, n, dy, self.filters, packed, Start::Zero, shares, k);
            self.each_tap(group, &mut |at, pixel| {
                if let Some(pixel) = pixel {
                    let share = &shares[at..at + self.group_channels()];
                    add_assign(&mut dx[pixel..][..self.group_channels()], share);
                }
            });
        }
    }

    /// Writes the patch matrix of a group, zeros outside of the image.
    fn gather(&self, group: usize, x: &[f32], patches: &mut [f32]) {
        let channels = self.group_channels();
        self.each_tap(group, &mut |at, pixel| {
            let target = &mut patches[at..at + channels];
            match pixel {
                Some(pixel) => target.copy_from_slice(&x[pixel..pixel + channels]),
                None => target.fill(0.0),
            }
        });
    }

    /// Of each tap of each position: where it lies in the patch matrix, and where in the image, if it does.
    #[inline(never)]
    fn each_tap(&self, group: usize, f: &mut dyn FnMut(usize, Option<usize>)) {
        let ([height, width, all], channels) = (self.input, self.group_channels());
        let [rows, columns, _] = self.output();
        let mut at = 0;
        for (oy, ox) in (0..rows).flat_map(|oy| (0..columns).map(move |ox| (oy, ox))) {
            for ky in 0..self.kernel[0] {
                let y = (oy * self.strides[0] + ky * self.dilation[0])
                    .checked_sub(self.padding[0])
                    .filter(|&y| y < height);
                for kx in 0..self.kernel[1] {
                    let x = (ox * self.strides[1] + kx * self.dilation[1])
                        .checked_sub(self.padding[2])
                        .filter(|&x| x < width);
                    let pixel = y.zip(x).map(|(y, x)| (y * width + x) * all);
                    f(at, pixel.map(|pixel| pixel + group * channels));
                    at += channels;
                }
            }
        }
    }
}
