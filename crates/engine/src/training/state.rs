//! What a checkpoint file keeps of a model, piece by piece: encoded weights, the optimizer's slots and its count of steps.
//!
//! The file itself is TypeScript's (`ts/checkpoint`), which has JSON from its host: in here it was a fifth of the wasm
//! file. So nothing is checked against a file; every piece is checked against the model.

use super::{Compiled, Session, not_compiled};
use crate::error::{Code, EngineError, Result, message};
use crate::graph::layout::Weight;
use crate::graph::weight_format::{self, EncodedWeight, WeightFormat};
use crate::optimizers::Slot;
use crate::plan::Plan;
use crate::training::compile::CompileSpec;

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

    /// The scales of kernel `number` as bytes, one a channel, as 32-bit floats.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn store_scales(&self, number: usize) -> Result<Vec<u8>> {
        let weight = weight(&self.plan, number)?;
        let channels = *weight.shape.last().expect("shapes have at least one axis");
        let scales = weight_format::scales(&self.weights[weight.range.clone()], channels);
        (scales.map(|scales| weight_format::floats(&scales)))
            .ok_or_else(|| too_large(weight, WeightFormat::Int8))
    }

    /// `count` values of weight `number`, from its value `start` on, as a file holds them; only kernels are made small, as
    /// bytes by the scales of [`Session::store_scales`].
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn store_weight(
        &self,
        number: usize,
        format: WeightFormat,
        scales: &[u8],
        start: usize,
        count: usize,
    ) -> Result<Vec<u8>> {
        let weight = weight(&self.plan, number)?;
        let format = if weight.is_kernel() {
            format
        } else {
            WeightFormat::F32
        };
        let scales: Vec<f32> = weight_format::values(scales).collect();
        if format == WeightFormat::Int8 && Some(&scales.len()) != weight.shape.last() {
            return Err(unknown("such scales"));
        }
        let values = part(&self.weights, weight, start, count)?;
        weight_format::store(values, start, format, &scales)
            .ok_or_else(|| too_large(weight, format))
    }

    /// Sets values of weight `number`, from its value `start` on, to what a file holds. The answer is whether they are sound.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn restore_weight(
        &mut self,
        number: usize,
        start: usize,
        stored: EncodedWeight,
    ) -> Result<bool> {
        let weight = weight(&self.plan, number)?;
        let (values, sound) = weight_format::read(weight, start, stored)?;
        self.weights[weight.range.start + start..][..values.len()].copy_from_slice(&values);
        self.weights_changed();
        Ok(sound)
    }

    /// `count` values of a weight's part of a slot, from `start` on, as 32-bit floats.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn store_slot(
        &self,
        slot: &str,
        number: usize,
        start: usize,
        count: usize,
    ) -> Result<Vec<u8>> {
        let weight = weight(&self.plan, number)?;
        let compiled = self.compiled.as_ref().ok_or_else(not_compiled)?;
        let (place, slot) = place(compiled, slot)?;
        let values = &compiled.slots[place];
        if values.is_empty() {
            let values = vec![slot.initial; count.min(weight.range.len())];
            return Ok(weight_format::floats(&values));
        }
        part(values, weight, start, count).map(weight_format::floats)
    }

    /// Sets values of a weight's part of a slot, from `start` on. The answer is whether they are sound.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn restore_slot(
        &mut self,
        slot: &str,
        number: usize,
        start: usize,
        bytes: &[u8],
    ) -> Result<bool> {
        let weight = weight(&self.plan, number)?;
        let compiled = self.compiled.as_mut().ok_or_else(not_compiled)?;
        let (place, slot) = place(compiled, slot)?;
        let (values, sound) = weight_format::read(weight, start, EncodedWeight::floats(bytes))?;
        if let Some(what) = slot.non_negative
            && values.iter().any(|value| *value < 0.0)
        {
            return Err(EngineError::new(
                Code::CheckpointInvalid,
                message!(
                    "checkpoint: the {} of \"{}\" has a value below 0 → it is {what}",
                    slot.name,
                    weight.name
                ),
            ));
        }
        compiled.reserve_slots(self.plan.parameters())?;
        compiled.slots[place][weight.range.start + start..][..values.len()]
            .copy_from_slice(&values);
        Ok(sound)
    }
}

fn too_large(weight: &Weight, format: WeightFormat) -> EngineError {
    EngineError::new(
        Code::InvalidArgument,
        message!(
            "\"{}\" has values that {} cannot hold → save with weights: \"f32\"",
            weight.name,
            format.word()
        ),
    )
}

/// `count` values of a weight, from its value `start` on, in a flat vector.
fn part<'a>(flat: &'a [f32], weight: &Weight, start: usize, count: usize) -> Result<&'a [f32]> {
    let values = &flat[weight.range.clone()];
    let end = start.checked_add(count);
    (end.and_then(|end| values.get(start..end))).ok_or_else(|| unknown("such values"))
}

fn weight(plan: &Plan, number: usize) -> Result<&Weight> {
    (plan.weights().get(number)).ok_or_else(|| unknown("such weight"))
}

/// A slot by its name, and its place among those of the optimizer.
fn place(compiled: &Compiled, name: &str) -> Result<(usize, Slot)> {
    let mut slots = compiled.spec.optimizer.slots().into_iter().enumerate();
    (slots.find(|(_, slot)| slot.name == name)).ok_or_else(|| unknown(name))
}
