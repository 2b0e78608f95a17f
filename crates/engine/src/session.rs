//! A model at work: weights, optimizer slots, lanes, data sets; one step at a time.
//!
//! A step: every lane runs its slice of the batch through a segment, forward to the last and backward to the first, with
//! a join behind each; then the lanes' gradients are added in lane order and the optimizer moves the weights, piece by
//! piece. A model without batch normalization has one segment. The number of threads changes nothing.

mod predict;
mod state;

use crate::batch::Batch;
use crate::compile::CompileSpec;
use crate::context::StepMetrics;
use crate::dataset::Dataset;
use crate::error::{Code, EngineError, Result, message};
use crate::fuse::Role;
use crate::inference::Inference;
use crate::lane::Lane;
use crate::layers::Pass;
use crate::losses::Loss;
use crate::norm::{LaneSums, NormState};
use crate::parallel;
use crate::parameters::ParameterTable;
use crate::plan::{Plan, lanes};
use crate::product::keeps_rows;
use crate::random::{self, Seed};
use crate::spec::ModelSpec;
use crate::update::{self, Step, Vectors};
use crate::workspace::Workspace;
use fashion_kernels::buffer::Buffer;

/// Optimizer and its memory.
pub(crate) struct Compiled {
    pub(crate) spec: CompileSpec,
    /// Those of `OptimizerSpec::slots`, in its order; each is empty until it is first written.
    pub(crate) slots: Vec<Buffer>,
    /// What the optimizer moves.
    parameters: ParameterTable,
    /// Steps taken.
    pub(crate) step: u32,
}

impl Compiled {
    /// Gets the memory of the slots, zeros.
    pub(crate) fn reserve_slots(&mut self, parameters: usize) -> Result<()> {
        for slot in &mut self.slots {
            if slot.len() != parameters {
                *slot = buffer("optimizer", parameters)?;
            }
        }
        Ok(())
    }
}

/// A model with its state.
pub struct Session {
    pub(crate) plan: Plan,
    pub(crate) weights: Buffer,
    /// Derived weights, one buffer a node, made for the first batch.
    packed: Vec<Buffer>,
    packed_is_stale: bool,
    /// For predictions; made when the first is asked for.
    inference: Option<Inference>,
    inference_is_stale: bool,
    norms: Vec<NormState>,
    norm_total: LaneSums,
    pub(crate) compiled: Option<Compiled>,
    lanes: Vec<Lane>,
    workspaces: Vec<Workspace>,
    gradient: Buffer,
    datasets: Vec<Option<Dataset>>,
    seed: Seed,
}

fn buffer(what: &str, len: usize) -> Result<Buffer> {
    Buffer::zeroed(len).map_err(|_| EngineError::out_of_memory(what, len))
}

fn not_compiled() -> EngineError {
    EngineError::new(
        Code::NotCompiled,
        "model: it has no optimizer and loss → call compile({ optimizer, loss }) first",
    )
}

impl Session {
    /// Builds the plan and draws the first weights.
    pub fn new(spec: ModelSpec) -> Result<Self> {
        let seed = Seed::new(spec.seed);
        let plan = Plan::new(spec)?;
        let mut weights = buffer("weights", plan.parameters())?;
        for (number, weight) in plan.weights().iter().enumerate() {
            let out = &mut weights[weight.range.clone()];
            weight.initializer.fill(seed, number, weight.fans, out);
        }
        let packed = plan.nodes.iter().map(|_| Buffer::default()).collect();
        let mut norm_total = LaneSums::default();
        norm_total.reserve(plan.lengths.channels);
        Ok(Self {
            packed,
            packed_is_stale: true,
            inference: None,
            inference_is_stale: true,
            norms: plan.norms.iter().map(NormState::new).collect(),
            norm_total,
            compiled: None,
            lanes: Vec::new(),
            workspaces: Vec::new(),
            gradient: Buffer::default(),
            datasets: Vec::new(),
            plan,
            weights,
            seed,
        })
    }

    /// The compiled spec.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Sets optimizer and loss; the optimizer starts afresh.
    pub fn compile(&mut self, spec: CompileSpec) -> Result<()> {
        if self.plan.output_shape().len() != 1 {
            return Err(EngineError::new(
                Code::ShapeMismatch,
                message!(
                    "compile: the model's output has shape {:?} → the loss takes [classes]; end the model with flatten() and dense()",
                    self.plan.output_shape()
                ),
            ));
        }
        let slots = spec.optimizer.slots().iter();
        self.compiled = Some(Compiled {
            slots: slots.map(|_| Buffer::default()).collect(),
            parameters: ParameterTable::new(self.plan.weights()),
            spec,
            step: 0,
        });
        Ok(())
    }

    /// Adds a data set and gives its id.
    pub fn add_dataset(
        &mut self,
        count: usize,
        image_len: usize,
        float: bool,
        labelled: bool,
    ) -> Result<usize> {
        if image_len != self.plan.input_len() {
            return Err(EngineError::new(
                Code::ShapeMismatch,
                message!(
                    "data set: images of {image_len} values → the model's inputShape is {:?}, {} values",
                    self.plan.spec().input_shape,
                    self.plan.input_len()
                ),
            ));
        }
        let dataset = Dataset::new(count, image_len, float, labelled)?;
        let id = self
            .datasets
            .iter()
            .position(Option::is_none)
            .unwrap_or(self.datasets.len());
        if id == self.datasets.len() {
            self.datasets.push(None);
        }
        self.datasets[id] = Some(dataset);
        Ok(id)
    }

    /// A data set by id, for writing.
    pub fn dataset_mut(&mut self, id: usize) -> Result<&mut Dataset> {
        self.datasets
            .get_mut(id)
            .and_then(Option::as_mut)
            .ok_or_else(|| unknown_dataset(id))
    }

    /// Frees a data set; unknown ids are fine.
    pub fn release_dataset(&mut self, id: usize) {
        if let Some(slot) = self.datasets.get_mut(id) {
            *slot = None;
        }
    }

    /// The seeded order of `n` images in an epoch.
    pub fn permutation(&self, n: usize, epoch: u32) -> Vec<u32> {
        random::permutation(self.seed, n, epoch)
    }

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

    /// Mean-loss gradient of a batch, laid out like the weights; nothing else changes.
    pub fn gradient(&mut self, dataset: usize, indices: &[u32]) -> Result<Vec<f32>> {
        self.accumulate(dataset, indices)?;
        let mut total = vec![0.0; self.plan.parameters()];
        let lanes = &self.lanes[..lanes(indices.len())];
        update::add_up(&self.plan, lanes, indices.len(), 0, &mut total);
        Ok(total)
    }

    /// Loss and metrics of a batch.
    pub fn test_batch(&mut self, dataset: usize, indices: &[u32]) -> Result<StepMetrics> {
        let compiled = self.compiled.as_ref().ok_or_else(not_compiled)?;
        let loss = compiled.spec.loss;
        self.run(
            dataset,
            indices,
            Some(self.plan.output_len()),
            Run::Test(loss),
        )
    }

    fn weights_changed(&mut self) {
        self.packed_is_stale = true;
        self.inference_is_stale = true;
    }

    /// All weights in spec order.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Replaces weights of the flat vector, from value `start` on; the optimizer's slots stay.
    pub fn set_weights(&mut self, start: usize, weights: &[f32]) -> Result<()> {
        let (count, len) = (weights.len(), self.weights.len());
        let range = (start.checked_add(count)).and_then(|end| self.weights.get_mut(start..end));
        let Some(range) = range else {
            return Err(EngineError::new(
                Code::ShapeMismatch,
                message!("setWeights: {count} values from {start} on → the model has {len}"),
            ));
        };
        range.copy_from_slice(weights);
        self.weights_changed();
        Ok(())
    }

    /// The optimizer's step size.
    pub fn learning_rate(&self) -> Result<f64> {
        let compiled = self.compiled.as_ref().ok_or_else(not_compiled)?;
        Ok(compiled.spec.optimizer.learning_rate())
    }

    /// Changes the optimizer's step size.
    pub fn set_learning_rate(&mut self, value: f64) -> Result<()> {
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        compiled.spec.optimizer.set_learning_rate(value)
    }

    fn accumulate(&mut self, dataset: usize, indices: &[u32]) -> Result<StepMetrics> {
        let compiled = self.compiled.as_ref().ok_or_else(not_compiled)?;
        let loss = compiled.spec.loss;
        self.run(
            dataset,
            indices,
            Some(self.plan.output_len()),
            Run::Train(loss),
        )
    }

    /// Runs the lanes of a batch. All memory is had, and all input checked, before anything changes.
    fn run(
        &mut self,
        dataset: usize,
        indices: &[u32],
        classes: Option<usize>,
        run: Run,
    ) -> Result<StepMetrics> {
        let data = self.datasets.get(dataset).and_then(Option::as_ref);
        let data = data.ok_or_else(|| unknown_dataset(dataset))?;
        data.check(indices, classes)?;
        let used = self.reserve(indices.len(), run)?;
        self.pack();
        if !matches!(run, Run::Train(_)) {
            for (norm, state) in self.plan.norms.iter().zip(&mut self.norms) {
                state.take_moving(norm, &self.weights);
            }
        }
        let mut batch = Batch {
            plan: &self.plan,
            weights: &self.weights,
            packed: &self.packed,
            dataset: self.datasets[dataset].as_ref().expect("it was just there"),
            pass: Pass {
                training: matches!(run, Run::Train(_)),
                seed: self.seed,
                step: self.compiled.as_ref().map_or(0, |c| c.step),
                position: 0,
                layer: 0,
                count: 0,
            },
            indices,
            lanes: &mut self.lanes[..used],
            workspaces: &mut self.workspaces,
            norms: &mut self.norms,
            norm_total: &mut self.norm_total,
        };
        match run {
            Run::Train(loss) => batch.train(loss),
            Run::Test(loss) => batch.each(|lane, workspace, shared, indices| {
                lane.test(workspace, shared, loss, indices);
            }),
        }
        let mut total = StepMetrics::default();
        for lane in &self.lanes[..used] {
            total.loss += lane.sums.loss;
            total.correct += lane.sums.correct;
            total.count += lane.sums.count;
        }
        Ok(total)
    }

    /// Gets the memory for a batch of `images`; the answer is how many lanes it takes.
    fn reserve(&mut self, images: usize, run: Run) -> Result<usize> {
        let (plan, used) = (&self.plan, lanes(images));
        for (node, packed) in plan.nodes.iter().zip(&mut self.packed) {
            if packed.len() != node.packed_len() {
                *packed = buffer("weight layouts", node.packed_len())?;
            }
        }
        if self.lanes.len() < used {
            self.lanes.resize_with(used, Lane::default);
        }
        if self.workspaces.len() < parallel::workers() {
            self.workspaces
                .resize_with(parallel::workers(), Workspace::default);
        }
        let training = matches!(run, Run::Train(_));
        for workspace in &mut self.workspaces {
            workspace.reserve(plan)?;
            if training {
                workspace.reserve_training(plan)?;
            }
        }
        if training {
            for lane in &mut self.lanes[..used] {
                lane.reserve_training(plan, images.div_ceil(used), keeps_rows(images))?;
            }
        }
        if training && self.gradient.len() != plan.parameters() {
            self.gradient = buffer("gradient", plan.parameters())?;
        }
        if let (true, Some(compiled)) = (training, &mut self.compiled) {
            compiled.reserve_slots(plan.parameters())?;
        }
        Ok(used)
    }

    fn pack(&mut self) {
        if !self.packed_is_stale {
            return;
        }
        let (nodes, weights) = (&self.plan.nodes, &self.weights);
        parallel::each(&mut self.packed, |number, packed| {
            let node = &nodes[number];
            if let Role::Layer(layer) = &node.role {
                layer.pack(&weights[node.weights.clone()], packed);
            }
        });
        self.packed_is_stale = false;
    }

    /// Moves the weights by the gradients that a batch of `images` has left in its lanes.
    fn apply_gradient(&mut self, images: usize) {
        let compiled = self.compiled.as_mut().expect("accumulate has checked it");
        compiled.step += 1;
        let step = Step {
            optimizer: &*compiled.spec.optimizer.step(compiled.step),
            parameters: &compiled.parameters,
        };
        let lanes = &self.lanes[..lanes(images)];
        let vectors = Vectors::new(&mut self.weights, &mut self.gradient, &mut compiled.slots);
        update::apply(step, &self.plan, lanes, images, vectors);
        for (norm, state) in self.plan.norms.iter().zip(&self.norms) {
            state.move_statistics(norm, &mut self.weights);
        }
        self.weights_changed();
    }
}

#[derive(Clone, Copy)]
enum Run {
    Train(Loss),
    Test(Loss),
}

fn unknown_dataset(id: usize) -> EngineError {
    EngineError::new(
        Code::InvalidArgument,
        message!("data set {id}: there is none of that number → add it first"),
    )
}
