//! Flatten: `[height, width, channels]` → `[height · width · channels]`, row-major; a new shape for the same floats.

use super::{Flow, Layer, Params, Pass, Work};
use crate::error::Result;
use crate::shape;
use serde::{Deserialize, Serialize};

/// Options of the layer `flatten`: none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlattenSpec {}

impl FlattenSpec {
    pub(crate) fn build(&self, place: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
        let features = shape::elements(place, input)?;
        Ok(Box::new(FlattenLayer { features }))
    }
}

struct FlattenLayer {
    features: usize,
}

impl Layer for FlattenLayer {
    fn output(&self) -> Vec<usize> {
        vec![self.features]
    }

    fn is_view(&self) -> bool {
        true
    }

    fn forward(&self, _pass: &Pass, _params: Params, _x: &[f32], _y: &mut [f32], _work: Work) {}

    fn backward(&self, _pass: &Pass, _params: Params, _flow: Flow, _work: Work) {}
}
