//! Weight gradients of dense layers as one product over the whole batch, Xᵀ·dY, instead of one a shard.
//!
//! A shard only keeps its images' rows of X and dY, in panels; once all shards are done, threads share the rows of the
//! gradient. No shard holds, clears and fills a gradient of these kernels, which for a wide layer is more memory than any
//! cache holds, and a piece of the gradient stays in registers and the first-level cache over all images. Images follow
//! each other in their order in the batch, so the bits do not depend on who did which rows.

use fashion_kernels::gemm;
use std::ops::Range;

/// Largest batch whose rows are kept; of larger ones each shard adds up a gradient of its own.
const MOST_IMAGES: usize = 1024;

/// Those of the products of a plan whose operands a batch of `images` keeps: a question of its size alone.
pub(crate) fn kept(products: &[BatchGemm], images: usize) -> &[BatchGemm] {
    if images <= MOST_IMAGES { products } else { &[] }
}

/// Where a range of the flat weights lies in the gradient of a shard, which leaves the kernels of `kept` products out.
pub(crate) fn in_shard(kept: &[BatchGemm], weights: &Range<usize>) -> Range<usize> {
    let place = |weight: usize| {
        let left_out = kept.iter().map(|product| {
            let kernel = &product.kernel;
            weight.clamp(kernel.start, kernel.end) - kernel.start
        });
        weight - left_out.sum::<usize>()
    };
    place(weights.start)..place(weights.end)
}

/// The kernel of one dense layer, `[features, units]`.
pub(crate) struct BatchGemm {
    pub(crate) features: usize,
    pub(crate) units: usize,
    /// The kernel's place in the flat weights.
    pub(crate) kernel: Range<usize>,
    /// Floats an image of the products before it.
    pub(crate) offset: usize,
    /// Images that come together: those of a micro-batch of its segment.
    pub(crate) block: usize,
}

impl BatchGemm {
    /// Floats that a shard keeps of an image.
    pub(crate) fn len(&self) -> usize {
        gemm::packed_len(1, self.features) + gemm::packed_len(1, self.units)
    }

    /// Where a shard of `images` images keeps the block of `count` images that begins with its image `first`.
    pub(crate) fn block(&self, images: usize, first: usize, count: usize) -> Range<usize> {
        let start = self.offset * images + first * self.len();
        start..start + count * self.len()
    }

    /// Keeps the rows of a block's X and dY.
    pub(crate) fn keep(&self, count: usize, x: &[f32], dy: &[f32], block: &mut [f32]) {
        let (features, units) = (self.features, self.units);
        let (x_panels, dy_panels) = block.split_at_mut(gemm::packed_len(count, features));
        gemm::pack_b(count, features, x, features, x_panels);
        gemm::pack_b(count, units, dy, units, dy_panels);
    }
}
