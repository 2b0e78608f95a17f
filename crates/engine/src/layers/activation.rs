//! Activations: a layer of their own, and the `activation` option of conv2d and dense (applied in place).

use super::{Flow, Layer, Params, Pass, Work};
use crate::error::Result;
use fashion_kernels::{activation as kernels, softmax};
use serde::{Deserialize, Serialize};

/// The closed set of activations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Activation {
    /// x
    Linear,
    /// max(x, 0); derivative 0 at 0
    Relu,
    /// 1 / (1 + e⁻ˣ)
    Sigmoid,
    /// eˣⁱ / Σ eˣʲ over the last axis
    Softmax,
}

impl Activation {
    /// Applies it to `x` in place; rows of softmax have `columns` elements.
    pub(crate) fn forward(self, columns: usize, x: &mut [f32]) {
        match self {
            Activation::Linear => {}
            Activation::Relu => kernels::relu(x),
            Activation::Sigmoid => kernels::sigmoid(x),
            Activation::Softmax => softmax::softmax(columns, x),
        }
    }

    /// dy becomes the gradient before the activation, from the activation's output `y`.
    pub(crate) fn backward(self, columns: usize, y: &[f32], dy: &mut [f32]) {
        match self {
            Activation::Linear => {}
            Activation::Relu => kernels::relu_backward(y, dy),
            Activation::Sigmoid => kernels::sigmoid_backward(y, dy),
            Activation::Softmax => softmax::softmax_backward(columns, y, dy),
        }
    }
}

/// Options of the layer `activation`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivationSpec {
    /// Which one.
    pub activation: Activation,
}

impl ActivationSpec {
    pub(crate) fn build(&self, _place: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
        Ok(Box::new(ActivationLayer {
            activation: self.activation,
            shape: input.to_vec(),
        }))
    }
}

struct ActivationLayer {
    activation: Activation,
    shape: Vec<usize>,
}

impl ActivationLayer {
    fn columns(&self) -> usize {
        *self.shape.last().expect("shapes have at least one axis")
    }
}

impl Layer for ActivationLayer {
    fn output(&self) -> Vec<usize> {
        self.shape.clone()
    }

    fn is_view(&self) -> bool {
        self.activation == Activation::Linear
    }

    fn forward(&self, _pass: &Pass, _params: Params, x: &[f32], y: &mut [f32], _work: Work) {
        y.copy_from_slice(x);
        self.activation.forward(self.columns(), y);
    }

    fn backward(&self, _pass: &Pass, _params: Params, flow: Flow, _work: Work) {
        let Flow { y, dy, dx, .. } = flow;
        if let Some(dx) = dx {
            self.activation.backward(self.columns(), y, dy);
            dx.copy_from_slice(dy);
        }
    }
}
