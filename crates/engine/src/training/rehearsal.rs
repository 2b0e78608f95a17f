//! Steps that leave no trace: they are taken to see how long steps take.

use super::{Session, buffer, not_compiled};
use crate::error::Result;
use fashion_kernels::buffer::Buffer;

/// What steps change.
pub(crate) struct Before {
    weights: Buffer,
    slots: Vec<Buffer>,
    step: u32,
}

fn copy(of: &Buffer) -> Result<Buffer> {
    let mut copy = buffer("a rehearsal", of.len())?;
    copy.copy_from_slice(of);
    Ok(copy)
}

impl Session {
    /// Keeps what steps change.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn begin_rehearsal(&mut self) -> Result<()> {
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        compiled.reserve_slots(self.plan.parameters())?;
        let slots: Result<Vec<Buffer>> = compiled.slots.iter().map(copy).collect();
        self.before = Some(Before {
            weights: copy(&self.weights)?,
            slots: slots?,
            step: compiled.step,
        });
        Ok(())
    }

    /// Puts it back.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn end_rehearsal(&mut self) -> Result<()> {
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        if let Some(before) = self.before.take() {
            (compiled.slots, compiled.step) = (before.slots, before.step);
            self.weights = before.weights;
            self.weights_changed();
        }
        Ok(())
    }
}
