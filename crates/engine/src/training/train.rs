//! Training steps.
//!
//! Every shard of the batch goes through a segment, forward to the last and backward to the first, with a join after each;
//! then the shards' gradients are added in their order and the optimizer moves the weights, chunk by chunk. A model without
//! batch normalization has one segment. The number of threads changes nothing.

use super::{Session, buffer, not_compiled, unknown_dataset};
use crate::batch_gemm::kept;
use crate::error::{Code, EngineError, Result, message};
use crate::executor::batch::Batch;
use crate::executor::batch_statistics::{NormState, ShardSums};
use crate::executor::context::StepMetrics;
use crate::executor::shard::Shard;
use crate::executor::workspace::Workspace;
use crate::layers::{NodeWeights, PassContext};
use crate::parallel;
use crate::plan::{Op, Plan, shards};
use crate::training::update::{self, Step, Vectors};
use fashion_kernels::buffer::Buffer;

/// Memory of the steps; what depends on the batch is had when the first comes.
pub(super) struct Memory {
    /// Derived weights, one buffer a node.
    packed: Vec<Buffer>,
    pub(super) packed_is_stale: bool,
    norms: Vec<NormState>,
    norm_total: ShardSums,
    shards: Vec<Shard>,
    workspaces: Vec<Workspace>,
    gradient: Buffer,
}

impl Memory {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut norm_total = ShardSums::default();
        norm_total.reserve(plan.lengths.channels);
        Self {
            packed: plan.nodes.iter().map(|_| Buffer::default()).collect(),
            packed_is_stale: true,
            norms: (plan.norms.iter())
                .map(|norm| NormState::new(&norm.norm))
                .collect(),
            norm_total,
            shards: Vec::new(),
            workspaces: Vec::new(),
            gradient: Buffer::default(),
        }
    }

    /// Gets the memory for a batch of `images`; the answer is how many shards it takes.
    fn reserve(&mut self, plan: &Plan, images: usize) -> Result<usize> {
        let used = shards(images);
        for (node, packed) in plan.nodes.iter().zip(&mut self.packed) {
            if packed.len() != node.packed_len() {
                *packed = buffer("weight layouts", node.packed_len())?;
            }
        }
        if self.shards.len() < used {
            self.shards.resize_with(used, Shard::default);
        }
        if self.workspaces.len() < parallel::workers() {
            self.workspaces
                .resize_with(parallel::workers(), Workspace::default);
        }
        for workspace in &mut self.workspaces {
            workspace.reserve(plan)?;
        }
        for shard in &mut self.shards[..used] {
            shard.reserve(plan, images.div_ceil(used), kept(&plan.products, images))?;
        }
        if self.gradient.len() != plan.parameters() {
            self.gradient = buffer("gradient", plan.parameters())?;
        }
        Ok(used)
    }

    fn pack(&mut self, plan: &Plan, weights: &[f32]) {
        if !self.packed_is_stale {
            return;
        }
        parallel::each(&mut self.packed, |number, packed| {
            let node = &plan.nodes[number];
            if let Op::Layer(layer) = &node.op {
                let own = &weights[node.weights.clone()];
                let (forward, backward) = packed.split_at_mut(layer.packed_len());
                layer.pack(NodeWeights { own, norm: &[] }, forward);
                layer.pack_backward(own, backward);
            }
        });
        self.packed_is_stale = false;
    }
}

impl Session {
    /// One optimizer step on a batch.
    pub fn train_batch(&mut self, dataset: usize, indices: &[u32]) -> Result<StepMetrics> {
        if self.step() == u32::MAX {
            return Err(EngineError::new(
                Code::InvalidArgument,
                message!(
                    "model: its optimizer has taken {} steps, the most that are counted → call compile() again to begin anew",
                    u32::MAX
                ),
            ));
        }
        let sums = self.accumulate(dataset, indices)?;
        self.apply_gradient(indices.len());
        Ok(sums)
    }

    /// Gradient of a batch's loss, laid out like the weights; nothing else changes.
    pub fn gradient(&mut self, dataset: usize, indices: &[u32]) -> Result<Vec<f32>> {
        self.accumulate(dataset, indices)?;
        let mut total = vec![0.0; self.plan.parameters()];
        let shards = &self.training.shards[..shards(indices.len())];
        update::add_up(&self.plan, shards, indices.len(), 0, &mut total);
        for weight in self.plan.weights().iter().filter(|weight| weight.trainable) {
            let range = weight.range.clone();
            (weight.regularizer).add_gradient(&self.weights[range.clone()], &mut total[range]);
        }
        Ok(total)
    }

    /// Runs the shards of a batch. All memory is had, and all input checked, before anything changes.
    fn accumulate(&mut self, dataset: usize, indices: &[u32]) -> Result<StepMetrics> {
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        let data = self.datasets.get(dataset).and_then(Option::as_ref);
        let data = data.ok_or_else(|| unknown_dataset(dataset))?;
        data.check(indices, Some(self.plan.output_len()))?;
        let used = self.training.reserve(&self.plan, indices.len())?;
        compiled.reserve_slots(self.plan.parameters())?;
        self.training.pack(&self.plan, &self.weights);
        let memory = &mut self.training;
        let mut batch = Batch {
            plan: &self.plan,
            weights: &self.weights,
            packed: &memory.packed,
            dataset: data,
            pass: PassContext {
                seed: self.seed,
                step: compiled.step,
                position: 0,
                layer: 0,
                count: 0,
            },
            indices,
            shards: &mut memory.shards[..used],
            workspaces: &mut memory.workspaces,
            norms: &mut memory.norms,
            norm_total: &mut memory.norm_total,
        };
        batch.train(compiled.spec.loss);
        let mut total = StepMetrics::default();
        for shard in &memory.shards[..used] {
            total.add(&shard.metrics);
        }
        total.penalise(compiled.parameters.penalty(&self.weights));
        Ok(total)
    }

    /// Moves the weights by the gradients that a batch of `images` has left in its shards.
    fn apply_gradient(&mut self, images: usize) {
        let compiled = self.compiled.as_mut().expect("accumulate has checked it");
        compiled.step += 1;
        let step = Step {
            optimizer: &*compiled.spec.optimizer.step(compiled.step),
            parameters: &compiled.parameters,
        };
        let memory = &mut self.training;
        let shards = &memory.shards[..shards(images)];
        let vectors = Vectors::new(&mut self.weights, &mut memory.gradient, &mut compiled.slots);
        update::apply(step, &self.plan, shards, images, vectors);
        for (norm, state) in self.plan.norms.iter().zip(&memory.norms) {
            state.move_statistics(&norm.norm, &mut self.weights[norm.weights.clone()]);
        }
        self.weights_changed();
    }
}
