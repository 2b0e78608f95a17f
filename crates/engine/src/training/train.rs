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
use crate::executor::context::{Head, StepMetrics};
use crate::executor::shard::Shard;
use crate::executor::workspace::Workspace;
use crate::layers::{NodeWeights, PassContext};
use crate::losses::Loss;
use crate::metrics;
use crate::optimizers::Moment;
use crate::parallel;
use crate::plan::{Op, Plan, shards};
use crate::training::update::{self, Average, Step, Update};
use fashion_kernels::buffer::Buffer;

/// Memory of the steps; what depends on the batch is had when the first comes.
pub(super) struct Memory {
    /// Derived weights, one buffer a node.
    packed: Vec<Buffer>,
    pub(super) packed_is_stale: bool,
    norms: Vec<NormState>,
    norm_total: ShardSums,
    pub(super) shards: Vec<Shard>,
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
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn reserve(&mut self, plan: &Plan, images: usize, counts: usize) -> Result<usize> {
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
            let products = kept(&plan.products, images);
            shard.reserve(plan, images.div_ceil(used), products, counts)?;
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
    /// One optimizer step on a batch; `weights`: one an image, none where all weigh 1.
    pub fn train_batch(
        &mut self,
        dataset: usize,
        indices: &[u32],
        weights: &[f32],
    ) -> Result<StepMetrics> {
        self.check_steps()?;
        let sums = self.accumulate(dataset, indices, weights)?;
        self.apply_gradient(indices.len());
        Ok(sums)
    }

    pub(super) fn check_steps(&self) -> Result<()> {
        if self.step() < u32::MAX {
            return Ok(());
        }
        Err(EngineError::new(
            Code::InvalidArgument,
            message!(
                "model: its optimizer has taken {} steps, the most that are counted → call compile() again to begin anew",
                u32::MAX
            ),
        ))
    }

    /// Gradient of a batch's loss, laid out like the weights; nothing else changes.
    pub fn gradient(
        &mut self,
        dataset: usize,
        indices: &[u32],
        weights: &[f32],
    ) -> Result<Vec<f32>> {
        self.accumulate(dataset, indices, weights)?;
        let mut total = vec![0.0; self.plan.parameters()];
        let shards = &self.training.shards[..shards(indices.len())];
        update::add_up(&self.plan, shards, indices.len(), 0, &mut total);
        for weight in self.plan.weights().iter().filter(|weight| weight.trainable) {
            let range = weight.range.clone();
            (weight.regularizer).add_gradient(&self.weights[range.clone()], &mut total[range]);
        }
        Ok(total)
    }

    /// Refuses images that are not there, targets that the loss cannot take, and another number of weights.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub(super) fn check_batch(
        &self,
        dataset: usize,
        indices: &[u32],
        weights: &[f32],
    ) -> Result<()> {
        let loss = &self.compiled.as_ref().ok_or_else(not_compiled)?.spec.loss;
        let data = self.datasets.get(dataset).and_then(Option::as_ref);
        let data = data.ok_or_else(|| unknown_dataset(dataset))?;
        let units = self.plan.output_len();
        data.check(indices, units, loss.labels(units))?;
        if weights.is_empty() || weights.len() == indices.len() {
            return Ok(());
        }
        Err(EngineError::new(
            Code::DataMismatch,
            message!(
                "batch: {} weights for {} images → one an image",
                weights.len(),
                indices.len()
            ),
        ))
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn accumulate(
        &mut self,
        dataset: usize,
        indices: &[u32],
        weights: &[f32],
    ) -> Result<StepMetrics> {
        self.under_way = None;
        let loss = self.compiled.as_ref().ok_or_else(not_compiled)?.spec.loss;
        if loss.loss == Loss::Custom {
            return Err(EngineError::new(
                Code::InvalidArgument,
                "batch: the loss is worked out by the caller → call forward, backward and applyGradients",
            ));
        }
        self.with_batch(dataset, indices, weights, |batch, head| batch.train(head))?;
        Ok(self.sums(indices.len()))
    }

    /// Has `f` run the shards of a batch. All memory is had, and all input checked, before anything changes.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub(super) fn with_batch(
        &mut self,
        dataset: usize,
        indices: &[u32],
        weights: &[f32],
        f: impl FnOnce(&mut Batch, &Head),
    ) -> Result<()> {
        self.check_batch(dataset, indices, weights)?;
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        let data = self.datasets.get(dataset).and_then(Option::as_ref);
        let data = data.ok_or_else(|| unknown_dataset(dataset))?;
        let counts = metrics::len(&compiled.spec.metrics, self.plan.output_len());
        let used = self.training.reserve(&self.plan, indices.len(), counts)?;
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
                epoch: self.epoch,
                first_image: self.first_image,
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
        let head = Head {
            loss: &compiled.spec.loss,
            metrics: &compiled.spec.metrics,
            output: self.plan.output,
            dataset: data,
            weights,
        };
        f(&mut batch, &head);
        Ok(())
    }

    /// What the shards of a batch of `images` have counted, with what regularizers add.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub(super) fn sums(&self, images: usize) -> StepMetrics {
        let mut shards = self.training.shards[..shards(images)].iter();
        let first = shards.next().map(|shard| shard.metrics.clone());
        let mut total = first.unwrap_or_default();
        for shard in shards {
            total.add(&shard.metrics);
        }
        if let Some(compiled) = &self.compiled {
            total.penalise(compiled.parameters.penalty(&self.weights));
        }
        total
    }

    /// The end of a batch of `images` that has left its gradients in its shards.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub(super) fn apply_gradient(&mut self, images: usize) {
        let compiled = self.compiled.as_mut().expect("it was checked before");
        let learning_rate = compiled.learning_rate();
        // As in Keras, a schedule counts batches, all else the steps that they make.
        let shared = &compiled.spec.optimizer.shared;
        let every = shared.gradient_accumulation_steps;
        let t = compiled.step / every as u32 + 1;
        compiled.step += 1;
        let spec = &compiled.spec.optimizer;
        let shared = &spec.shared;
        let optimizer = shared
            .steps_at(compiled.step)
            .then(|| spec.step(Moment { t, learning_rate }));
        let momentum = if t == 1 { 0.0 } else { shared.ema_momentum };
        let frequency = shared.ema_overwrite_frequency as u32;
        let step = Step {
            optimizer: optimizer.as_deref(),
            slots: spec.own_slots(),
            parameters: &compiled.parameters,
            decay: (shared.weight_decay * learning_rate) as f32,
            clip: shared.clip(),
            average: shared.use_ema.then_some(Average {
                momentum: momentum as f32,
                gain: (1.0 - momentum) as f32,
                overwrites: frequency > 0 && t.is_multiple_of(frequency),
            }),
            every,
        };
        let memory = &mut self.training;
        let update = Update {
            plan: &self.plan,
            shards: &memory.shards[..shards(images)],
            images,
            weights: &mut self.weights,
            gradient: &mut memory.gradient,
            slots: &mut compiled.slots,
        };
        update::apply(step, update);
        for (norm, state) in self.plan.norms.iter().zip(&memory.norms) {
            state.move_statistics(&norm.norm, &mut self.weights[norm.weights.clone()]);
        }
        self.weights_changed();
    }
}
