//! A model at work: weights, optimizer slots, data sets; one step, one evaluation, one prediction at a time.
//!
//! Training has a plan and memory of its own (`train`); evaluation and prediction share those of inference (`predict`).

mod apart;
mod average;
pub mod compile;
mod fingerprint;
mod predict;
mod rehearsal;
mod state;
mod train;
mod update;

use crate::dataset::Dataset;
use crate::error::{Code, EngineError, Result, message};
use crate::graph::spec::ModelSpec;
use crate::inference::Inference;
use crate::parameters::ParameterTable;
use crate::plan::Plan;
use crate::random::{self, Seed};
use compile::CompileSpec;
use fashion_kernels::buffer::Buffer;

/// Optimizer and its memory.
pub(crate) struct Compiled {
    pub(crate) spec: CompileSpec,
    /// Those of `OptimizerSpec::slots`, in its order; each is empty until it is first written.
    pub(crate) slots: Vec<Buffer>,
    /// What the optimizer moves.
    parameters: ParameterTable,
    /// Batches trained on.
    pub(crate) step: u32,
    stretch: Stretch,
}

/// How the steps of a schedule follow those of training: at step `start` it is at `position`, and from there on each counts
/// as `factor`.
#[derive(Clone, Copy)]
struct Stretch {
    start: u32,
    position: f64,
    factor: f64,
}

impl Stretch {
    const NONE: Self = Self {
        start: 0,
        position: 0.0,
        factor: 1.0,
    };
}

impl Compiled {
    /// Gets the memory of the slots, as they start.
    pub(crate) fn reserve_slots(&mut self, parameters: usize) -> Result<()> {
        for (buffer_of, slot) in self.slots.iter_mut().zip(self.spec.optimizer.slots()) {
            if buffer_of.len() != parameters {
                *buffer_of = buffer("optimizer", parameters)?;
                buffer_of.fill(slot.initial);
            }
        }
        Ok(())
    }

    /// Step size of the next step.
    fn learning_rate(&self) -> f64 {
        let Stretch {
            start,
            position,
            factor,
        } = self.stretch;
        let since = f64::from(self.step) - f64::from(start);
        (self.spec.optimizer.learning_rate).at((position + since * factor).max(0.0))
    }
}

/// A model with its state.
pub struct Session {
    pub(crate) plan: Plan,
    pub(crate) weights: Buffer,
    training: train::Memory,
    /// For predictions; made when the first is asked for.
    inference: Option<Inference>,
    inference_is_stale: bool,
    pub(crate) compiled: Option<Compiled>,
    datasets: Vec<Option<Dataset>>,
    /// A batch that went forward and has not come back.
    under_way: Option<apart::UnderWay>,
    /// What a rehearsal began with.
    before: Option<rehearsal::Before>,
    seed: Seed,
    /// What steps belong to: the pass over the data, and the number in it of the data set's first image.
    epoch: u32,
    first_image: u32,
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
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn new(spec: ModelSpec) -> Result<Self> {
        let seed = Seed::new(spec.seed);
        let plan = Plan::new(spec)?;
        let mut weights = buffer("weights", plan.parameters())?;
        for (number, weight) in plan.weights().iter().enumerate() {
            let out = &mut weights[weight.range.clone()];
            let columns = weight.shape.last().copied().unwrap_or(1);
            (weight.initializer).fill(seed, number, weight.fans, columns, out);
        }
        Ok(Self {
            training: train::Memory::new(&plan),
            inference: None,
            inference_is_stale: true,
            compiled: None,
            datasets: Vec::new(),
            under_way: None,
            before: None,
            plan,
            weights,
            seed,
            epoch: 0,
            first_image: 0,
        })
    }

    /// The compiled spec.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Says of each layer whether training moves its weights, which stay as they are; then the model is to be compiled.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn set_trainable(&mut self, layers: &[bool]) -> Result<()> {
        let mut spec = self.plan.spec().clone();
        if layers.len() != spec.layers.len() {
            return Err(EngineError::new(
                Code::InvalidArgument,
                message!(
                    "trainable: received {} values for {} layers → one for each layer",
                    layers.len(),
                    spec.layers.len()
                ),
            ));
        }
        for (layer, &trainable) in spec.layers.iter_mut().zip(layers) {
            layer.trainable = trainable;
        }
        self.replan(Plan::new(spec)?);
        self.compiled = None;
        Ok(())
    }

    /// Trains by another plan of the same model.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn replan(&mut self, plan: Plan) {
        self.plan = plan;
        self.training = train::Memory::new(&self.plan);
        self.under_way = None;
    }

    /// Sets optimizer and loss; the optimizer starts afresh.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
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
        if self.plan.ends_apart {
            self.replan(Plan::new(self.plan.spec().clone())?);
        }
        let slots = spec.optimizer.slots();
        self.compiled = Some(Compiled {
            slots: slots.iter().map(|_| Buffer::default()).collect(),
            parameters: ParameterTable::new(self.plan.weights(), &spec.optimizer.shared),
            spec,
            step: 0,
            stretch: Stretch::NONE,
        });
        self.under_way = None;
        Ok(())
    }

    /// Adds a data set and gives its id.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
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

    /// Says to which pass over the data the next steps belong, and which number in it the first image of their data set has.
    pub fn set_epoch(&mut self, epoch: u32, first_image: u32) {
        [self.epoch, self.first_image] = [epoch, first_image];
    }

    /// The seeded order of `n` images in an epoch.
    pub fn permutation(&self, n: usize, epoch: u32) -> Vec<u32> {
        random::permutation(self.seed, n, epoch)
    }

    fn weights_changed(&mut self) {
        self.under_way = None;
        self.training.packed_is_stale = true;
        self.inference_is_stale = true;
    }

    /// All weights in spec order.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Replaces weights of the flat vector, from value `start` on; the optimizer's slots stay.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
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
        Ok(compiled.learning_rate())
    }

    /// Changes the optimizer's step size.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn set_learning_rate(&mut self, value: f64) -> Result<()> {
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        compiled.spec.optimizer.set_learning_rate(value)
    }

    /// At step `start` the learning rate's schedule is at `position`, and from there on each step counts as `factor` of its
    /// steps; (0, 0, 1) as it is.
    pub fn stretch_schedule(&mut self, start: u32, position: f64, factor: f64) -> Result<()> {
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        compiled.stretch = Stretch {
            start,
            position,
            factor,
        };
        Ok(())
    }
}

fn unknown_dataset(id: usize) -> EngineError {
    EngineError::new(
        Code::InvalidArgument,
        message!("data set {id}: there is none of that number → add it first"),
    )
}
