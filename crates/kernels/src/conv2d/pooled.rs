//! Gradients of a convolution with 2 × 2 max pooling behind: only maxima have one, at most a quarter of the outputs.
//!
//! Each live maximum (gradient not zero, so relu and dropout count too) is one multiple of its patch added to the weight
//! gradient, and one multiple of its filter's kernel added to the patch's gradient. Maxima are first gathered in lists
//! without a branch, for some images together; then sums stay in registers while a list is gone through.
//!
//! A weight adds in the order of images and windows. A pixel adds in the order of its places in the windows' patches,
//! within a window in the order of its outputs going round, then of the filters.

mod input;
mod lists;
mod small;
mod weights;
mod work;

use super::Conv2d;
use crate::check;
use work::Work;

/// Registers that the sums of a whole kernel may take.
const SUMS: usize = 12;

/// Maxima whose lists are made together.
const TOGETHER: usize = 6400;

impl Conv2d {
    /// Vectors that hold a run: the inputs of a kernel's row.
    fn run_vectors(&self) -> usize {
        (self.kernel[1] * self.input[2]).div_ceil(4)
    }

    /// Whether the sums of one filter's whole kernel fit in registers.
    fn is_small(&self) -> bool {
        self.kernel[0] * self.run_vectors() <= SUMS && self.run_vectors() <= 3
    }

    fn windows(&self) -> usize {
        let [rows, columns, _] = self.pooled();
        rows * columns
    }

    /// Images whose lists are made together: long lists, in a cache.
    fn images_together(&self) -> usize {
        (TOGETHER / self.pooled_len().max(1)).clamp(1, 8)
    }

    /// Elements that `backward_pooled` needs as working memory, with or without the gradient of the input.
    pub fn pooled_scratch_len(&self, input_gradient: bool) -> usize {
        if self.is_small() && !input_gradient {
            return 0;
        }
        Work::len(self, self.images_together())
    }

    /// Elements of the weight gradient while it is added up: `[filter][kernel row][run, filled up to vectors]`.
    pub fn pooled_gradient_len(&self) -> usize {
        self.filters * self.kernel[0] * self.run_vectors() * 4
    }

    /// Elements of x that may be read behind the padded images; what they hold does not count.
    pub const SLACK: usize = 4;

    /// Adds the images' share of the weight gradient to `sums`, which `finish_weights_pooled` reads, and with `input`
    /// (weights from `pack_pooled`, padded images) overwrites those images with their gradient; then channels must be a
    /// multiple of 4.
    ///
    /// `x` are padded images with `SLACK` more elements behind them, `dy` the gradients behind the pooling, `argmax` what
    /// `forward_pooled` left. `scratch` has `pooled_scratch_len` elements or more.
    pub fn backward_pooled(
        &self,
        x: &[f32],
        dy: &[f32],
        argmax: &[u32],
        scratch: &mut [u32],
        sums: &mut [f32],
        mut input: Option<(&[f32], &mut [f32])>,
    ) {
        let len = self.padded_input().iter().product::<usize>();
        let images = dy.len() / self.pooled_len();
        check::exact("dy", dy.len(), images * self.pooled_len());
        check::exact("argmax", argmax.len(), dy.len());
        check::at_least("x", x.len(), images * len + Self::SLACK);
        check::exact("sums", sums.len(), self.pooled_gradient_len());
        check::at_least(
            "scratch",
            scratch.len(),
            self.pooled_scratch_len(input.is_some()),
        );
        if let Some((packed, dx)) = &mut input {
            check::multiple_of_four("channels", self.input[2]);
            check::exact("packed", packed.len(), self.packed_pooled_len());
            check::exact("dx", dx.len(), images * len);
            dx.fill(0.0);
        }
        let farthest = argmax
            .iter()
            .fold(0, |farthest, &place| place.max(farthest));
        assert!(
            farthest as usize <= self.last_patch(),
            "conv2d: a maximum's patch lies outside of the image"
        );
        if self.is_small() {
            for ((x, dy), argmax) in images_of(x, len)
                .zip(dy.chunks_exact(self.pooled_len()))
                .zip(argmax.chunks_exact(self.pooled_len()))
            {
                self.small_weights(x, dy, argmax, sums);
            }
            if input.is_none() {
                return;
            }
        }
        let together = self.images_together();
        let mut work = Work::new(self, together, scratch);
        let chunk = together * self.pooled_len();
        for (group, (dy, argmax)) in dy.chunks(chunk).zip(argmax.chunks(chunk)).enumerate() {
            let images = dy.len() / self.pooled_len();
            let first = group * together * len;
            work.gather(self, dy, argmax);
            // SAFETY: all patches lie in the images, as was checked.
            unsafe {
                if let Some((packed, dx)) = &mut input {
                    self.input(images, packed, &mut work, &mut dx[first..][..images * len]);
                }
                if !self.is_small() {
                    self.large_weights(&x[first..], &mut work, sums);
                }
            }
        }
    }

    /// Start of the last patch in the padded image.
    fn last_patch(&self) -> usize {
        let ([_, width, channels], [rows, columns, _]) = (self.padded_input(), self.output());
        ((rows - 1) * self.strides[0] * width + (columns - 1) * self.strides[1]) * channels
    }
}

/// Images of `len` elements, each with all that follows.
fn images_of(x: &[f32], len: usize) -> impl Iterator<Item = &[f32]> {
    (0..).map(move |image| &x[image * len..])
}
