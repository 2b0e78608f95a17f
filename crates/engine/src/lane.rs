//! A lane: a fixed slice of the batch with memory of its own, run by one thread from gather to weight gradients.
//!
//! A lane goes through its images in micro-batches; its weight gradients and loss add up in the order of the images.

use crate::dataset::Dataset;
use crate::error::{EngineError, Result};
use crate::layers::{Flow, Params, Pass, Work};
use crate::loss::Loss;
use crate::plan::Plan;
use fashion_kernels::buffer::Buffer;

/// Sums over a lane or a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Losses of the images, added.
    pub loss: f64,
    /// Images whose largest output is the label's.
    pub correct: u32,
    /// Images.
    pub count: u32,
}

/// What all lanes of a step share.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) weights: &'a [f32],
    pub(crate) packed: &'a [f32],
    pub(crate) dataset: &'a Dataset,
    pub(crate) pass: Pass,
}

impl Shared<'_> {
    fn params(&self, node: usize) -> Params<'_> {
        let node = &self.plan.nodes[node];
        Params {
            weights: &self.weights[node.weights.clone()],
            packed: &self.packed[node.packed.clone()],
        }
    }
}

pub(crate) struct Lane {
    values: Buffer,
    gradients: [Buffer; 2],
    scratch: Buffer,
    winners: Vec<u32>,
    /// ∂L/∂w of this lane's images.
    pub(crate) dw: Buffer,
    pub(crate) sums: Sums,
    pub(crate) outputs: Vec<f32>,
}

fn buffer(len: usize) -> Result<Buffer> {
    Buffer::zeroed(len).map_err(|_| EngineError::out_of_memory("lane of a batch", len))
}

impl Lane {
    pub(crate) fn new(plan: &Plan) -> Result<Self> {
        let n = plan.micro_batch;
        let mut winners = Vec::new();
        winners
            .try_reserve_exact(plan.winners_len * n)
            .map_err(|_| EngineError::out_of_memory("lane of a batch", plan.winners_len * n))?;
        winners.resize(plan.winners_len * n, 0);
        Ok(Self {
            values: buffer(plan.values_len * n)?,
            gradients: [Buffer::default(), Buffer::default()],
            scratch: buffer(plan.scratch_len)?,
            winners,
            dw: Buffer::default(),
            sums: Sums::default(),
            outputs: Vec::new(),
        })
    }

    /// Gets what only training needs.
    pub(crate) fn reserve_training(&mut self, plan: &Plan) -> Result<()> {
        if self.dw.len() != plan.parameters() || self.gradients[1].is_empty() {
            self.dw = buffer(plan.parameters())?;
            let len = plan.gradient_len * plan.micro_batch;
            self.gradients = [buffer(len)?, buffer(len)?];
        }
        Ok(())
    }

    /// Room for the outputs of `images` images.
    pub(crate) fn reserve_outputs(&mut self, plan: &Plan, images: usize) -> Result<()> {
        let len = images * plan.output_len();
        self.outputs.clear();
        self.outputs
            .try_reserve_exact(len)
            .map_err(|_| EngineError::out_of_memory("predictions", len))
    }

    /// Loss, metrics and weight gradients of `indices`; `batch` is the size of the whole batch.
    pub(crate) fn train(&mut self, shared: &Shared, loss: Loss, indices: &[u32], batch: usize) {
        self.dw.fill(0.0);
        self.sums = Sums::default();
        let scale = 1.0 / batch as f32;
        self.micro_batches(shared, indices, |lane, shared, indices, pass| {
            lane.forward(shared, indices, &pass);
            lane.loss(shared, loss, indices, Some(scale));
            lane.backward(shared, &pass);
        });
    }

    /// Loss and metrics of `indices`.
    pub(crate) fn test(&mut self, shared: &Shared, loss: Loss, indices: &[u32]) {
        self.sums = Sums::default();
        self.micro_batches(shared, indices, |lane, shared, indices, pass| {
            lane.forward(shared, indices, &pass);
            lane.loss(shared, loss, indices, None);
        });
    }

    /// Outputs of `indices`, in `outputs`.
    pub(crate) fn predict(&mut self, shared: &Shared, indices: &[u32]) {
        self.micro_batches(shared, indices, |lane, shared, indices, pass| {
            lane.forward(shared, indices, &pass);
            let plan = shared.plan;
            let z = &mut lane.values[plan.logits(indices.len())];
            let columns = *plan.output_shape().last().unwrap_or(&1);
            plan.output.forward(columns, z);
            lane.outputs.extend_from_slice(z);
        });
    }

    fn micro_batches(
        &mut self,
        shared: &Shared,
        indices: &[u32],
        mut f: impl FnMut(&mut Self, &Shared, &[u32], Pass),
    ) {
        let mut pass = shared.pass;
        for indices in indices.chunks(shared.plan.micro_batch) {
            pass.count = indices.len();
            f(self, shared, indices, pass);
            pass.position += indices.len() as u32;
        }
    }

    fn forward(&mut self, shared: &Shared, indices: &[u32], pass: &Pass) {
        let plan = shared.plan;
        let n = plan.micro_batch;
        let input = plan.input_len();
        for (&index, image) in indices.iter().zip(self.values.chunks_exact_mut(input)) {
            shared.dataset.gather(index, image);
        }
        for (k, node) in plan.nodes.iter().enumerate() {
            if node.view {
                continue;
            }
            let (from, to) = (plan.slots[k], plan.slots[k + 1]);
            let (before, behind) = self.values.split_at_mut(to.start * n);
            let x = &before[from.start * n..][..from.len * pass.count];
            let y = &mut behind[..to.len * pass.count];
            let work = Work {
                scratch: &mut self.scratch,
                winners: &mut self.winners[node.winners.start * n..node.winners.end * n],
            };
            let pass = Pass { layer: k, ..*pass };
            node.layer.forward(&pass, shared.params(k), x, y, work);
        }
    }

    /// Adds up loss and metrics; in training leaves `scale` · ∂L/∂logits in the first gradient buffer.
    fn loss(&mut self, shared: &Shared, loss: Loss, indices: &[u32], scale: Option<f32>) {
        let plan = shared.plan;
        let z = &mut self.values[plan.logits(indices.len())];
        // The last layer's backward may want its output, so the loss works on a copy.
        let z = match scale {
            Some(_) => {
                let copy = &mut self.gradients[0][..z.len()];
                copy.copy_from_slice(z);
                copy
            }
            None => z,
        };
        for (&index, z) in indices.iter().zip(z.chunks_exact_mut(plan.output_len())) {
            let outcome = loss.apply(
                plan.output,
                z,
                shared.dataset.label(index),
                scale.unwrap_or(0.0),
            );
            self.sums.loss += f64::from(outcome.loss);
            self.sums.correct += u32::from(outcome.correct);
            self.sums.count += 1;
        }
    }

    fn backward(&mut self, shared: &Shared, pass: &Pass) {
        let plan = shared.plan;
        let n = plan.micro_batch;
        let [mut dy, mut dx] = self.gradients.each_mut();
        for (k, node) in plan.nodes.iter().enumerate().rev() {
            if k < plan.first_trainable {
                break;
            }
            if node.view {
                continue;
            }
            let (from, to) = (plan.slots[k], plan.slots[k + 1]);
            let (before, behind) = self.values.split_at(to.start * n);
            let x = &before[from.start * n..][..from.len * pass.count];
            let y = &behind[..to.len * pass.count];
            let work = Work {
                scratch: &mut self.scratch,
                winners: &mut self.winners[node.winners.start * n..node.winners.end * n],
            };
            let wanted = k > plan.first_trainable;
            let flow = Flow {
                x,
                y,
                dy: &mut dy[..to.len * pass.count],
                dx: wanted.then_some(&mut dx[..from.len * pass.count]),
                dw: &mut self.dw[node.weights.clone()],
            };
            let pass = Pass { layer: k, ..*pass };
            node.layer.backward(&pass, shared.params(k), flow, work);
            std::mem::swap(&mut dy, &mut dx);
        }
    }
}
