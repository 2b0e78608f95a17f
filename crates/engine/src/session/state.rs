//! What a checkpoint file keeps of a model, piece by piece: weights at rest, the optimizer's slots and its count of steps.
//!
//! The file itself is TypeScript's (`ts/checkpoint`), which has JSON from its host: in here it was a fifth of the wasm
//! file. So nothing is checked against a file; every piece is checked against the model.

use super::{Compiled, Session, not_compiled};
use crate::compile::CompileSpec;
use crate::error::{Code, EngineError, Result, message};
use crate::layout::Weight;
use crate::plan::Plan;
use crate::rest::{self, Rest, Stored};

fn unknown(what: &str) -> EngineError {
    EngineError::new(
        Code::CheckpointMismatch,
        message!("checkpoint: the model has no {what}"),
    )
}

impl Session {
    /// What `compile` was told, as far as it holds still: with the learning rate of now.
    pub fn compile_spec(&self) -> Option<&CompileSpec> {
        self.compiled.as_ref().map(|compiled| &compiled.spec)
    }

    /// Steps the optimizer has taken.
    pub fn step(&self) -> u32 {
        self.compiled.as_ref().map_or(0, |compiled| compiled.step)
    }

    /// Sets how many steps the optimizer has taken.
    pub fn set_step(&mut self, step: u32) -> Result<()> {
        self.compiled.as_mut().ok_or_else(not_compiled)?.step = step;
        Ok(())
    }

    /// Weight `number` as a file holds it; only kernels are made small.
    pub fn store_weight(&self, number: usize, rest: Rest) -> Result<Stored> {
        let weight = weight(&self.plan, number)?;
        let rest = if weight.is_kernel() { rest } else { Rest::F32 };
        let channels = *weight.shape.last().expect("shapes have at least one axis");
        rest::store(&self.weights[weight.range.clone()], channels, rest).ok_or_else(|| {
            EngineError::new(
                Code::InvalidArgument,
                message!(
                    "\"{}\" has values that {} cannot hold → save with weights: \"f32\"",
                    weight.name,
                    rest.word()
                ),
            )
        })
    }

    /// Sets weight `number` to what a file holds.
    pub fn restore_weight(&mut self, number: usize, stored: rest::View) -> Result<()> {
        let weight = weight(&self.plan, number)?;
        rest::read(weight, stored, &mut self.weights[weight.range.clone()])?;
        self.weights_changed();
        Ok(())
    }

    /// A weight's part of a slot, as 32-bit floats.
    pub fn store_slot(&self, slot: &str, number: usize) -> Result<Vec<u8>> {
        let weight = weight(&self.plan, number)?;
        let compiled = self.compiled.as_ref().ok_or_else(not_compiled)?;
        Ok(rest::floats(
            &compiled.slots[place(compiled, slot)?][weight.range.clone()],
        ))
    }

    /// Sets a weight's part of a slot.
    pub fn restore_slot(&mut self, slot: &str, number: usize, bytes: &[u8]) -> Result<()> {
        let weight = weight(&self.plan, number)?;
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        let place = place(compiled, slot)?;
        let out = &mut compiled.slots[place][weight.range.clone()];
        rest::read(weight, rest::View::floats(bytes), out)
    }
}

fn weight(plan: &Plan, number: usize) -> Result<&Weight> {
    (plan.weights().get(number)).ok_or_else(|| unknown("such weight"))
}

fn place(compiled: &Compiled, slot: &str) -> Result<usize> {
    let slots = compiled.spec.optimizer.slots();
    (slots.iter().position(|name| *name == slot)).ok_or_else(|| unknown(slot))
}
