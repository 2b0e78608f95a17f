//! A model that only predicts: a plan of its own, without anything that training needs.
//!
//! `steps` makes it of the spec: batch normalization is folded into the kernels before it, activations and 2 × 2 poolings
//! into the stores, dropout is gone. `fold` brings the weights to the form of its kernels; `run` sends images through, a
//! few at a time, on one thread or several. An image's output has the same bits alone and in any batch.

mod fold;
mod run;
mod steps;

use crate::error::{Code, EngineError, Result, message};
use crate::layers::activation::Activation;
use crate::layout::{Layout, too_large};
use crate::parallel;
use crate::pixels::{Pixels, Rescale};
use crate::spec::ModelSpec;
use fashion_kernels::buffer::Buffer;
use run::Workspace;
use steps::Step;

/// Images that a thread takes at once, at most: what is dense goes through all of them together, so that its weights are
/// read once.
const PIECE: usize = 32;

/// Products that a piece must be worth where several threads share a batch: to wake one takes some microseconds.
const PIECE_PRODUCTS: usize = 1 << 19;

/// A compiled model with its weights.
pub struct Inference {
    input_len: usize,
    output_len: usize,
    /// Length of a row of `output`.
    columns: usize,
    gather: Vec<Rescale>,
    steps: Vec<Step>,
    /// Steps before the first dense layer: a few images at a time.
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
        let steps::Steps {
            gather,
            steps,
            output,
        } = steps::steps(spec, layout)?;
        let packed: usize = steps.iter().map(Step::packed_len).sum();
        if packed >= 1 << 29 {
            return Err(too_large("buffers"));
        }
        let output_shape = layout.shape_before(spec, spec.layers.len());
        let head = (steps.iter().position(Step::is_dense)).unwrap_or(steps.len());
        let products: usize = steps.iter().map(Step::products).sum();
        Ok(Self {
            input_len: layout.input_len,
            output_len: output_shape.iter().product(),
            columns: *output_shape.last().expect("shapes have at least one axis"),
            gather,
            few: run::few(layout.input_len, &steps[..head]),
            head,
            output,
            packed: steps.iter().map(|_| Buffer::default()).collect(),
            workspaces: Vec::new(),
            least: (PIECE_PRODUCTS / products.max(1)).clamp(1, PIECE),
            steps,
        })
    }

    /// Lets kernels of dense layers come by themselves where they can, so that the largest weights are never there twice: the
    /// flat vector is without them from now on. The answer is how many values fewer it has.
    pub(crate) fn take_apart(&mut self) -> usize {
        let steps = self.steps.iter_mut();
        steps.fold(0, |fewer, step| step.take_apart(fewer))
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
        let (step, packed) = (&self.steps[number], &mut self.packed[number]);
        crate::workspace::grow(packed, step.packed_len())?;
        fold::pack_values(step, start, values, packed);
        Ok(true)
    }

    /// Folds and packs the flat vector of a model's weights.
    pub fn take_weights(&mut self, weights: &[f32]) -> Result<()> {
        for (step, packed) in self.steps.iter().zip(&mut self.packed) {
            crate::workspace::grow(packed, step.packed_len())?;
        }
        let steps = &self.steps;
        parallel::each(&mut self.packed, |number, packed| {
            fold::pack(&steps[number], weights, packed);
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
            let images = out.len() / self.output_len;
            let (start, len) = (number * piece * self.input_len, images * self.input_len);
            self.run(workspace, images, pixels.part(start, len), out);
        });
        self.workspaces = workspaces;
        Ok(outputs)
    }
}
