//! The average of the weights that an optimizer keeps (`useEma`), put in their place.

use super::{Session, not_compiled};
use crate::error::{Code, EngineError, Result};

impl Session {
    /// Exchanges the trainable weights and their averages; before the first step there are none, and nothing changes.
    pub fn swap_ema(&mut self) -> Result<()> {
        self.averages(|weights, average| weights.swap_with_slice(average))
    }

    /// Makes the trainable weights their averages, as Keras does at the end of `fit`.
    pub fn finalize_ema(&mut self) -> Result<()> {
        self.averages(|weights, average| weights.copy_from_slice(average))
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn averages(&mut self, f: impl Fn(&mut [f32], &mut [f32])) -> Result<()> {
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        if !compiled.spec.optimizer.shared.use_ema {
            return Err(EngineError::new(
                Code::InvalidArgument,
                "model: its optimizer keeps no average of the weights → compile with useEma: true",
            ));
        }
        let average = &mut compiled.slots[compiled.spec.optimizer.own_slots()];
        if average.is_empty() || compiled.step == 0 {
            return Ok(());
        }
        for (_, parameters) in compiled.parameters.within(0..self.weights.len()) {
            let range = parameters.range;
            f(&mut self.weights[range.clone()], &mut average[range]);
        }
        self.weights_changed();
        Ok(())
    }
}
