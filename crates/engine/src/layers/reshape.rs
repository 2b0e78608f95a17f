//! Reshape: another shape for the same floats, row-major.

use super::{Described, LayerOptions};
use crate::error::{Code, EngineError, Result, message};
use crate::options::options;
use crate::shape;

options! {
    /// Options of the layer `reshape`.
    pub struct ReshapeSpec {
        /// The new shape; one side may be −1, which stands for what is left.
        "targetShape" target_shape: Vec<i32>,
    }
}

/// Most axes of a shape.
const MOST_AXES: usize = 8;

impl LayerOptions for ReshapeSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let all = shape::elements(place, inputs[0])?;
        let known: Vec<usize> = (self.target_shape.iter())
            .filter_map(|&side| usize::try_from(side).ok())
            .collect();
        let rest = all / shape::elements(place, &known)?.max(1);
        let target: Vec<usize> = (self.target_shape.iter())
            .map(|&side| usize::try_from(side).unwrap_or(rest))
            .collect();
        let open = self.target_shape.iter().filter(|&&side| side < 0);
        let sound = self.target_shape.iter().all(|&side| side == -1 || side > 0);
        if !sound
            || open.count() > 1
            || target.is_empty()
            || target.len() > MOST_AXES
            || shape::elements(place, &target)? != all
        {
            return Err(EngineError::new(
                Code::ShapeMismatch,
                message!(
                    "{place}: targetShape is {:?}, input has shape {:?} → a shape of as many values, in which one side may be −1",
                    self.target_shape,
                    inputs[0]
                ),
            ));
        }
        Ok((target, Vec::new()))
    }

    fn is_identity(&self, _training: bool) -> bool {
        true
    }
}
