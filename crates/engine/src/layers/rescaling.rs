//! Rescaling: y = x · scale + offset. At the head of a model it is done while the batch is gathered.

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, PassContext, Scratch,
    Surroundings,
};
use crate::error::{Code, EngineError, Result, message};
use crate::options::{number, options};
use crate::preprocessing::{Preprocess, Rescale};
use fashion_kernels::rescale;

options! {
    /// Options of the layer `rescaling`.
    pub struct RescalingSpec {
        /// Factor.
        "scale" scale: f64,
        /// Added after scaling.
        "offset" offset: f64,
    }
}

impl LayerOptions for RescalingSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        if !(self.scale as f32).is_finite() || !(self.offset as f32).is_finite() {
            return Err(EngineError::new(
                Code::InvalidSpec,
                message!(
                    "{place}: scale is {} and offset {} → both must be finite in single precision",
                    number(self.scale),
                    number(self.offset)
                ),
            ));
        }
        Ok((inputs[0].to_vec(), Vec::new()))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.layer(around)))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.layer(around)))
    }

    fn preprocess(&self, _input: &[usize]) -> Option<Box<dyn Preprocess>> {
        Some(Box::new(self.rescale()))
    }
}

impl RescalingSpec {
    fn layer(&self, around: &Surroundings) -> RescalingLayer {
        RescalingLayer {
            rescale: self.rescale(),
            len: around.input().iter().product(),
        }
    }

    /// What it does to each value.
    fn rescale(&self) -> Rescale {
        Rescale {
            scale: self.scale as f32,
            offset: self.offset as f32,
        }
    }
}

struct RescalingLayer {
    rescale: Rescale,
    len: usize,
}

impl Forward for RescalingLayer {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        y.copy_from_slice(inputs.only());
        rescale::scale_offset(y, self.rescale.scale, self.rescale.offset);
    }

    fn products(&self) -> usize {
        self.len
    }
}

impl Backward for RescalingLayer {
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
        if let Some(dx) = args.dx {
            dx.copy_from_slice(args.dy);
            rescale::scale_offset(dx, self.rescale.scale, 0.0);
        }
    }
}
