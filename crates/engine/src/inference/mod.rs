//! A model that only predicts: a plan of its own, without anything that training needs.
//!
//! The rewrites of inference fold batch normalization into the kernels before it and leave dropout out (`graph::rewrite`);
//! `steps` says where values lie; `run` sends images through, a few at a time, on one thread or several. An image's output
//! has the same bits alone and in any batch.

mod run;
pub(crate) mod source;
mod steps;

use crate::error::{Code, EngineError, Result, message};
use crate::graph::Graph;
use crate::graph::layout::{Layout, too_large};
use crate::graph::rewrite::rewrite_for_inference;
use crate::graph::spec::ModelSpec;
use crate::layers::NodeWeights;
use crate::layers::activation::Activation;
use crate::parallel;
use crate::pixels::Pixels;
use crate::preprocessing::Preprocessing;
use fashion_kernels::buffer::Buffer;
use run::Workspace;
use source::Source;
use steps::{Places, Step};

/// Images that a thread takes at once, at most: what is dense goes through all of them together, so that its weights are
/// read once.
const PIECE: usize = 32;

/// Products that a piece must be worth where several threads share a batch: to wake one takes some microseconds.
const PIECE_PRODUCTS: usize = 1 << 19;

/// A compiled model with its weights.
pub struct Inference {
    input_len: usize,
    output_len: usize,
    /// Length of a row of the outputs.
    columns: usize,
    preprocessing: Preprocessing,
    steps: Vec<Step>,
    places: Places,
    /// Steps before the first of large weights: a few images at a time.
    head: usize,
    /// Images that go through the head together.
    few: usize,
    /// A softmax or sigmoid at the end.
    output: Activation,
    /// One a step.
    packed: Vec<Buffer>,
    workspaces: Vec<Workspace>,
    /// Least images of a piece.
    least: usize,
}

impl Inference {
    /// Makes the plan; it computes nothing sensible before `take_weights`.
    pub fn new(spec: &ModelSpec, layout: &Layout) -> Result<Self> {
        let mut graph = Graph::new(spec, layout, false);
        rewrite_for_inference(&mut graph);
        let steps = steps::steps(&graph)?;
        let packed: usize = steps.iter().map(|step| step.layer.packed_len()).sum();
        if packed >= 1 << 29 {
            return Err(too_large("buffers"));
        }
        let output_shape = layout.output_shape();
        let large = (steps.iter()).position(|step| step.layer.weights_are_large());
        let head = large.unwrap_or(steps.len());
        let products: usize = steps.iter().map(|step| step.layer.products()).sum();
        Ok(Self {
            input_len: layout.input_len,
            output_len: output_shape.iter().product(),
            columns: *output_shape.last().expect("shapes have at least one axis"),
            few: steps::few(&graph, &steps[..head], PIECE),
            places: steps::places(&graph, &steps, head),
            head,
            output: graph.output_activation,
            preprocessing: graph.preprocessing,
            packed: steps.iter().map(|_| Buffer::default()).collect(),
            workspaces: Vec::new(),
            least: (PIECE_PRODUCTS / products.max(1)).clamp(1, PIECE),
            steps,
        })
    }

    /// Lets large kernels come by themselves where they can, so that they are never there twice: the flat vector is without
    /// them from now on. The answer is how many values fewer it has.
    pub(crate) fn take_apart(&mut self) -> usize {
        let mut kernels: Vec<(usize, usize)> = Vec::new();
        for step in &mut self.steps {
            let (start, len) = (step.weights.start, step.take_apart());
            if len > 0 {
                kernels.push((start, len));
            }
        }
        let before = |place: usize| {
            let kernels = kernels.iter().filter(|(start, _)| *start < place);
            kernels.map(|(_, len)| len).sum::<usize>()
        };
        for step in &mut self.steps {
            for range in [&mut step.weights, &mut step.norm_weights] {
                if range.start < range.end {
                    *range = range.start - before(range.start)..range.end - before(range.end);
                }
            }
        }
        kernels.iter().map(|(_, len)| len).sum()
    }

    /// Packs values of the kernel that began at `place` of the flat vector, from its value `start` on. The answer is whether
    /// there is such a kernel, that comes by itself.
    pub(crate) fn take_values(
        &mut self,
        place: usize,
        start: usize,
        values: &[f32],
    ) -> Result<bool> {
        let Some(number) = (self.steps.iter()).position(|step| step.apart == Some(place)) else {
            return Ok(false);
        };
        let (layer, packed) = (&self.steps[number].layer, &mut self.packed[number]);
        crate::workspace::grow(packed, layer.packed_len())?;
        layer.pack_values(start, values, packed);
        Ok(true)
    }

    /// Folds and packs the flat vector of a model's weights.
    pub fn take_weights(&mut self, weights: &[f32]) -> Result<()> {
        for (step, packed) in self.steps.iter().zip(&mut self.packed) {
            crate::workspace::grow(packed, step.layer.packed_len())?;
        }
        let steps = &self.steps;
        parallel::each(&mut self.packed, |number, packed| {
            let step = &steps[number];
            let weights = NodeWeights {
                own: &weights[step.weights.clone()],
                norm: &weights[step.norm_weights.clone()],
            };
            step.layer.pack(weights, packed);
        });
        Ok(())
    }

    /// Outputs of `count` images, row by row.
    pub fn predict(&mut self, count: usize, pixels: Pixels) -> Result<Vec<f32>> {
        if count == 0 || pixels.len() != count * self.input_len {
            return Err(EngineError::new(
                Code::ShapeMismatch,
                message!(
                    "predict: {} values for {count} images → {} an image, and at least one",
                    pixels.len(),
                    self.input_len
                ),
            ));
        }
        let mut outputs = self.logits(count, &pixels)?;
        self.output.forward(self.columns, &mut outputs);
        Ok(outputs)
    }

    /// Outputs of `count` images without a softmax or sigmoid at the very end.
    pub(crate) fn logits(&mut self, count: usize, source: &dyn Source) -> Result<Vec<f32>> {
        let len = count * self.output_len;
        let mut outputs = Vec::new();
        (outputs.try_reserve_exact(len))
            .map_err(|_| EngineError::out_of_memory("predictions", len))?;
        outputs.resize(len, 0.0);
        let workers = parallel::workers();
        let piece = count.div_ceil(2 * workers).clamp(self.least, PIECE);
        self.reserve(if count > piece { workers } else { 1 }, piece.min(count))?;
        let mut workspaces = std::mem::take(&mut self.workspaces);
        let mut pieces: Vec<&mut [f32]> = outputs.chunks_mut(piece * self.output_len).collect();
        parallel::for_each(&mut workspaces, &mut pieces, |workspace, number, out| {
            self.run(workspace, source, number * piece, out);
        });
        self.workspaces = workspaces;
        Ok(outputs)
    }
}
