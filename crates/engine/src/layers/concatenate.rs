//! Concatenate: two or more inputs side by side along the last axis, the channels.
//!
//! Each input gets its own columns of the gradient.

use super::{
    Backward, BackwardArgs, Described, Forward, InputCount, Inputs, LayerOptions, Needs,
    PassContext, Scratch, Surroundings,
};
use crate::error::{Code, EngineError, Result, message};
use crate::options::options;
use crate::shape;

options! {
    /// Options of the layer `concatenate`: none.
    pub struct ConcatenateSpec {}
}

impl LayerOptions for ConcatenateSpec {
    const INPUTS: InputCount = InputCount::TwoOrMore;

    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let (mut output, mut channels) = (inputs[0].to_vec(), 0usize);
        let last = output.len() - 1;
        for input in inputs {
            if input.len() != output.len() || input[..last] != output[..last] {
                return Err(EngineError::new(
                    Code::ShapeMismatch,
                    message!(
                        "{place}: inputs have the shapes {:?} and {input:?} → all axes but the last, the channels, must be the same",
                        inputs[0]
                    ),
                ));
            }
            channels = channels.saturating_add(input[last]);
        }
        output[last] = channels;
        shape::elements(place, &output)?;
        Ok((output, Vec::new()))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(ConcatenateLayer::new(around)))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(ConcatenateLayer::new(around)))
    }
}

struct ConcatenateLayer {
    /// Channels of each input.
    channels: Vec<usize>,
    /// Channels of the output.
    total: usize,
    len: usize,
}

impl ConcatenateLayer {
    fn new(around: &Surroundings) -> Self {
        let last = |shape: &Vec<usize>| *shape.last().expect("shapes have at least one axis");
        let channels: Vec<usize> = around.inputs.iter().map(last).collect();
        let total = channels.iter().sum();
        Self {
            len: around.input().iter().product::<usize>() / channels[0].max(1) * total,
            channels,
            total,
        }
    }

    /// The first column of an input in the output.
    fn first(&self, input: usize) -> usize {
        self.channels[..input].iter().sum()
    }
}

impl Forward for ConcatenateLayer {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        for input in 0..inputs.count {
            let (first, channels) = (self.first(input), self.channels[input]);
            let rows = y.chunks_exact_mut(self.total);
            for (y, x) in rows.zip(inputs.get(input).chunks_exact(channels)) {
                y[first..first + channels].copy_from_slice(x);
            }
        }
    }

    fn products(&self) -> usize {
        self.len
    }
}

impl Backward for ConcatenateLayer {
    fn needs(&self) -> Needs {
        Needs::NOTHING
    }

    fn backward(
        &self,
        _pass: &PassContext,
        _packed: &[f32],
        args: BackwardArgs,
        _scratch: Scratch,
    ) {
        let Some(dx) = args.dx else { return };
        let (first, channels) = (self.first(args.input), self.channels[args.input]);
        let rows = args.dy.chunks_exact(self.total);
        for (dy, dx) in rows.zip(dx.chunks_exact_mut(channels)) {
            dx.copy_from_slice(&dy[first..first + channels]);
        }
    }
}
