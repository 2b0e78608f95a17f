//! A batch on its way through the shards: segment by segment forward, then backward, with a join after each.
//!
//! What the shards know of normalizations comes together between two segments, in the order of the shards.

use super::batch_statistics::{NormState, ShardSums};
use super::context::{Head, Shared};
use super::shard::{End, Shard};
use super::workspace::Workspace;
use crate::batch_gemm::{in_shard, kept};
use crate::dataset::Dataset;
use crate::layers::PassContext;
use crate::parallel;
use crate::plan::Plan;
use fashion_kernels::buffer::Buffer;
use std::ops::Range;

/// Images of shard `shard` of `shards`.
pub(crate) fn slice(images: usize, shards: usize, shard: usize) -> Range<usize> {
    shard * images / shards..(shard + 1) * images / shards
}

/// The memory of a session as a batch takes it.
pub(crate) struct Batch<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) weights: &'a [f32],
    pub(crate) packed: &'a [Buffer],
    pub(crate) dataset: &'a Dataset,
    pub(crate) pass: PassContext,
    pub(crate) indices: &'a [u32],
    pub(crate) shards: &'a mut [Shard],
    pub(crate) workspaces: &'a mut [Workspace],
    pub(crate) norms: &'a mut [NormState],
    pub(crate) norm_total: &'a mut ShardSums,
}

impl Batch<'_> {
    /// Forward segment by segment, then backward; between two, what the shards know comes together.
    pub(crate) fn train(&mut self, head: &Head) {
        self.forward(head, false);
        self.backward();
    }

    /// Forward to the loss and, in the last segment, back from it; or, `to_outputs`, to the outputs, which the shards keep.
    pub(crate) fn forward(&mut self, head: &Head, to_outputs: bool) {
        let plan = self.plan;
        let images = self.indices.len();
        for (number, segment) in plan.segments.iter().enumerate() {
            self.each(|shard, workspace, shared, indices| {
                let end = match to_outputs {
                    true => End::Outputs(head),
                    false => End::Loss(head, 1.0 / images as f32),
                };
                shard.train_forward(workspace, shared, number, end, indices);
            });
            for &norm in &segment.statistics {
                self.take_moments(norm);
            }
        }
    }

    /// Takes ∂L/∂ of all outputs, a row an image, whose last segment has no nodes, and goes back from there.
    pub(crate) fn backward_from(&mut self, gradient: &[f32]) {
        self.each(|shard, workspace, shared, indices| {
            shard.take_gradient(workspace, shared, gradient, indices);
        });
        self.backward();
    }

    /// Backward through all segments but the last.
    fn backward(&mut self) {
        let plan = self.plan;
        let last = plan.segments.len() - 1;
        for number in (0..last).rev() {
            for &norm in &plan.segments[number + 1].normalised {
                self.take_gradients(norm);
            }
            let nodes = &plan.nodes[plan.segments[number].nodes.clone()];
            if nodes.iter().any(|node| node.runs_backward) {
                self.each(|shard, workspace, shared, indices| {
                    shard.train_backward(workspace, shared, number, indices);
                });
            }
        }
    }

    fn take_moments(&mut self, number: usize) {
        let norm = &self.plan.norms[number];
        let sums = (self.shards.iter()).map(|shard| &shard.norm_sums[norm.statistics_slot]);
        let weights = &self.weights[norm.weights.clone()];
        self.norms[number].take_moments(&norm.norm, weights, sums, self.norm_total);
    }

    /// What came back through normalization `number`, of all shards.
    fn take_gradients(&mut self, number: usize) {
        let norm = &self.plan.norms[number];
        let sums = (self.shards.iter()).map(|shard| &shard.norm_sums[norm.normalise_slot]);
        self.norms[number].take_gradients(&norm.norm, sums, self.norm_total);
        let kept = kept(&self.plan.products, self.indices.len());
        let dw = &mut self.shards[0].dw[in_shard(kept, &norm.weights)];
        NormState::add_weight_gradients(&norm.norm, self.norm_total, dw);
    }

    /// Every shard with its slice of the batch.
    fn each(&mut self, f: impl Fn(&mut Shard, &mut Workspace, &Shared, &[u32]) + Sync) {
        let shared = Shared {
            plan: self.plan,
            packed: self.packed,
            norms: self.norms,
            dataset: self.dataset,
            products: kept(&self.plan.products, self.indices.len()),
            pass: self.pass,
        };
        let (indices, shards) = (self.indices, self.shards.len());
        parallel::for_each(self.workspaces, self.shards, |workspace, number, shard| {
            let range = slice(indices.len(), shards, number);
            let mut shared = shared;
            shared.pass.position = range.start as u32;
            f(shard, workspace, &shared, &indices[range]);
        });
    }
}
