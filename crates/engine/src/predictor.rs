//! A model that was loaded to predict: it takes its weights one by one and keeps them in the form of its kernels only.
//!
//! What `crates/wasm` exports without the feature `train`; nothing here, or below, knows gradients.

use crate::error::{Code, EngineError, Result, message};
use crate::graph::layout::{Layout, Weight};
use crate::graph::spec::ModelSpec;
use crate::graph::weight_format;
use crate::inference::Inference;
use crate::pixels::Pixels;
use crate::workspace::grow;
use fashion_kernels::buffer::Buffer;

/// A model without training.
pub struct Predictor {
    layout: Layout,
    output_shape: Vec<usize>,
    inference: Inference,
    /// Until all are there, those that are not packed as they come; then they are only in `inference`.
    weights: Buffer,
    /// How many of those are there.
    filled: usize,
    /// The weight that comes next, and how many of its values are there.
    next: (usize, usize),
}

impl Predictor {
    /// Makes the plan of a spec.
    pub fn new(spec: &ModelSpec) -> Result<Self> {
        let layout = Layout::new(spec)?;
        let mut inference = Inference::new(spec, &layout)?;
        let mut weights = Buffer::default();
        grow(&mut weights, layout.parameters - inference.take_apart())?;
        Ok(Self {
            output_shape: layout.output_shape().to_vec(),
            layout,
            inference,
            weights,
            filled: 0,
            next: (0, 0),
        })
    }

    /// Names, shapes and places of the weights, in spec order.
    pub fn weights(&self) -> &[Weight] {
        self.layout.weights()
    }

    /// Shape of one output.
    pub fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    /// Sets the next values, weight after weight, to what a file holds: those of weight `number`, from its value `start` on.
    /// After the last the model can predict. The answer is whether they are sound.
    pub fn restore_weight(
        &mut self,
        number: usize,
        start: usize,
        stored: weight_format::EncodedWeight,
    ) -> Result<bool> {
        let weights = self.layout.weights();
        let next = weights.get(number).filter(|_| self.next == (number, start));
        let Some(weight) = next else {
            return Err(EngineError::new(
                Code::CheckpointInvalid,
                message!("checkpoint: value {start} of weight {number} is not the next"),
            ));
        };
        let (values, sound) = weight_format::read(weight, start, stored)?;
        if !(self.inference).take_values(weight.range.start, start, &values)? {
            self.weights[self.filled..][..values.len()].copy_from_slice(&values);
            self.filled += values.len();
        }
        self.next.1 += values.len();
        if self.next.1 == weight.range.len() {
            self.next = (number + 1, 0);
        }
        if self.next.0 == weights.len() {
            self.inference.take_weights(&self.weights)?;
            self.weights = Buffer::default();
        }
        Ok(sound)
    }

    /// Outputs of `count` images, row by row.
    pub fn predict(&mut self, count: usize, pixels: Pixels) -> Result<Vec<f32>> {
        if let Some(weight) = self.layout.weights().get(self.next.0) {
            return Err(EngineError::new(
                Code::CheckpointInvalid,
                message!("predict: the weight \"{}\" was never set", weight.name),
            ));
        }
        self.inference.predict(count, pixels)
    }
}
