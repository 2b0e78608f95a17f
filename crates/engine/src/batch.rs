//! A batch on its way through the lanes: segment by segment forward, then backward, with a join behind each.
//!
//! What the lanes know of a normalization comes together between two segments, in the order of the lanes.

use crate::context::Shared;
use crate::dataset::Dataset;
use crate::lane::Lane;
use crate::layers::Pass;
use crate::loss::Loss;
use crate::norm::{LaneSums, NormState};
use crate::parallel;
use crate::plan::Plan;
use crate::product::keeps_rows;
use crate::workspace::Workspace;
use fashion_kernels::buffer::Buffer;
use std::ops::Range;

/// Images of lane `lane` of `lanes`.
pub(crate) fn slice(images: usize, lanes: usize, lane: usize) -> Range<usize> {
    lane * images / lanes..(lane + 1) * images / lanes
}

/// The memory of a session as a batch takes it.
pub(crate) struct Batch<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) weights: &'a [f32],
    pub(crate) packed: &'a [Buffer],
    pub(crate) dataset: &'a Dataset,
    pub(crate) pass: Pass,
    pub(crate) indices: &'a [u32],
    pub(crate) lanes: &'a mut [Lane],
    pub(crate) workspaces: &'a mut [Workspace],
    pub(crate) norms: &'a mut [NormState],
    pub(crate) norm_total: &'a mut LaneSums,
}

impl Batch<'_> {
    /// Forward segment by segment, then backward; between two, what the lanes know comes together.
    pub(crate) fn train(&mut self, loss: Loss) {
        let (last, images) = (self.plan.segments.len() - 1, self.indices.len());
        for number in 0..=last {
            self.each(|lane, workspace, shared, indices| {
                lane.train_forward(workspace, shared, number, loss, indices, images);
            });
            if number < last {
                let sums = self.lanes.iter().map(|lane| &lane.norm_sums);
                let norm = &self.plan.norms[number];
                self.norms[number].take_moments(norm, self.weights, sums, self.norm_total);
            }
        }
        for number in (0..last).rev() {
            self.take_gradients(number);
            if self.plan.segments[number].nodes.end <= self.plan.first_trainable {
                break;
            }
            self.each(|lane, workspace, shared, indices| {
                lane.train_backward(workspace, shared, number, indices);
            });
        }
    }

    /// What came back through normalization `number`, of all lanes.
    fn take_gradients(&mut self, number: usize) {
        let norm = &self.plan.norms[number];
        let sums = self.lanes.iter().map(|lane| &lane.norm_sums);
        self.norms[number].take_gradients(norm, sums, self.norm_total);
        NormState::add_weight_gradients(norm, self.norm_total, &mut self.lanes[0].dw);
    }

    /// Every lane with its slice of the batch.
    pub(crate) fn each(&mut self, f: impl Fn(&mut Lane, &mut Workspace, &Shared, &[u32]) + Sync) {
        let shared = Shared {
            plan: self.plan,
            weights: self.weights,
            packed: self.packed,
            norms: self.norms,
            dataset: self.dataset,
            keeps_rows: keeps_rows(self.indices.len()),
            pass: self.pass,
        };
        let (indices, lanes) = (self.indices, self.lanes.len());
        parallel::for_each(self.workspaces, self.lanes, |workspace, number, lane| {
            let range = slice(indices.len(), lanes, number);
            let mut shared = shared;
            shared.pass.position = range.start as u32;
            f(lane, workspace, &shared, &indices[range]);
        });
    }
}
