//! The checkpoint file: one .safetensors with the weights, the optimizer's slots and, in its metadata, what the
//! model means.
//!
//! Tensors: every weight under its name, slots as `optimizer.<slot>.<weight>`. Metadata: formatVersion, numerics,
//! spec, compile, step, extra (the caller's JSON). A file is checked against its own spec before anything is
//! allocated, and against the model before anything is changed.

use crate::compile::CompileSpec;
use crate::error::{Code, EngineError, Result};
use crate::optimizer::OptimizerSpec;
use crate::plan::{Plan, Weight};
use crate::session::Session;
use crate::spec::{ModelSpec, NUMERICS};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Rises when a reader of today could not read the file.
const FORMAT_VERSION: &str = "1";

fn invalid(message: impl Into<String>) -> EngineError {
    EngineError::new(Code::CheckpointInvalid, message)
}

fn slot_name(slot: &str, weight: &Weight) -> String {
    format!("optimizer.{slot}.{}", weight.name)
}

/// A checkpoint whose header has been read and checked against its own spec.
pub struct Checkpoint<'a> {
    tensors: SafeTensors<'a>,
    plan: Plan,
    compile: Option<CompileSpec>,
    numerics: u32,
    step: u32,
    extra: String,
}

impl<'a> Checkpoint<'a> {
    /// Reads the header; every weight of the spec must be there, in its shape, as 32-bit floats.
    pub fn read(file: &'a [u8]) -> Result<Self> {
        let (_, header) = SafeTensors::read_metadata(file).map_err(|e| {
            invalid(format!(
                "checkpoint: not a .safetensors file of {} bytes ({e})",
                file.len()
            ))
        })?;
        let tensors =
            SafeTensors::deserialize(file).map_err(|e| invalid(format!("checkpoint: {e}")))?;
        let metadata = header.metadata().as_ref();
        let entry = |key: &str| {
            let value = metadata.and_then(|m| m.get(key)).map(String::as_str);
            value.ok_or_else(|| {
                invalid(format!(
                    "checkpoint: its metadata has no \"{key}\" → a file saved by this package"
                ))
            })
        };
        let number = |key: &str| -> Result<u32> {
            let text = entry(key)?;
            text.parse()
                .map_err(|_| invalid(format!("checkpoint: {key} is {text:?} → an integer")))
        };
        let version = entry("formatVersion")?;
        if version != FORMAT_VERSION {
            return Err(invalid(format!(
                "checkpoint: formatVersion is {version:?} → this version of the package reads {FORMAT_VERSION:?}"
            )));
        }
        let in_file = |e: EngineError| invalid(format!("checkpoint: {}", e.message));
        let plan = ModelSpec::from_json(entry("spec")?)
            .and_then(Plan::new)
            .map_err(in_file)?;
        let compile = match entry("compile")? {
            "null" => None,
            text => Some(CompileSpec::from_json(text).map_err(in_file)?),
        };
        let checkpoint = Self {
            numerics: number("numerics")?,
            step: number("step")?,
            extra: entry("extra")?.to_owned(),
            tensors,
            plan,
            compile,
        };
        checkpoint.check_tensors()?;
        Ok(checkpoint)
    }

    fn check_tensors(&self) -> Result<()> {
        let mut known = 0;
        for weight in self.plan.weights() {
            self.tensor(&weight.name, weight)?;
            known += 1;
            for slot in self.slots_of(weight) {
                self.tensor(&slot_name(slot, weight), weight)?;
                known += 1;
            }
        }
        if known != self.tensors.len() {
            let expected = |name: &str| {
                self.plan.weights().iter().any(|w| {
                    let mut slots = self.slots_of(w).iter();
                    w.name == name || slots.any(|slot| slot_name(slot, w) == name)
                })
            };
            let stray = self
                .tensors
                .names()
                .into_iter()
                .filter(|name| !expected(name))
                .min()
                .unwrap_or("?");
            return Err(invalid(format!(
                "checkpoint: tensor \"{stray}\" belongs to no layer of its spec"
            )));
        }
        Ok(())
    }

    /// Slots that the file holds: those of its optimizer, or none when it was saved without.
    fn slots(&self) -> &'static [&'static str] {
        let Some(optimizer) = self.compile.as_ref().map(|c| &c.optimizer) else {
            return &[];
        };
        let has = |slot: &&str| {
            self.plan
                .weights()
                .iter()
                .any(|w| self.tensors.tensor(&slot_name(slot, w)).is_ok())
        };
        if optimizer.slots().iter().any(has) {
            optimizer.slots()
        } else {
            &[]
        }
    }

    /// Those of one weight: what no gradient moves has none.
    fn slots_of(&self, weight: &Weight) -> &'static [&'static str] {
        if weight.trainable { self.slots() } else { &[] }
    }

    fn tensor(&self, name: &str, weight: &Weight) -> Result<TensorView<'a>> {
        let view = self
            .tensors
            .tensor(name)
            .map_err(|_| invalid(format!("checkpoint: tensor \"{name}\" is missing")))?;
        if view.dtype() != Dtype::F32 || view.shape() != weight.shape {
            return Err(invalid(format!(
                "checkpoint: tensor \"{name}\" is {:?} {:?} → F32 {:?}",
                view.dtype(),
                view.shape(),
                weight.shape
            )));
        }
        Ok(view)
    }

    fn copy(&self, name: &str, weight: &Weight, out: &mut [f32]) -> Result<()> {
        let view = self.tensor(name, weight)?;
        for (value, bytes) in out[weight.range.clone()]
            .iter_mut()
            .zip(view.data().chunks_exact(4))
        {
            *value = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        Ok(())
    }

    /// What TypeScript is told: `CheckpointDescription` of `ts/engine/protocol.ts`.
    pub fn describe(&self) -> Value {
        json!({
            "spec": self.plan.spec().to_json(),
            "compile": self.compile.as_ref().map(CompileSpec::to_json),
            "numerics": self.numerics,
            "step": self.step,
            "extra": self.extra,
        })
    }
}

/// The crate writes metadata in the order of a hash map; the same entries, sorted, take the same room.
fn sort_metadata(file: &mut [u8], metadata: &BTreeMap<&str, String>) {
    let sorted = serde_json::to_string(metadata).expect("strings are JSON");
    let place = 8 + "{\"__metadata__\":".len();
    file[place..place + sorted.len()].copy_from_slice(sorted.as_bytes());
}

impl Session {
    /// The checkpoint as bytes; the same state gives the same bytes. `extra` is stored as it is.
    pub fn save(&self, optimizer: bool, extra: &str) -> Result<Vec<u8>> {
        let compiled = self.compiled.as_ref();
        let kept = compiled.filter(|_| optimizer);
        let bytes =
            |values: &[f32]| -> Vec<u8> { values.iter().flat_map(|v| v.to_le_bytes()).collect() };
        let mut tensors: Vec<(String, &Weight, Vec<u8>)> = Vec::new();
        for weight in self.plan.weights() {
            tensors.push((
                weight.name.clone(),
                weight,
                bytes(&self.weights[weight.range.clone()]),
            ));
            let Some(compiled) = kept.filter(|_| weight.trainable) else {
                continue;
            };
            for (slot, values) in compiled.spec.optimizer.slots().iter().zip(&compiled.slots) {
                tensors.push((
                    slot_name(slot, weight),
                    weight,
                    bytes(&values[weight.range.clone()]),
                ));
            }
        }
        let views: Vec<(&str, TensorView)> = tensors
            .iter()
            .map(|(name, weight, data)| {
                let view = TensorView::new(Dtype::F32, weight.shape.clone(), data);
                (name.as_str(), view.expect("a weight's bytes fit its shape"))
            })
            .collect();
        let metadata = [
            ("formatVersion", FORMAT_VERSION.to_owned()),
            ("numerics", NUMERICS.to_string()),
            ("spec", self.plan.spec().to_json().to_string()),
            (
                "compile",
                compiled
                    .map_or(Value::Null, |c| c.spec.to_json())
                    .to_string(),
            ),
            ("step", kept.map_or(0, |c| c.step).to_string()),
            ("extra", extra.to_owned()),
        ];
        let metadata: BTreeMap<_, _> = metadata.into_iter().collect();
        let entries = metadata
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect();
        let mut file = safetensors::serialize(views, Some(entries))
            .map_err(|e| invalid(format!("checkpoint: {e}")))?;
        sort_metadata(&mut file, &metadata);
        Ok(file)
    }

    /// Takes weights, and compile options, slots and step where the file has them. On an error nothing changes.
    pub fn load(&mut self, file: &[u8]) -> Result<()> {
        let checkpoint = Checkpoint::read(file)?;
        if checkpoint.numerics != NUMERICS {
            return Err(EngineError::new(
                Code::CheckpointNumerics,
                format!(
                    "checkpoint: written under numerics {}, this version computes under {NUMERICS} → load it with the version that wrote it",
                    checkpoint.numerics
                ),
            ));
        }
        self.check_same_weights(&checkpoint)?;
        let mut weights = self.weights.to_vec();
        for weight in self.plan.weights() {
            checkpoint.copy(&weight.name, weight, &mut weights)?;
        }
        if let Some(compile) = &checkpoint.compile {
            self.compile(compile.clone())?;
            self.load_slots(&checkpoint, &compile.optimizer)?;
        }
        self.set_weights(&weights)
    }

    fn load_slots(&mut self, checkpoint: &Checkpoint, optimizer: &OptimizerSpec) -> Result<()> {
        let compiled = self.compiled.as_mut().expect("load has compiled it");
        compiled.step = checkpoint.step;
        if checkpoint.slots().is_empty() {
            return Ok(());
        }
        for (slot, values) in optimizer.slots().iter().zip(&mut compiled.slots) {
            for weight in self.plan.weights().iter().filter(|w| w.trainable) {
                checkpoint.copy(&slot_name(slot, weight), weight, values)?;
            }
        }
        Ok(())
    }

    fn check_same_weights(&self, checkpoint: &Checkpoint) -> Result<()> {
        let describe = |weights: &[Weight]| -> Vec<String> {
            weights
                .iter()
                .map(|w| format!("{} {:?}", w.name, w.shape))
                .collect()
        };
        let (own, file) = (
            describe(self.plan.weights()),
            describe(checkpoint.plan.weights()),
        );
        if own == file {
            return Ok(());
        }
        Err(EngineError::new(
            Code::CheckpointMismatch,
            format!(
                "checkpoint: it holds {} → the model has {}",
                file.join(", "),
                own.join(", ")
            ),
        ))
    }
}
