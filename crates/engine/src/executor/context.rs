//! What all shards of a step share, and what a step tells of its images: below shards and micro-batches, which both use it.

use super::batch_statistics::NormState;
use crate::batch_gemm::BatchGemm;
use crate::dataset::Dataset;
use crate::error::{EngineError, Result};
use crate::layers::PassContext;
use crate::layers::activation::Activation;
use crate::losses::LossSpec;
use crate::metrics::{self, Metric};
use crate::plan::{Plan, Segment};
use fashion_kernels::buffer::Buffer;

/// Loss and metrics of a shard or of a batch, added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepMetrics {
    /// Losses of the images by their weights, added.
    pub loss: f64,
    /// Images.
    pub count: u32,
    /// Their weights, added.
    pub weight: f64,
    /// What the metrics count, one after the other.
    pub counts: Vec<f64>,
}

/// What is asked of the outputs of a step's images.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) loss: &'a LossSpec,
    pub(crate) metrics: &'a [Metric],
    /// A softmax or sigmoid at the end.
    pub(crate) output: Activation,
    pub(crate) dataset: &'a Dataset,
    /// One an image of the batch; none where all weigh 1.
    pub(crate) weights: &'a [f32],
}

impl Head<'_> {
    /// Adds an image to `total`, with `scale`·∂L/∂z left in `z`; `position` is its place in the batch.
    pub(crate) fn image(
        &self,
        position: usize,
        index: u32,
        z: &mut [f32],
        scale: f32,
        total: &mut StepMetrics,
    ) {
        let weight = self.count(position, index, z, total);
        let target = self.dataset.target(index, z.len());
        let loss = (self.loss).apply(self.output, z, target, scale * weight);
        total.loss += f64::from(weight) * f64::from(loss);
    }

    /// Adds what the metrics count of an image; returns its weight.
    pub(crate) fn count(
        &self,
        position: usize,
        index: u32,
        z: &[f32],
        total: &mut StepMetrics,
    ) -> f32 {
        let target = self.dataset.target(index, z.len());
        let weight = self.weights.get(position).copied().unwrap_or(1.0);
        let (outputs, wide) = ((z, self.loss.link(self.output)), f64::from(weight));
        metrics::count(self.metrics, outputs, target, wide, &mut total.counts);
        total.count += 1;
        total.weight += wide;
        weight
    }
}

impl StepMetrics {
    /// Makes room for `counts` numbers.
    pub(crate) fn reserve(&mut self, counts: usize) -> Result<()> {
        let more = counts.saturating_sub(self.counts.len());
        (self.counts.try_reserve(more)).map_err(|_| EngineError::out_of_memory("metrics", counts))
    }

    /// Nothing counted yet, of `counts` numbers.
    pub(crate) fn clear(&mut self, counts: usize) {
        self.counts.clear();
        self.counts.resize(counts, 0.0);
        (self.loss, self.count, self.weight) = (0.0, 0, 0.0);
    }

    /// Images that are right, where accuracy is the first of the metrics.
    pub fn correct(&self) -> f64 {
        self.counts.first().copied().unwrap_or(0.0)
    }

    /// Adds what the loss of each image has on top, for large weights.
    pub(crate) fn penalise(&mut self, penalty: f64) {
        self.loss += penalty * f64::from(self.count);
    }

    /// Adds those of other images.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub(crate) fn add(&mut self, other: &StepMetrics) {
        self.loss += other.loss;
        self.count += other.count;
        self.weight += other.weight;
        for (own, other) in self.counts.iter_mut().zip(&other.counts) {
            *own += other;
        }
    }
}

/// What all shards of a step share.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub(crate) plan: &'a Plan,
    /// Derived weights, one buffer a node.
    pub(crate) packed: &'a [Buffer],
    pub(crate) norms: &'a [NormState],
    pub(crate) dataset: &'a Dataset,
    /// Products over the batch, whose operands are kept.
    pub(crate) products: &'a [BatchGemm],
    /// The pass as its first image sees it.
    pub(crate) pass: PassContext,
}

/// Nodes of a segment with the lengths of their accumulators, in the order of their places.
pub(crate) fn accumulators_of<'a>(
    plan: &'a Plan,
    segment: &'a Segment,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let nodes = segment.nodes.clone();
    nodes.map(|node| (node, plan.nodes[node].accumulator))
}
