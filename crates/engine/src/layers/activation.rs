//! Activations: a layer of their own, and the `activation` option of conv2d and dense (applied in place).

use super::{Described, Flow, Layer, Params, Pass, Work};
use crate::error::Result;
use crate::options::{options, words};
use fashion_kernels::{activation as kernels, softmax};

words! {
    /// The closed set of activations.
    pub enum Activation {
        /// x
        Linear "linear",
        /// max(x, 0); derivative 0 at 0
        Relu "relu",
        /// 1 / (1 + e⁻ˣ)
        Sigmoid "sigmoid",
        /// eˣⁱ / Σ eˣʲ over the last axis
        Softmax "softmax",
    }
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

options! {
    /// Options of the layer `activation`.
    pub struct ActivationSpec {
        /// Which one.
        "activation" activation: Activation,
    }
}

impl ActivationSpec {
    pub(crate) fn describe(&self, _place: &str, input: &[usize]) -> Result<Described> {
        Ok((input.to_vec(), Vec::new()))
    }

    pub(crate) fn build(&self, input: &[usize]) -> Box<dyn Layer> {
        Box::new(ActivationLayer {
            activation: self.activation,
            columns: *input.last().expect("shapes have at least one axis"),
        })
    }
}

struct ActivationLayer {
    activation: Activation,
    columns: usize,
}

impl Layer for ActivationLayer {
    fn forward(&self, _pass: &Pass, _params: Params, x: &[f32], y: &mut [f32], _work: Work) {
        y.copy_from_slice(x);
        self.activation.forward(self.columns, y);
    }

    fn backward(&self, _pass: &Pass, _params: Params, flow: Flow, _work: Work) {
        let Flow { y, dy, dx, .. } = flow;
        if let Some(dx) = dx {
            self.activation.backward(self.columns, y, dy);
            dx.copy_from_slice(dy);
        }
    }
}
