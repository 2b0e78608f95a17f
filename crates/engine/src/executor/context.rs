//! What all shards of a step share, and what a step tells of its images: below shards and micro-batches, which both use it.

use super::batch_statistics::NormState;
use crate::batch_gemm::BatchGemm;
use crate::dataset::Dataset;
use crate::layers::PassContext;
use crate::losses::Outcome;
use crate::plan::{Plan, Segment};
use fashion_kernels::buffer::Buffer;

/// Loss and metrics of a shard or of a batch, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepMetrics {
    /// Losses of the images, added.
    pub loss: f64,
    /// Images whose largest output is the label's.
    pub correct: u32,
    /// Images.
    pub count: u32,
}

impl StepMetrics {
    /// Adds one image.
    pub(crate) fn count(&mut self, outcome: &Outcome) {
        self.loss += f64::from(outcome.loss);
        self.correct += u32::from(outcome.correct);
        self.count += 1;
    }

    /// Adds what the loss of each image has on top, for large weights.
    pub(crate) fn penalise(&mut self, penalty: f64) {
        self.loss += penalty * f64::from(self.count);
    }

    /// Adds those of other images.
    pub(crate) fn add(&mut self, other: &StepMetrics) {
        self.loss += other.loss;
        self.correct += other.correct;
        self.count += other.count;
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
