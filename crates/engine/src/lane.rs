//! A lane: a fixed slice of the batch, run by one thread at a time, one segment after the other.
//!
//! It goes through its images in micro-batches; its weight gradients and loss add up in the order of the images. What it
//! holds itself lasts from segment to segment; everything else is the thread's (`workspace.rs`).

use crate::chain::{Chain, Images};
use crate::context::{Shared, StepMetrics, sums_of};
use crate::error::Result;
use crate::fuse::Role;
use crate::layers::Pass;
use crate::loss::Loss;
use crate::norm::LaneSums;
use crate::plan::{Plan, Segment};
use crate::workspace::{Values, Workspace, grow};
use fashion_kernels::buffer::Buffer;

#[derive(Default)]
pub(crate) struct Lane {
    /// Values of all its images, where segments leave them to each other.
    values: Values,
    /// Gradients between two segments, used in turn.
    boundary: [Buffer; 2],
    /// ∂L/∂w of this lane's images; where rows are kept, without the kernels of dense layers.
    pub(crate) dw: Buffer,
    /// Rows of X and dY of dense layers.
    pub(crate) rows: Buffer,
    pub(crate) norm_sums: LaneSums,
    pub(crate) sums: StepMetrics,
}

impl Lane {
    /// Gets what training on `images` images needs.
    pub(crate) fn reserve_training(
        &mut self,
        plan: &Plan,
        images: usize,
        keeps_rows: bool,
    ) -> Result<()> {
        grow(&mut self.dw, plan.parameters())?;
        if keeps_rows {
            grow(&mut self.rows, plan.lengths.rows * images)?;
        }
        if plan.norms.is_empty() {
            return Ok(());
        }
        self.values.reserve(plan, images)?;
        for buffer in &mut self.boundary {
            grow(buffer, plan.lengths.boundary * images)?;
        }
        self.norm_sums.reserve(plan.lengths.channels);
        Ok(())
    }

    /// One segment of a training step on `indices`, forward; the last one forward and backward, with loss and metrics.
    ///
    /// `batch` is the size of the whole batch.
    pub(crate) fn train_forward(
        &mut self,
        workspace: &mut Workspace,
        shared: &Shared,
        number: usize,
        loss: Loss,
        indices: &[u32],
        batch: usize,
    ) {
        let plan = shared.plan;
        let segment = &plan.segments[number];
        let (first, last) = (number == 0, number + 1 == plan.segments.len());
        if first {
            self.clear_gradient(shared);
            self.sums = StepMetrics::default();
        }
        self.norm_sums.clear();
        if last {
            Self::clear_sums(workspace, plan, segment);
        }
        self.micro_batches(
            workspace,
            shared,
            segment.micro_batch,
            indices,
            |lane, mut chain, images, indices| {
                if first {
                    chain.gather(&images, indices);
                }
                chain.forward(segment.nodes.clone(), &images, &mut lane.norm_sums);
                if last {
                    let scale = Some(1.0 / batch as f32);
                    chain.loss(&images, loss, indices, scale, &mut lane.sums);
                    chain.backward(segment.nodes.clone(), &images, &mut lane.backward(shared));
                }
            },
        );
        if last {
            self.finish(workspace, plan, segment);
        }
    }

    /// One segment of a training step, backward; not for the last, which `train_forward` has done.
    pub(crate) fn train_backward(
        &mut self,
        workspace: &mut Workspace,
        shared: &Shared,
        number: usize,
        indices: &[u32],
    ) {
        let plan = shared.plan;
        let segment = &plan.segments[number];
        self.norm_sums.clear();
        Self::clear_sums(workspace, plan, segment);
        self.micro_batches(
            workspace,
            shared,
            segment.micro_batch,
            indices,
            |lane, mut chain, images, _| {
                chain.renew(segment.nodes.clone(), &images);
                chain.backward(segment.nodes.clone(), &images, &mut lane.backward(shared));
            },
        );
        self.finish(workspace, plan, segment);
    }

    /// Loss and metrics of `indices`.
    pub(crate) fn test(
        &mut self,
        workspace: &mut Workspace,
        shared: &Shared,
        loss: Loss,
        indices: &[u32],
    ) {
        self.sums = StepMetrics::default();
        let nodes = 0..shared.plan.nodes.len();
        self.micro_batches(
            workspace,
            shared,
            shared.plan.micro_batch,
            indices,
            |lane, mut chain, images, indices| {
                chain.gather(&images, indices);
                chain.forward(nodes.clone(), &images, &mut lane.norm_sums);
                chain.loss(&images, loss, indices, None, &mut lane.sums);
            },
        );
    }

    fn clear_gradient(&mut self, shared: &Shared) {
        let mut start = 0;
        if shared.keeps_rows {
            for product in &shared.plan.products {
                self.dw[start..product.kernel.start].fill(0.0);
                start = product.kernel.end;
            }
        }
        self.dw[start..].fill(0.0);
    }

    fn backward(&mut self, shared: &Shared) -> crate::chain::Backward<'_> {
        crate::chain::Backward {
            dw: &mut self.dw,
            rows: shared.keeps_rows.then_some(&mut self.rows),
            norm_sums: &mut self.norm_sums,
            boundary: &mut self.boundary,
        }
    }

    /// Values are the lane's where segments leave them to each other, else the thread's.
    fn micro_batches(
        &mut self,
        workspace: &mut Workspace,
        shared: &Shared,
        size: usize,
        indices: &[u32],
        mut f: impl FnMut(&mut Self, Chain, Images, &[u32]),
    ) {
        let keeps = shared.pass.training && !shared.plan.norms.is_empty();
        let mut values = std::mem::take(if keeps {
            &mut self.values
        } else {
            &mut workspace.values
        });
        let indices_len = indices.len();
        for (number, indices) in indices.chunks(size).enumerate() {
            let first = number * size;
            let images = Images {
                first: if keeps { first } else { 0 },
                of_lane: (first, indices_len),
                pass: Pass {
                    count: indices.len(),
                    position: shared.pass.position + first as u32,
                    ..shared.pass
                },
            };
            let chain = Chain {
                shared,
                values: &mut values,
                passing: &mut workspace.passing,
                gradients: &mut workspace.gradients,
                scratch: &mut workspace.scratch,
                indices: &mut workspace.indices,
                sums: &mut workspace.sums,
                channels: &mut workspace.channels,
            };
            f(self, chain, images, indices);
        }
        *(if keeps {
            &mut self.values
        } else {
            &mut workspace.values
        }) = values;
    }

    fn clear_sums(workspace: &mut Workspace, plan: &Plan, segment: &Segment) {
        let len: usize = sums_of(plan, segment).map(|(_, len)| len).sum();
        workspace.sums[..len].fill(0.0);
    }

    /// Brings the layers' own forms of weight gradients to `dw`.
    fn finish(&mut self, workspace: &Workspace, plan: &Plan, segment: &Segment) {
        let mut start = 0;
        for (node, len) in sums_of(plan, segment) {
            let node = &plan.nodes[node];
            if let (Role::Layer(layer), true) = (&node.role, len > 0) {
                let sums = &workspace.sums[start..start + len];
                layer.finish(sums, &mut self.dw[node.weights.clone()]);
            }
            start += len;
        }
    }
}
