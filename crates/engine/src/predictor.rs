//! A model that was loaded to predict: it takes its weights one by one and keeps them in the form of its kernels only.
//!
//! What `crates/wasm` exports without the feature `train`; nothing here, or below, knows gradients.

use crate::error::{Code, EngineError, Result, message};
use crate::inference::Inference;
use crate::layout::{Layout, Weight};
use crate::pixels::Pixels;
use crate::rest;
use crate::spec::ModelSpec;
use crate::workspace::grow;
use fashion_kernels::buffer::Buffer;

/// A model without training.
pub struct Predictor {
    layout: Layout,
    output_shape: Vec<usize>,
    inference: Inference,
    /// Until all are there; then they are only in `inference`.
    weights: Buffer,
    /// Whether each is still missing.
    missing: Vec<bool>,
}

impl Predictor {
    /// Makes the plan of a spec.
    pub fn new(spec: &ModelSpec) -> Result<Self> {
        let layout = Layout::new(spec)?;
        let inference = Inference::new(spec, &layout)?;
        let missing = layout.weights.iter().map(|_| true).collect();
        Ok(Self {
            output_shape: layout.shape_before(spec, spec.layers.len()).to_vec(),
            layout,
            inference,
            weights: Buffer::default(),
            missing,
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

    /// Sets weight `number` to what a file holds; behind the last that was missing the model can predict.
    pub fn restore_weight(&mut self, number: usize, stored: rest::View) -> Result<()> {
        let weight = self.layout.weights.get(number).ok_or_else(|| {
            EngineError::new(
                Code::CheckpointInvalid,
                "checkpoint: it holds more weights than its layers have",
            )
        })?;
        if !self.missing[number] {
            return Err(EngineError::new(
                Code::CheckpointInvalid,
                message!(
                    "checkpoint: the weight \"{}\" is there already",
                    weight.name
                ),
            ));
        }
        grow(&mut self.weights, self.layout.parameters)?;
        rest::read(weight, stored, &mut self.weights[weight.range.clone()])?;
        self.missing[number] = false;
        if !self.missing.contains(&true) {
            self.inference.take_weights(&self.weights)?;
            self.weights = Buffer::default();
        }
        Ok(())
    }

    /// Outputs of `count` images, row by row.
    pub fn predict(&mut self, count: usize, pixels: Pixels) -> Result<Vec<f32>> {
        if let Some(number) = self.missing.iter().position(|&missing| missing) {
            return Err(EngineError::new(
                Code::CheckpointInvalid,
                message!(
                    "predict: the weight \"{}\" was never set",
                    self.layout.weights[number].name
                ),
            ));
        }
        self.inference.predict(count, pixels)
    }
}
