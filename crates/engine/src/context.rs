//! What all lanes of a pass share, and what a step tells of its images: below lanes and micro-batches, which both use it.

use crate::dataset::Dataset;
use crate::fuse::Role;
use crate::layers::Pass;
use crate::norm::NormState;
use crate::plan::{Plan, Segment};
use fashion_kernels::buffer::Buffer;

/// Loss and metrics of a lane or of a batch, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepMetrics {
    /// Losses of the images, added.
    pub loss: f64,
    /// Images whose largest output is the label's.
    pub correct: u32,
    /// Images.
    pub count: u32,
}

/// What all lanes of a pass share.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) weights: &'a [f32],
    /// Derived weights, one buffer a node.
    pub(crate) packed: &'a [Buffer],
    pub(crate) norms: &'a [NormState],
    pub(crate) dataset: &'a Dataset,
    /// Whether rows of dense layers are kept for products over the batch.
    pub(crate) keeps_rows: bool,
    /// The pass as its first image sees it.
    pub(crate) pass: Pass,
}

/// Nodes of a segment that train, with the length of their own form of weight gradients, in the order of their places.
pub(crate) fn sums_of<'a>(
    plan: &'a Plan,
    segment: &'a Segment,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    segment
        .nodes
        .clone()
        .map(|node| match &plan.nodes[node].role {
            Role::Layer(layer) => (node, layer.sums_len()),
            _ => (node, 0),
        })
}
