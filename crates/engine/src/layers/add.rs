//! Add: the sum of two or more inputs of one shape, element by element; where branches of a residual block meet.
//!
//! Inputs are added from the first to the last, so the sum has one order. Each gets the whole gradient. A relu after it is done
//! in the same pass.

use super::{
    Backward, BackwardArgs, Described, Forward, InputCount, Inputs, LayerOptions, Needs, OutputUse,
    PassContext, Scratch, Surroundings,
};
use crate::error::{Code, EngineError, Result, message};
use crate::options::options;
use fashion_kernels::{activation, vector};

options! {
    /// Options of the layer `add`: none.
    pub struct AddSpec {}
}

impl LayerOptions for AddSpec {
    const INPUTS: InputCount = InputCount::TwoOrMore;

    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        if let Some(other) = inputs.iter().find(|input| **input != inputs[0]) {
            return Err(EngineError::new(
                Code::ShapeMismatch,
                message!(
                    "{place}: inputs have the shapes {:?} and {other:?} → all must be the same, e.g. by a 1 × 1 conv2d on the shortcut",
                    inputs[0]
                ),
            ));
        }
        Ok((inputs[0].to_vec(), Vec::new()))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(AddLayer::new(around)))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(AddLayer::new(around)))
    }
}

struct AddLayer {
    len: usize,
    /// Whether a relu follows.
    relu: bool,
}

impl AddLayer {
    fn new(around: &Surroundings) -> Self {
        Self {
            len: around.input().iter().product(),
            relu: around.absorbed.relu,
        }
    }
}

impl Forward for AddLayer {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        y.copy_from_slice(inputs.get(0));
        for index in 1..inputs.count {
            if self.relu && index + 1 == inputs.count {
                vector::add_relu(y, inputs.get(index));
            } else {
                vector::add_assign(y, inputs.get(index));
            }
        }
    }

    fn products(&self) -> usize {
        self.len
    }
}

impl Backward for AddLayer {
    fn needs(&self) -> Needs {
        Needs {
            output: if self.relu {
                OutputUse::Sign
            } else {
                OutputUse::Nothing
            },
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
            dx.copy_from_slice(args.dy);
            if self.relu {
                activation::relu_backward(args.y, dx);
            }
        }
    }
}
