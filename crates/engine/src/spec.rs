//! The whole meaning of a model as data: closed enums, read strictly, written back with every name filled in.
//!
//! TypeScript sends it as JSON; checkpoints carry it. Unknown layers, options and values are errors.
//! Adding a layer means a file in `layers/` and its variant here.

use crate::error::{Code, EngineError, Result};
use crate::layers::{
    Layer, WeightRequest,
    activation::ActivationSpec,
    batch_normalization::BatchNormalizationSpec,
    conv2d::{Conv2dSpec, Surroundings},
    dense::DenseSpec,
    dropout::DropoutSpec,
    flatten::FlattenSpec,
    max_pooling2d::MaxPooling2dSpec,
    rescaling::RescalingSpec,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Rises whenever any order of additions changes; hashes of weights hold within one value.
pub const NUMERICS: u32 = 4;

/// Largest integer a JavaScript number holds exactly.
const MAX_SEED: u64 = (1 << 53) - 1;

/// Most layers a model may have: a bound on what a stranger's file makes us do.
const MAX_LAYERS: usize = 1024;

/// A model: input shape, seed, layers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelSpec {
    /// `[height, width, channels]` or `[features]`.
    pub input_shape: Vec<usize>,
    /// Key of all random numbers of the model.
    pub seed: u64,
    /// From input to output.
    pub layers: Vec<LayerSpec>,
}

/// A layer: its kind with options, and its name, unique in the model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerSpec {
    /// Prefix of its weights' names.
    pub name: String,
    /// What it does.
    #[serde(flatten)]
    pub kind: LayerKind,
}

macro_rules! layer_kinds {
    ($($variant:ident($spec:ty) $type:literal $keras:literal,)*) => {
        /// The closed set of layers.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "type")]
        pub enum LayerKind {
            $(#[doc = concat!("`", $type, "`")] #[serde(rename = $type)] $variant($spec),)*
        }

        impl LayerKind {
            /// The word in the spec's `type`.
            pub fn type_name(&self) -> &'static str {
                match self { $(LayerKind::$variant(_) => $type,)* }
            }

            /// Keras' automatic name, before numbering.
            fn base_name(&self) -> &'static str {
                match self { $(LayerKind::$variant(_) => $keras,)* }
            }

        }
    };
}

layer_kinds! {
    Activation(ActivationSpec) "activation" "activation",
    BatchNormalization(BatchNormalizationSpec) "batchNormalization" "batch_normalization",
    Conv2d(Conv2dSpec) "conv2d" "conv2d",
    Dense(DenseSpec) "dense" "dense",
    Dropout(DropoutSpec) "dropout" "dropout",
    Flatten(FlattenSpec) "flatten" "flatten",
    MaxPooling2d(MaxPooling2dSpec) "maxPooling2d" "max_pooling2d",
    Rescaling(RescalingSpec) "rescaling" "rescaling",
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawModel {
    input_shape: Vec<usize>,
    seed: u64,
    layers: Vec<Value>,
}

impl LayerKind {
    /// The layer for an input shape, alone; `place` opens its error messages.
    pub(crate) fn build(&self, place: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
        match self {
            LayerKind::Activation(spec) => spec.build(place, input),
            LayerKind::BatchNormalization(_) => unreachable!("it is two nodes, no layer"),
            LayerKind::Conv2d(spec) => spec.build(place, input, Surroundings::alone()),
            LayerKind::Dense(spec) => spec.build(place, input),
            LayerKind::Dropout(spec) => spec.build(place, input),
            LayerKind::Flatten(spec) => spec.build(place, input),
            LayerKind::MaxPooling2d(spec) => spec.build(place, input),
            LayerKind::Rescaling(spec) => spec.build(place, input),
        }
    }

    /// Shape of its output and the weights it asks for.
    pub(crate) fn describe(
        &self,
        place: &str,
        input: &[usize],
    ) -> Result<(Vec<usize>, Vec<WeightRequest>)> {
        if let LayerKind::BatchNormalization(spec) = self {
            spec.check(place)?;
            let channels = *input.last().expect("shapes have at least one axis");
            return Ok((input.to_vec(), spec.weights(channels)));
        }
        let layer = self.build(place, input)?;
        Ok((layer.output(), layer.weights()))
    }
}

fn invalid(message: impl Into<String>) -> EngineError {
    EngineError::new(Code::InvalidSpec, message)
}

impl ModelSpec {
    /// Reads and normalises a spec; an error names the layer and the option.
    pub fn from_json(json: &str) -> Result<Self> {
        let raw: RawModel =
            serde_json::from_str(json).map_err(|e| invalid(format!("model spec: {e}")))?;
        if !matches!(raw.input_shape.len(), 1 | 3) || raw.input_shape.contains(&0) {
            return Err(invalid(format!(
                "model: inputShape is {:?} → [height, width, channels] or [features], each an integer ≥ 1",
                raw.input_shape
            )));
        }
        if raw.seed > MAX_SEED {
            return Err(invalid(format!(
                "model: seed is {} → an integer from 0 to {MAX_SEED}",
                raw.seed
            )));
        }
        if raw.layers.is_empty() || raw.layers.len() > MAX_LAYERS {
            return Err(invalid(format!(
                "model: {} layers → from 1 to {MAX_LAYERS}",
                raw.layers.len()
            )));
        }
        let mut taken = HashSet::new();
        let mut parsed = Vec::new();
        for (index, value) in raw.layers.into_iter().enumerate() {
            let (name, kind) = read_layer(index, value)?;
            if let Some(name) = &name
                && !taken.insert(name.clone())
            {
                return Err(invalid(format!(
                    "layer {}: the name \"{name}\" is taken → names must differ",
                    index + 1
                )));
            }
            parsed.push((name, kind));
        }
        let mut counts = HashMap::new();
        let layers = parsed
            .into_iter()
            .map(|(name, kind)| LayerSpec {
                name: name
                    .unwrap_or_else(|| automatic_name(kind.base_name(), &mut counts, &mut taken)),
                kind,
            })
            .collect();
        Ok(Self {
            input_shape: raw.input_shape,
            seed: raw.seed,
            layers,
        })
    }

    /// The normalised spec as JSON.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).expect("a spec has only string keys")
    }
}

fn read_layer(index: usize, mut value: Value) -> Result<(Option<String>, LayerKind)> {
    let number = index + 1;
    let name = match value.as_object_mut().and_then(|o| o.remove("name")) {
        None => None,
        Some(Value::String(name)) if is_name(&name) => Some(name),
        Some(other) => {
            return Err(invalid(format!(
                "layer {number}: name is {other} → 1 to 64 letters, digits, \"_\" or \"-\""
            )));
        }
    };
    let word = value
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("?")
        .to_owned();
    let kind = serde_json::from_value(value)
        .map_err(|e| invalid(format!("layer {number} ({word}): {e}")))?;
    Ok((name, kind))
}

fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

fn automatic_name(
    base: &'static str,
    counts: &mut HashMap<&'static str, usize>,
    taken: &mut HashSet<String>,
) -> String {
    let count = counts.entry(base).or_insert(0);
    loop {
        let name = if *count == 0 {
            base.to_owned()
        } else {
            format!("{base}_{count}")
        };
        *count += 1;
        if taken.insert(name.clone()) {
            return name;
        }
    }
}
