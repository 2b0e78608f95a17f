//! What a spec means before anything is planned: the shape of every layer's output, and every weight's place in the flat vector.
//!
//! The plan of training and that of inference stand on it; checkpoints are checked against it.

use crate::error::{Code, EngineError, Result, joined, message};
use crate::graph::spec::ModelSpec;
use crate::initializer::{Fans, Initializer};
use crate::regularizer::Regularizer;
use crate::shape;
use std::ops::Range;

/// One weight tensor and its place in the flat vector.
pub struct Weight {
    /// `<layer>.<kernel|bias|gamma|…>`
    pub name: String,
    /// As in the layer's documentation.
    pub shape: Vec<usize>,
    /// Floats of the flat vector.
    pub range: Range<usize>,
    /// Whether the optimizer moves it.
    pub trainable: bool,
    /// It is a moving statistic, which no optimizer moves.
    pub statistic: bool,
    pub(crate) initializer: Initializer,
    pub(crate) fans: Fans,
    pub(crate) regularizer: Regularizer,
}

impl Weight {
    /// What multiplies; biases and what a normalization has are vectors.
    pub(crate) fn is_kernel(&self) -> bool {
        self.shape.len() > 1
    }

    /// Its root is taken.
    pub(crate) fn is_variance(&self) -> bool {
        self.name.ends_with(".moving_variance")
    }
}

/// Shapes and weights of a model.
pub struct Layout {
    /// Values of one input image.
    pub(crate) input_len: usize,
    /// Shape of each value: of the model's input, then of each layer's output.
    pub(crate) shapes: Vec<Vec<usize>>,
    /// Floats of each layer of the spec.
    pub(crate) layer_weights: Vec<Range<usize>>,
    pub(crate) weights: Vec<Weight>,
    /// Floats of all weights together.
    pub(crate) parameters: usize,
}

pub(crate) fn too_large(what: &str) -> EngineError {
    EngineError::new(
        Code::InvalidSpec,
        message!("model: its {what} exceed what 32-bit memory can hold → make the layers smaller"),
    )
}

impl Layout {
    /// Reads the layers one by one: errors name the layer, the shape it got and what to do. Allocates no tensor.
    pub fn new(spec: &ModelSpec) -> Result<Self> {
        let mut layout = Self {
            input_len: shape::elements("model input", &spec.input_shape)?,
            shapes: Vec::new(),
            layer_weights: Vec::new(),
            weights: Vec::new(),
            parameters: 0,
        };
        layout.shapes.push(spec.input_shape.clone());
        for (index, layer) in spec.layers.iter().enumerate() {
            let place = layer.kind.place(index);
            let inputs = layer.inputs.iter().map(|&value| &*layout.shapes[value]);
            let inputs: Vec<&[usize]> = inputs.collect();
            let (output, requests) = layer
                .kind
                .describe(&place, &inputs)
                .map_err(|e| e.at(&place))?;
            layout.shapes.push(output);
            let first = layout.parameters;
            for request in requests {
                let len = shape::elements("weights", &request.shape)?;
                if let Err(wrong) = request.initializer.check(&request.shape) {
                    return Err(EngineError::new(
                        Code::InvalidSpec,
                        message!("{place}: {wrong} → another for its {}", request.suffix),
                    ));
                }
                layout.weights.push(Weight {
                    name: joined(&[&layer.name, ".", request.suffix]),
                    shape: request.shape,
                    range: layout.parameters..layout.parameters + len,
                    trainable: request.trainable && layer.trainable,
                    statistic: !request.trainable,
                    initializer: request.initializer,
                    fans: request.fans,
                    regularizer: request.regularizer,
                });
                layout.parameters += len;
            }
            layout.layer_weights.push(first..layout.parameters);
            if layout.parameters >= 1 << 28 {
                return Err(too_large("weights"));
            }
        }
        Ok(layout)
    }

    /// Every weight tensor, in spec order.
    pub fn weights(&self) -> &[Weight] {
        &self.weights
    }

    /// Whether the optimizer moves any weight in a range of the flat vector.
    pub(crate) fn is_trained(&self, range: &Range<usize>) -> bool {
        let weights = self.weights.iter().filter(|weight| weight.trainable);
        weights
            .into_iter()
            .any(|weight| range.contains(&weight.range.start))
    }

    /// Shape of the model's output.
    pub fn output_shape(&self) -> &[usize] {
        self.shapes.last().expect("a model has layers")
    }
}
