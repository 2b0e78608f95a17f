//! Gradients of a convolution with 2 × 2 max pooling behind: only winners have one, at most a quarter of the outputs.
//!
//! Each live winner (gradient not zero, so relu and dropout count too) is one multiple of its patch added to the weight
//! gradient, and one multiple of its filter's kernel added to the patch's gradient. Winners are first gathered in lists
//! without a branch; then sums of whole runs stay in registers while a list is gone through. A sum adds in the order
//! of the windows, within a window in the order of the filters.

mod input;
mod lists;
mod small;
mod weights;

use super::Conv2d;

/// Registers that the sums of a whole kernel may take.
const SUMS: usize = 12;

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

    /// Elements of f32 and of u32 that the gradients need as working memory, with or without that of the input.
    pub fn winners_scratch_len(&self, input_gradient: bool) -> (usize, usize) {
        let (windows, mut lists, mut counts) = (self.windows(), 0, 0);
        if !self.is_small() {
            (lists, counts) = (windows * self.filters, self.filters);
        }
        if input_gradient {
            (lists, counts) = (4 * windows * self.filters, counts.max(4 * windows));
        }
        (lists, lists + counts)
    }

    /// Elements of the weight gradient while it is added up: `[filter][kernel row][run, filled up to vectors]`.
    pub fn winners_gradient_len(&self) -> usize {
        self.filters * self.kernel[0] * self.run_vectors() * 4
    }

    /// Elements of x that may be read behind the padded image; what they hold does not count.
    pub const SLACK: usize = 4;
}
