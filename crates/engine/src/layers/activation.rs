//! Activations: a layer of their own, and the `activation` option of conv2d and dense (applied in place).

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, OutputUse,
    PassContext, Scratch, Surroundings,
};
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

impl LayerOptions for ActivationSpec {
    fn describe(&self, _place: &str, inputs: &[&[usize]]) -> Result<Described> {
        Ok((inputs[0].to_vec(), Vec::new()))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.layer(around.input())))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.layer(around.input())))
    }

    fn is_identity(&self, _training: bool) -> bool {
        self.activation == Activation::Linear
    }
}

impl ActivationSpec {
    fn layer(&self, input: &[usize]) -> ActivationLayer {
        ActivationLayer {
            activation: self.activation,
            columns: *input.last().expect("shapes have at least one axis"),
            len: input.iter().product(),
        }
    }
}

struct ActivationLayer {
    activation: Activation,
    columns: usize,
    len: usize,
}

impl Forward for ActivationLayer {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        y.copy_from_slice(inputs.only());
        self.activation.forward(self.columns, y);
    }

    fn products(&self) -> usize {
        self.len
    }
}

impl Backward for ActivationLayer {
    fn needs(&self) -> Needs {
        Needs {
            output: OutputUse::of(self.activation),
            ..Needs::NOTHING
        }
    }

    fn backward(
        &self,
        _pass: &PassContext,
        _packed: &[f32],
        args: BackwardArgs,
        _scratch: Scratch,
    ) {
        if let Some(dx) = args.dx {
            self.activation.backward(self.columns, args.y, args.dy);
            dx.copy_from_slice(args.dy);
        }
    }
}
