//! The checkpoint file: one .safetensors with the weights, the optimizer's slots and, in its metadata, what the
//! model means.
//!
//! Tensors: every weight under its name (`rest.rs`: in how many bits), slots as `optimizer.<slot>.<weight>`. Metadata:
//! formatVersion, numerics, spec, compile, step, extra (the caller's JSON). A file is checked against its own spec before anything is
//! allocated, and against the model before anything is changed.

use crate::compile::CompileSpec;
use crate::error::{Code, EngineError, Result};
use crate::optimizer::OptimizerSpec;
use crate::plan::{Plan, Weight};
use crate::rest::{self, Rest};
use crate::session::Session;
use crate::spec::{ModelSpec, NUMERICS};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Rises when a reader of before could not read the file: since 2 kernels may be smaller than 32 bits a value. Files
/// without such are written as version 1.
const FORMAT_VERSIONS: [&str; 2] = ["1", "2"];

type Tensor = (Dtype, Vec<usize>, Vec<u8>);

fn floats(shape: &[usize], values: &[f32]) -> Tensor {
    let data = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    (Dtype::F32, shape.to_vec(), data)
}

fn invalid(message: impl Into<String>) -> EngineError {
    EngineError::new(Code::CheckpointInvalid, message)
}

fn cannot_hold(weight: &Weight, word: &str) -> EngineError {
    EngineError::new(
        Code::InvalidArgument,
        format!(
            "save: \"{}\" has values that {word} cannot hold → save with weights: \"f32\"",
            weight.name
        ),
    )
}

fn scales_name(weight: &Weight) -> String {
    format!("{}{}", weight.name, rest::SCALES)
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
        if !FORMAT_VERSIONS.contains(&version) {
            return Err(invalid(format!(
                "checkpoint: formatVersion is {version:?} → this version of the package reads {FORMAT_VERSIONS:?}"
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
            let view = self.find(&weight.name)?;
            let small = weight.is_kernel() && [Dtype::F16, Dtype::I8].contains(&view.dtype());
            if !small || view.shape() != weight.shape {
                self.tensor(&weight.name, &weight.shape)?;
            }
            known += 1;
            if view.dtype() == Dtype::I8 {
                let channels = weight.shape.last().copied().unwrap_or(0);
                self.tensor(&scales_name(weight), &[channels])?;
                known += 1;
            }
            for slot in self.slots_of(weight) {
                self.tensor(&slot_name(slot, weight), &weight.shape)?;
                known += 1;
            }
        }
        if known != self.tensors.len() {
            let expected = |name: &str| {
                self.plan.weights().iter().any(|w| {
                    let mut slots = self.slots_of(w).iter();
                    w.name == name
                        || scales_name(w) == name
                        || slots.any(|slot| slot_name(slot, w) == name)
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

    fn find(&self, name: &str) -> Result<TensorView<'a>> {
        (self.tensors.tensor(name))
            .map_err(|_| invalid(format!("checkpoint: tensor \"{name}\" is missing")))
    }

    /// A tensor of 32-bit floats.
    fn tensor(&self, name: &str, shape: &[usize]) -> Result<TensorView<'a>> {
        let view = self.find(name)?;
        if view.dtype() != Dtype::F32 || view.shape() != shape {
            return Err(invalid(format!(
                "checkpoint: tensor \"{name}\" is {:?} {:?} → F32 {shape:?}",
                view.dtype(),
                view.shape(),
            )));
        }
        Ok(view)
    }

    fn copy_slot(&self, slot: &str, weight: &Weight, out: &mut [f32]) -> Result<()> {
        let name = slot_name(slot, weight);
        let view = self.tensor(&name, &weight.shape)?;
        rest::read(
            &name,
            "F32",
            view.data(),
            &[],
            &mut out[weight.range.clone()],
        )
    }

    fn copy_weight(&self, weight: &Weight, out: &mut [f32]) -> Result<()> {
        let view = self.find(&weight.name)?;
        let (dtype, scales) = match view.dtype() {
            Dtype::I8 => ("I8", self.find(&scales_name(weight))?.data()),
            Dtype::F16 => ("F16", [].as_slice()),
            _ => ("F32", [].as_slice()),
        };
        let out = &mut out[weight.range.clone()];
        rest::read(&weight.name, dtype, view.data(), scales, out)
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
    /// The checkpoint as bytes; the same state gives the same bytes. Kernels are written as `rest` says, with the
    /// optimizer's slots only where they stay what they are. `extra` is stored as it is.
    pub fn save(&self, optimizer: bool, rest: Rest, extra: &str) -> Result<Vec<u8>> {
        if optimizer && rest != Rest::F32 {
            return Err(EngineError::new(
                Code::InvalidArgument,
                "save: the optimizer's state goes with weights \"f32\" only → optimizer: false",
            ));
        }
        let compiled = self.compiled.as_ref();
        let kept = compiled.filter(|_| optimizer);
        let mut tensors: Vec<(String, Tensor)> = Vec::new();
        for weight in self.plan.weights() {
            let values = &self.weights[weight.range.clone()];
            match (rest, weight.shape.last()) {
                (Rest::F16, _) if weight.is_kernel() => {
                    let data = rest::to_halves(values).ok_or_else(|| cannot_hold(weight, "f16"))?;
                    tensors.push((
                        weight.name.clone(),
                        (Dtype::F16, weight.shape.clone(), data),
                    ));
                }
                (Rest::Int8, Some(&channels)) if weight.is_kernel() => {
                    let (data, scales) = rest::to_bytes(values, channels)
                        .ok_or_else(|| cannot_hold(weight, "int8"))?;
                    tensors.push((weight.name.clone(), (Dtype::I8, weight.shape.clone(), data)));
                    tensors.push((scales_name(weight), floats(&[channels], &scales)));
                }
                _ => tensors.push((weight.name.clone(), floats(&weight.shape, values))),
            }
            let Some(compiled) = kept.filter(|_| weight.trainable) else {
                continue;
            };
            for (slot, values) in compiled.spec.optimizer.slots().iter().zip(&compiled.slots) {
                let values = &values[weight.range.clone()];
                tensors.push((slot_name(slot, weight), floats(&weight.shape, values)));
            }
        }
        let views: Vec<(&str, TensorView)> = (tensors.iter())
            .map(|(name, (dtype, shape, data))| {
                let view = TensorView::new(*dtype, shape.clone(), data);
                (name.as_str(), view.expect("a weight's bytes fit its shape"))
            })
            .collect();
        let version = FORMAT_VERSIONS[usize::from(rest != Rest::F32)];
        let metadata = [
            ("formatVersion", version.to_owned()),
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
            checkpoint.copy_weight(weight, &mut weights)?;
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
                checkpoint.copy_slot(slot, weight, values)?;
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
