//! Rescaling: y = x · scale + offset. At the head of a model it is done while the batch is gathered.

use super::{Described, Flow, Layer, Params, Pass, Work};
use crate::error::{Code, EngineError, Result, message};
use crate::options::{number, options};
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

impl RescalingSpec {
    pub(crate) fn describe(&self, place: &str, input: &[usize]) -> Result<Described> {
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
        Ok((input.to_vec(), Vec::new()))
    }

    pub(crate) fn build(&self) -> Box<dyn Layer> {
        Box::new(RescalingLayer {
            scale: self.scale as f32,
            offset: self.offset as f32,
        })
    }
}

struct RescalingLayer {
    scale: f32,
    offset: f32,
}

impl Layer for RescalingLayer {
    fn forward(&self, _pass: &Pass, _params: Params, x: &[f32], y: &mut [f32], _work: Work) {
        y.copy_from_slice(x);
        rescale::scale_offset(y, self.scale, self.offset);
    }

    fn backward(&self, _pass: &Pass, _params: Params, flow: Flow, _work: Work) {
        let Flow { dy, dx, .. } = flow;
        if let Some(dx) = dx {
            dx.copy_from_slice(dy);
            rescale::scale_offset(dx, self.scale, 0.0);
        }
    }
}
