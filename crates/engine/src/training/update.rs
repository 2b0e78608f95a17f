//! The end of a step: shards' gradients added in shard order, products over the batch made, the optimizer applied, in chunks
//! that threads share.
//!
//! A chunk is a fixed range of the flat weights, so each float is added in the same order on any thread.

use crate::batch_gemm::{BatchGemm, in_shard, kept};
use crate::executor::batch::slice;
use crate::executor::shard::Shard;
use crate::optimizers::OptimizerStep;
use crate::parallel;
use crate::parameters::ParameterTable;
use crate::plan::{CHUNKS, Plan};
use fashion_kernels::buffer::Buffer;
use fashion_kernels::{gemm, vector};
use std::ops::Range;

/// A step of an optimizer, and what it moves.
pub(crate) struct Step<'a> {
    pub(crate) optimizer: &'a dyn OptimizerStep,
    pub(crate) parameters: &'a ParameterTable,
}

/// What a step works on, or a range of it: the weights, and what is laid out like them.
pub(crate) struct Vectors<'a> {
    weights: &'a mut [f32],
    gradient: &'a mut [f32],
    slots: Vec<&'a mut [f32]>,
}

impl<'a> Vectors<'a> {
    pub(crate) fn new(
        weights: &'a mut [f32],
        gradient: &'a mut [f32],
        slots: &'a mut [Buffer],
    ) -> Self {
        Self {
            weights,
            gradient,
            slots: slots.iter_mut().map(|slot| &mut slot[..]).collect(),
        }
    }

    /// Splits the first `size` floats of each off.
    fn take(&mut self, size: usize) -> Self {
        let mut first = Self {
            weights: &mut [],
            gradient: &mut [],
            slots: Vec::with_capacity(self.slots.len()),
        };
        self.take_into(&mut first, size);
        first
    }

    /// Makes `first` the first `size` floats of each. What comes from `take` has room for as many slots already.
    fn take_into(&mut self, first: &mut Self, size: usize) {
        first.weights = take(&mut self.weights, size);
        first.gradient = take(&mut self.gradient, size);
        first.slots.clear();
        let slots = self.slots.iter_mut().map(|slot| take(slot, size));
        first.slots.extend(slots);
    }
}

/// A chunk, and room for the ranges of it that the optimizer moves: threads take no memory.
struct Chunk<'a> {
    start: usize,
    vectors: Vectors<'a>,
    part: Vectors<'a>,
}

/// gradient = that of a batch of `images` images, then one step of the optimizer.
pub(crate) fn apply(
    step: Step,
    plan: &Plan,
    shards: &[Shard],
    images: usize,
    mut vectors: Vectors,
) {
    let (mut ends, mut start) = (plan.chunks.iter(), 0);
    let mut chunks: [Option<Chunk>; CHUNKS] = std::array::from_fn(|_| {
        let end = *ends.next()?;
        let chunk = Chunk {
            start,
            part: vectors.take(0),
            vectors: vectors.take(end - start),
        };
        start = end;
        Some(chunk)
    });
    parallel::each(&mut chunks[..plan.chunks.len()], |_, chunk| {
        if let Some(chunk) = chunk {
            add_up(plan, shards, images, chunk.start, chunk.vectors.gradient);
            step.apply(chunk);
        }
    });
}

impl Step<'_> {
    /// Moves what is trainable in a chunk whose gradient is there, and uses the chunk up.
    fn apply(&self, chunk: &mut Chunk) {
        let Chunk {
            start,
            vectors,
            part,
        } = chunk;
        let end = *start + vectors.weights.len();
        for parameters in self.parameters.within(*start..end) {
            let range = parameters.range;
            vectors.take_into(part, range.start - *start);
            vectors.take_into(part, range.len());
            (parameters.regularizer).add_gradient(part.weights, part.gradient);
            self.optimizer
                .apply(part.weights, part.gradient, &mut part.slots);
            *start = range.end;
        }
    }
}

/// total = the batch's gradient from float `start` on: products over the batch where operands were kept, else the shards' sum.
/// Within a kernel it begins and ends where a panel does.
pub(crate) fn add_up(
    plan: &Plan,
    shards: &[Shard],
    images: usize,
    start: usize,
    total: &mut [f32],
) {
    let end = start + total.len();
    let mut at = start;
    let products = kept(&plan.products, images);
    for product in products {
        let (first, last) = (
            product.kernel.start.clamp(at, end),
            product.kernel.end.clamp(at, end),
        );
        let place = in_shard(products, &(at..first));
        sum_shards(shards, place, &mut total[at - start..first - start]);
        if first < last {
            let row = |float: usize| (float - product.kernel.start) / product.units;
            let total = &mut total[first - start..last - start];
            product_rows(product, shards, images, row(first)..row(last), total);
        }
        at = last;
    }
    let place = in_shard(products, &(at..end));
    sum_shards(shards, place, &mut total[at - start..]);
}

/// total = rows `rows` of Xᵀ·dY, of a batch of `batch` images; `rows` begins where a panel does.
fn product_rows(
    product: &BatchGemm,
    shards: &[Shard],
    batch: usize,
    rows: Range<usize>,
    total: &mut [f32],
) {
    total.fill(0.0);
    for (number, shard) in shards.iter().enumerate() {
        let images = slice(batch, shards.len(), number).len();
        for first in (0..images).step_by(product.block) {
            let count = product.block.min(images - first);
            let block = &shard.operands[product.block(images, first, count)];
            let (x, dy) = block.split_at(gemm::packed_len(count, product.features));
            let (m, x) = (rows.len(), &x[rows.start * count..]);
            gemm::gemm_at_b_packed(m, product.units, count, x, dy, total, product.units);
        }
    }
}

/// Splits the first `size` floats off.
fn take<'a>(rest: &mut &'a mut [f32], size: usize) -> &'a mut [f32] {
    let (first, others) = std::mem::take(rest).split_at_mut(size);
    *rest = others;
    first
}

/// total = Σ a range of the shards' gradients, shard after shard.
fn sum_shards(shards: &[Shard], range: Range<usize>, total: &mut [f32]) {
    total.copy_from_slice(&shards[0].dw[range.clone()]);
    for shard in &shards[1..] {
        vector::add_assign(total, &shard.dw[range.clone()]);
    }
}

#[cfg(test)]
mod tests {
    use super::sum_shards;
    use crate::executor::shard::Shard;
    use crate::plan::Plan;
    use crate::spec::ModelSpec;

    /// The test of the bit-identity tests: adding shards in another order must show.
    #[test]
    fn another_order_of_shards_gives_other_bits() {
        let spec = r#"{"inputShape":[4],"seed":1,"layers":[{"type":"dense","units":10,"activation":"linear",
            "useBias":true,"kernelInitializer":"heNormal","biasInitializer":"zeros"}]}"#;
        let plan = Plan::new(ModelSpec::from_json(spec).unwrap()).unwrap();
        let mut shards: Vec<Shard> = (0..5)
            .map(|shard| {
                let mut new = Shard::default();
                new.reserve(&plan, 8, &[]).unwrap();
                for (i, value) in new.dw.iter_mut().enumerate() {
                    *value = 1.0 / (1 + 7 * shard + i) as f32;
                }
                new
            })
            .collect();
        let mut forwards = vec![0.0; plan.parameters()];
        sum_shards(&shards, 0..plan.parameters(), &mut forwards);
        shards.reverse();
        let mut backwards = vec![0.0; plan.parameters()];
        sum_shards(&shards, 0..plan.parameters(), &mut backwards);
        assert_ne!(forwards, backwards);
        for (a, b) in forwards.iter().zip(&backwards) {
            assert!((a - b).abs() <= 1e-6 * a.abs());
        }
    }
}
