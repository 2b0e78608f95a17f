//! Rescaling: y = x · scale + offset. At the head of a model it is done while the batch is gathered.

use super::{Flow, Layer, Params, Pass, Work};
use crate::error::{Code, EngineError, Result};
use fashion_kernels::rescale;
use serde::{Deserialize, Serialize};

/// Options of the layer `rescaling`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RescalingSpec {
    /// Factor.
    pub scale: f64,
    /// Added after scaling.
    pub offset: f64,
}

impl RescalingSpec {
    pub(crate) fn build(&self, place: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
        if !(self.scale as f32).is_finite() || !(self.offset as f32).is_finite() {
            return Err(EngineError::new(
                Code::InvalidSpec,
                format!(
                    "{place}: scale is {} and offset {} → both must be finite in single precision",
                    self.scale, self.offset
                ),
            ));
        }
        Ok(Box::new(RescalingLayer {
            scale: self.scale as f32,
            offset: self.offset as f32,
            shape: input.to_vec(),
        }))
    }
}

struct RescalingLayer {
    scale: f32,
    offset: f32,
    shape: Vec<usize>,
}

impl Layer for RescalingLayer {
    fn output(&self) -> Vec<usize> {
        self.shape.clone()
    }

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
