//! Sizes of a convolution and the one place that makes padding real.

use super::Conv2d;
use crate::check;
use crate::patches::Patches;

impl Conv2d {
    /// Height, width and channels of the output. Panics when the kernel does not fit in the padded input.
    pub fn output(&self) -> [usize; 3] {
        let [height, width, _] = self.padded_input();
        let size = |axis: usize, length: usize| {
            let (kernel, stride) = (self.kernel[axis], self.strides[axis]);
            assert!(
                1 <= kernel && kernel <= length && 1 <= stride,
                "conv2d: kernel {kernel} with stride {stride} does not fit in {length} (padding included)"
            );
            (length - kernel) / stride + 1
        };
        [size(0, height), size(1, width), self.filters]
    }

    /// Terms in an output element, `kh·kw·ci`: the rows of the weight matrix.
    pub fn kernel_len(&self) -> usize {
        self.kernel[0] * self.kernel[1] * self.input[2]
    }

    /// Elements of the weights, `kh·kw·ci·co`.
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

    /// Elements of the padded input; 0 when there is no padding and the input is read as it is.
    pub fn padded_len(&self) -> usize {
        if self.is_padded() {
            self.padded_input().iter().product()
        } else {
            0
        }
    }

    /// Height, width and channels of the input with its padding.
    pub fn padded_input(&self) -> [usize; 3] {
        let [top, bottom, left, right] = self.padding;
        let [height, width, channels] = self.input;
        [top + height + bottom, left + width + right, channels]
    }

    /// True when any side is padded.
    pub fn is_padded(&self) -> bool {
        self.padding != [0; 4]
    }

    /// Copies the image `x` into `padded` with zeros around it; does nothing without padding.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn pad(&self, x: &[f32], padded: &mut [f32]) {
        if !self.is_padded() {
            return;
        }
        check::exact("x", x.len(), self.input_len());
        check::exact("padded", padded.len(), self.padded_len());
        let [top, bottom, left, right] = self.padding;
        let [height, width, channels] = self.input;
        let pitch = (left + width + right) * channels;
        padded[..top * pitch].fill(0.0);
        let (inner, below) = padded[top * pitch..].split_at_mut(height * pitch);
        debug_assert_eq!(below.len(), bottom * pitch);
        below.fill(0.0);
        if width * channels > 0 {
            for (row, source) in inner
                .chunks_exact_mut(pitch)
                .zip(x.chunks_exact(width * channels))
            {
                let (before, rest) = row.split_at_mut(left * channels);
                let (image, after) = rest.split_at_mut(width * channels);
                before.fill(0.0);
                image.copy_from_slice(source);
                after.fill(0.0);
            }
        }
    }

    /// Copies the image out of its border: what `pad` does, backwards.
    pub fn crop(&self, padded: &[f32], x: &mut [f32]) {
        let [top, _, left, right] = self.padding;
        let [height, width, channels] = self.input;
        check::exact("padded", padded.len(), self.padded_input().iter().product());
        check::exact("x", x.len(), self.input_len());
        let pitch = (left + width + right) * channels;
        for y in 0..height {
            let source = &padded[(top + y) * pitch + left * channels..][..width * channels];
            x[y * width * channels..][..width * channels].copy_from_slice(source);
        }
    }

    /// The patch matrix, `oh·ow × kh·kw·ci`, of an input that is padded if there is padding.
    #[track_caller]
    pub(super) fn patches<'a>(&self, x: &'a [f32]) -> Patches<'a> {
        let [height, width, channels] = self.padded_input();
        check::exact("x", x.len(), height * width * channels);
        let [rows, columns, _] = self.output();
        Patches::image(
            x,
            width,
            channels,
            self.kernel,
            self.strides,
            [rows, columns],
        )
    }
}
