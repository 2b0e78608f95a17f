//! A shard: a fixed slice of the batch, run by one thread at a time, one segment after the other.
//!
//! It goes through its images in micro-batches; its weight gradients and loss add up in the order of the images. What it
//! holds itself lasts from segment to segment; everything else is the thread's (`workspace.rs`).

use super::batch_statistics::ShardSums;
use super::context::{Head, Shared, StepMetrics, accumulators_of};
use super::micro_batch::{Gradients, MicroBatch};
use super::workspace::{Arena, Memory, Workspace};
use crate::batch_gemm::{BatchGemm, in_shard};
use crate::error::Result;
use crate::layers::PassContext;
use crate::metrics;
use crate::plan::{Op, Plan, Segment};
use crate::workspace::{grow, grow_floats};
use fashion_kernels::buffer::Buffer;

#[derive(Default)]
pub(crate) struct Shard {
    /// Values and gradients of all its images that segments leave to each other.
    arena: Arena,
    /// ∂L/∂w of this shard's images, without the kernels of products over the batch.
    pub(crate) dw: Buffer,
    /// X and dY of dense layers.
    pub(crate) operands: Buffer,
    /// For each normalization that a segment has sums of.
    pub(crate) norm_sums: Vec<ShardSums>,
    pub(crate) metrics: StepMetrics,
    /// Of its images, where the loss is the caller's.
    pub(crate) outputs: Vec<f32>,
}

/// What the last segment ends with.
#[derive(Clone, Copy)]
pub(crate) enum End<'a> {
    /// The loss, whose gradient is scaled, and the way back.
    Loss(&'a Head<'a>, f32),
    /// The outputs.
    Outputs(&'a Head<'a>),
}

impl Shard {
    /// Gets what training on `images` images needs.
    pub(crate) fn reserve(
        &mut self,
        plan: &Plan,
        images: usize,
        products: &[BatchGemm],
        counts: usize,
    ) -> Result<()> {
        self.metrics.reserve(counts)?;
        if plan.ends_apart {
            grow_floats(&mut self.outputs, plan.output_len() * images)?;
        }
        grow(&mut self.dw, gradient_len(plan, products))?;
        if !products.is_empty() {
            grow(&mut self.operands, plan.lengths.operands * images)?;
        }
        self.arena.reserve_shard(plan, images)?;
        (self.norm_sums).resize_with(plan.lengths.norm_slots, ShardSums::default);
        for sums in &mut self.norm_sums {
            sums.reserve(plan.lengths.channels);
        }
        Ok(())
    }

    /// Segment `number` of a training step on `indices`, forward; the last one forward and backward, with loss and metrics.
    pub(crate) fn train_forward(
        &mut self,
        workspace: &mut Workspace,
        shared: &Shared,
        number: usize,
        end: End,
        indices: &[u32],
    ) {
        let plan = shared.plan;
        let segment = &plan.segments[number];
        let (first, last) = (number == 0, number + 1 == plan.segments.len());
        if first {
            self.clear_gradient(shared);
            let (End::Loss(head, _) | End::Outputs(head)) = end;
            self.metrics
                .clear(metrics::len(head.metrics, plan.output_len()));
        }
        self.norm_sums.iter_mut().for_each(ShardSums::clear);
        if last {
            clear_accumulators(workspace, plan, segment);
        }
        self.micro_batches(
            workspace,
            shared,
            segment,
            indices,
            |shard, mut images, indices| {
                if first {
                    images.gather(indices);
                }
                images.forward(segment, &mut shard.norm_sums);
                match end {
                    _ if !last => {}
                    End::Loss(head, scale) => {
                        images.loss(head, indices, scale, &mut shard.metrics);
                        shard.backward(&mut images, segment);
                    }
                    End::Outputs(head) => {
                        images.outputs(head, indices, &mut shard.outputs, &mut shard.metrics);
                    }
                }
            },
        );
        if last {
            self.reduce(workspace, shared, segment);
        }
    }

    /// Puts the rows of `gradient` that are its images' where the last segment's nodes would leave them.
    pub(crate) fn take_gradient(
        &mut self,
        workspace: &mut Workspace,
        shared: &Shared,
        gradient: &[f32],
        indices: &[u32],
    ) {
        let segment = &shared.plan.segments[shared.plan.segments.len() - 1];
        self.micro_batches(
            workspace,
            shared,
            segment,
            indices,
            |shard, mut images, _| {
                images.take_gradient(gradient, &shard.outputs);
            },
        );
    }

    /// Segment `number` of a training step, backward; not for the last, which `train_forward` has done.
    pub(crate) fn train_backward(
        &mut self,
        workspace: &mut Workspace,
        shared: &Shared,
        number: usize,
        indices: &[u32],
    ) {
        let plan = shared.plan;
        let segment = &plan.segments[number];
        self.norm_sums.iter_mut().for_each(ShardSums::clear);
        clear_accumulators(workspace, plan, segment);
        self.micro_batches(
            workspace,
            shared,
            segment,
            indices,
            |shard, mut images, _| {
                images.recompute(segment);
                shard.backward(&mut images, segment);
            },
        );
        self.reduce(workspace, shared, segment);
    }

    fn clear_gradient(&mut self, shared: &Shared) {
        self.dw[..gradient_len(shared.plan, shared.products)].fill(0.0);
    }

    fn backward(&mut self, images: &mut MicroBatch, segment: &Segment) {
        let gradients = Gradients {
            dw: &mut self.dw,
            operands: (!images.shared.products.is_empty()).then_some(&mut self.operands),
        };
        images.backward(segment, &mut self.norm_sums, gradients);
    }

    fn micro_batches(
        &mut self,
        workspace: &mut Workspace,
        shared: &Shared,
        segment: &Segment,
        indices: &[u32],
        mut f: impl FnMut(&mut Self, MicroBatch, &[u32]),
    ) {
        let mut arena = std::mem::take(&mut self.arena);
        let shard_images = indices.len();
        for (number, indices) in indices.chunks(segment.micro_batch).enumerate() {
            let first = number * segment.micro_batch;
            let images = MicroBatch {
                shared,
                memory: Memory {
                    thread: &mut workspace.arena,
                    shard: &mut arena,
                    images: shard_images,
                    first,
                    count: indices.len(),
                },
                pass: PassContext {
                    count: indices.len(),
                    position: shared.pass.position + first as u32,
                    ..shared.pass
                },
                scratch: &mut workspace.scratch,
                indices: &mut workspace.indices,
                accumulators: &mut workspace.accumulators,
                channels: &mut workspace.channels,
            };
            f(self, images, indices);
        }
        self.arena = arena;
    }

    /// Brings the layers' own forms of weight gradients to `dw`.
    fn reduce(&mut self, workspace: &Workspace, shared: &Shared, segment: &Segment) {
        let (plan, mut start) = (shared.plan, 0);
        for (node, len) in accumulators_of(plan, segment) {
            let node = &plan.nodes[node];
            if let (Op::Layer(layer), true) = (&node.op, len > 0 && node.trained) {
                let accumulator = &workspace.accumulators[start..start + len];
                let range = in_shard(shared.products, &node.weights);
                layer.reduce_gradient(accumulator, &mut self.dw[range]);
            }
            start += len;
        }
    }
}

/// Floats of a shard's gradient.
fn gradient_len(plan: &Plan, kept: &[BatchGemm]) -> usize {
    in_shard(kept, &(0..plan.parameters())).end
}

fn clear_accumulators(workspace: &mut Workspace, plan: &Plan, segment: &Segment) {
    let len: usize = accumulators_of(plan, segment).map(|(_, len)| len).sum();
    workspace.accumulators[..len].fill(0.0);
}
