//! The end of a step: shards' gradients added in shard order, products over the batch made, clipped, the optimizer applied, in
//! chunks that threads share.
//!
//! A chunk is a fixed range of the flat weights, so each float is added in the same order on any thread.

use crate::batch_gemm::{BatchGemm, in_shard, kept};
use crate::executor::batch::slice;
use crate::executor::shard::Shard;
use crate::optimizers::{Clip, OptimizerStep};
use crate::parallel;
use crate::parameters::{ParameterTable, Parameters};
use crate::plan::{CHUNKS, Plan};
use fashion_kernels::buffer::Buffer;
use fashion_kernels::{gemm, optimizer, vector};
use std::ops::Range;

/// The end of a batch: what becomes of its gradient, and what it moves.
pub(crate) struct Step<'a> {
    /// None where gradients are only gathered.
    pub(crate) optimizer: Option<&'a dyn OptimizerStep>,
    /// Slots of its own; those of what follows come after them.
    pub(crate) slots: usize,
    pub(crate) parameters: &'a ParameterTable,
    /// Share of the weights that decays, with the learning rate in it.
    pub(crate) decay: f32,
    pub(crate) clip: Clip,
    pub(crate) average: Option<Average>,
    /// Batches that make one step.
    pub(crate) every: usize,
}

/// How the average of the weights moves.
#[derive(Clone, Copy)]
pub(crate) struct Average {
    pub(crate) momentum: f32,
    pub(crate) gain: f32,
    /// Whether the weights become their average.
    pub(crate) overwrites: bool,
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
    /// Σg² of each of its ranges, where norms are asked for.
    squares: Vec<f64>,
}

/// Memory of a step, and the batch whose gradients its shards hold.
pub(crate) struct Update<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) shards: &'a [Shard],
    pub(crate) images: usize,
    pub(crate) weights: &'a mut [f32],
    pub(crate) gradient: &'a mut [f32],
    pub(crate) slots: &'a mut [Buffer],
}

/// gradient = that of the batch, then the end of it, in one go or, where norms are asked for, in two.
#[cfg_attr(target_arch = "wasm32", optimize(size))]
pub(crate) fn apply(step: Step, mut update: Update) {
    let (shards, images, plan) = (update.shards, update.images, update.plan);
    let add_up = |chunk: &mut Chunk| {
        add_up(plan, shards, images, chunk.start, chunk.vectors.gradient);
    };
    let by_norm = matches!(step.clip, Clip::Norm(_) | Clip::GlobalNorm(_));
    if !by_norm || step.optimizer.is_none() {
        update.each_chunk(&step, &|chunk| {
            add_up(chunk);
            step.each_part(chunk, &|_, parameters, part, _| {
                step.prepare(parameters, part);
                step.finish(parameters, part);
            });
        });
        return;
    }
    let squares = update.each_chunk(&step, &|chunk| {
        add_up(chunk);
        step.each_part(chunk, &|_, parameters, part, squares| {
            step.prepare(parameters, part);
            squares.push(optimizer::squares(part.gradient));
        });
    });
    let factors = step.factors(plan, &squares);
    update.each_chunk(&step, &|chunk| {
        step.each_part(chunk, &|number, parameters, part, _| {
            if factors[number] != 1.0 {
                vector::scale(factors[number], part.gradient);
            }
            step.finish(parameters, part);
        });
    });
}

impl Update<'_> {
    /// Every chunk of the weights, on all threads; returns the squares that were worked out, chunk after chunk.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn each_chunk(&mut self, step: &Step, f: &(dyn Fn(&mut Chunk) + Sync)) -> Vec<f64> {
        let plan = self.plan;
        let mut vectors = Vectors::new(self.weights, self.gradient, self.slots);
        let (mut ends, mut start) = (plan.chunks.iter(), 0);
        let mut chunks: [Option<Chunk>; CHUNKS] = std::array::from_fn(|_| {
            let end = *ends.next()?;
            let ranges = match step.clip {
                Clip::Norm(_) | Clip::GlobalNorm(_) => step.parameters.within(start..end).count(),
                _ => 0,
            };
            let chunk = Chunk {
                start,
                part: vectors.take(0),
                vectors: vectors.take(end - start),
                squares: Vec::with_capacity(ranges),
            };
            start = end;
            Some(chunk)
        });
        parallel::each(&mut chunks[..plan.chunks.len()], |_, chunk| {
            if let Some(chunk) = chunk {
                f(chunk);
            }
        });
        let chunks = chunks.iter().flatten();
        chunks.flat_map(|chunk| &chunk.squares).copied().collect()
    }
}

/// What is done with a range of the weights: its number, what it is, its vectors, and where its Σg² goes.
type PartOf<'f> = dyn Fn(usize, &Parameters, &mut Vectors, &mut Vec<f64>) + 'f;

impl Step<'_> {
    /// What is trainable in a chunk, range by range; uses the chunk up.
    fn each_part(&self, chunk: &mut Chunk, f: &PartOf) {
        let Chunk {
            start,
            vectors,
            part,
            squares,
        } = chunk;
        let end = *start + vectors.weights.len();
        for (number, parameters) in self.parameters.within(*start..end) {
            vectors.take_into(part, parameters.range.start - *start);
            vectors.take_into(part, parameters.range.len());
            *start = parameters.range.end;
            f(number, &parameters, part, squares);
        }
    }

    /// From the gradient of the batch to that of the step.
    fn prepare(&self, parameters: &Parameters, part: &mut Vectors) {
        (parameters.regularizer).add_gradient(part.weights, part.gradient);
        if self.every > 1
            && let Some(total) = part.slots.last_mut()
        {
            match self.optimizer {
                Some(_) => optimizer::take_accumulated(self.every as f32, part.gradient, total),
                None => vector::add_assign(total, part.gradient),
            }
        }
        if let Clip::Value(limit) = self.clip {
            optimizer::clip(limit, part.gradient);
        }
    }

    /// By what the gradient of each range is multiplied, from Σg² of its parts.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn factors(&self, plan: &Plan, squares: &[f64]) -> Vec<f32> {
        let mut sums = vec![0.0; self.parameters.len()];
        let (mut start, mut squares) = (0, squares.iter());
        for &end in &plan.chunks {
            for (number, _) in self.parameters.within(start..end) {
                sums[number] += squares.next().copied().unwrap_or(0.0);
            }
            start = end;
        }
        if let Clip::GlobalNorm(_) = self.clip {
            let all = sums.iter().sum();
            sums.fill(all);
        }
        sums.into_iter().map(|sum| self.clip.factor(sum)).collect()
    }

    /// Moves the weights.
    fn finish(&self, parameters: &Parameters, part: &mut Vectors) {
        let (own, shared) = part.slots.split_at_mut(self.slots);
        if let Some(step) = self.optimizer {
            if parameters.decays && self.decay != 0.0 {
                optimizer::decay(self.decay, part.weights);
            }
            step.apply(part.weights, part.gradient, own);
        }
        if let (Some(step), Some(average)) = (self.average, shared.first_mut()) {
            optimizer::average(step.momentum, step.gain, part.weights, average);
            if step.overwrites {
                part.weights.copy_from_slice(average);
            }
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
                new.reserve(&plan, 8, &[], 1).unwrap();
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
