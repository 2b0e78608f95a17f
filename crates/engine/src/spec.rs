//! The whole meaning of a model as data: closed enums, read strictly, written back with every name filled in.
//!
//! TypeScript sends it as plain data; checkpoints carry it as JSON. Unknown layers, options and values are errors.
//! Adding a layer means a file in `layers/` and its variant here.

use crate::error::{Code, EngineError, Result, message};
use crate::layers::{
    Described, Layer,
    activation::{Activation, ActivationSpec},
    batch_normalization::BatchNormalizationSpec,
    conv2d::{Conv2dSpec, Surroundings},
    dense::DenseSpec,
    dropout::DropoutSpec,
    flatten::FlattenSpec,
    max_pooling2d::MaxPooling2dSpec,
    rescaling::RescalingSpec,
};
use crate::options::{Field, Fields, Options, Value, short, show};

/// Rises whenever any order of additions changes; hashes of weights hold within one value.
pub const NUMERICS: u32 = 4;

/// Largest integer a JavaScript number holds exactly.
const MAX_SEED: u64 = (1 << 53) - 1;

/// Most layers a model may have: a bound on what a stranger's file makes us do.
const MAX_LAYERS: usize = 1024;

/// A model: input shape, seed, layers.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelSpec {
    /// `[height, width, channels]` or `[features]`.
    pub input_shape: Vec<usize>,
    /// Key of all random numbers of the model.
    pub seed: u64,
    /// From input to output.
    pub layers: Vec<LayerSpec>,
}

/// A layer: its kind with options, and its name, unique in the model.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerSpec {
    /// Prefix of its weights' names.
    pub name: String,
    /// What it does.
    pub kind: LayerKind,
}

macro_rules! layer_kinds {
    ($($variant:ident($spec:ty) $type:literal $keras:literal,)*) => {
        /// The closed set of layers.
        #[derive(Clone, Debug, PartialEq)]
        pub enum LayerKind {
            $(#[doc = concat!("`", $type, "`")] $variant($spec),)*
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

            /// `None` for a word that is no layer.
            fn read(word: &str, fields: &mut Fields) -> Option<std::result::Result<Self, String>> {
                match word {
                    $($type => Some(<$spec>::read(fields).map(LayerKind::$variant)),)*
                    _ => None,
                }
            }

            fn write(&self, fields: &mut Vec<(String, Value)>) {
                match self { $(LayerKind::$variant(spec) => spec.write(fields),)* }
            }

            /// Shape of its output and the weights it asks for; `place` opens the error messages.
            pub(crate) fn describe(&self, place: &str, input: &[usize]) -> Result<Described> {
                match self { $(LayerKind::$variant(spec) => spec.describe(place, input),)* }
            }
        }

        const TYPES: &[&str] = &[$($type,)*];
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

impl LayerKind {
    /// The layer for an input shape, alone; `place` opens its error messages.
    pub(crate) fn build(&self, place: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
        match self {
            LayerKind::Activation(spec) => Ok(spec.build(input)),
            LayerKind::Conv2d(spec) => spec.build(place, input, Surroundings::alone()),
            LayerKind::Dense(spec) => Ok(spec.build(input)),
            LayerKind::Dropout(spec) => Ok(spec.build(input)),
            LayerKind::MaxPooling2d(spec) => spec.build(place, input),
            LayerKind::Rescaling(spec) => Ok(spec.build()),
            LayerKind::BatchNormalization(_) => unreachable!("it is two nodes, no layer"),
            LayerKind::Flatten(_) => unreachable!("it is a view, no layer"),
        }
    }

    /// How error messages call layer `index` of a model.
    pub(crate) fn place(&self, index: usize) -> String {
        [self.type_name(), " (layer ", &(index + 1).to_string(), ")"].concat()
    }

    /// Its output is its input, under another shape perhaps.
    pub(crate) fn is_view(&self) -> bool {
        match self {
            LayerKind::Flatten(_) => true,
            LayerKind::Activation(spec) => spec.activation == Activation::Linear,
            _ => false,
        }
    }
}

fn invalid(message: impl Into<String>) -> EngineError {
    EngineError::new(Code::InvalidSpec, message)
}

impl ModelSpec {
    /// Reads and normalises a spec; an error names the layer and the option.
    pub fn from_value(value: Value) -> Result<Self> {
        let mut fields = Fields::new(value).map_err(not_a_spec)?;
        let input_shape: Vec<usize> = fields.take("inputShape").map_err(not_a_spec)?;
        let seed: u64 = fields.take("seed").map_err(not_a_spec)?;
        let Some(Value::List(layers)) = fields.take_value("layers") else {
            return Err(not_a_spec("option \"layers\" is no list"));
        };
        fields.end(()).map_err(not_a_spec)?;
        if !matches!(input_shape.len(), 1 | 3) || input_shape.contains(&0) {
            return Err(invalid(message!(
                "model: inputShape is {input_shape:?} → [height, width, channels] or [features], each an integer ≥ 1"
            )));
        }
        if seed > MAX_SEED {
            return Err(invalid(message!(
                "model: seed is {seed} → an integer from 0 to {MAX_SEED}"
            )));
        }
        if layers.is_empty() || layers.len() > MAX_LAYERS {
            return Err(invalid(message!(
                "model: {} layers → from 1 to {MAX_LAYERS}",
                layers.len()
            )));
        }
        let mut taken: Vec<String> = Vec::new();
        let mut parsed = Vec::new();
        for (index, value) in layers.into_iter().enumerate() {
            let (name, kind) = read_layer(index, value)?;
            if let Some(name) = &name {
                if taken.contains(name) {
                    return Err(invalid(message!(
                        "layer {}: the name \"{name}\" is taken → names must differ",
                        index + 1
                    )));
                }
                taken.push(name.clone());
            }
            parsed.push((name, kind));
        }
        let mut counts = [0; TYPES.len()];
        let layers = parsed
            .into_iter()
            .map(|(name, kind)| LayerSpec {
                name: name.unwrap_or_else(|| automatic_name(&kind, &mut counts, &mut taken)),
                kind,
            })
            .collect();
        Ok(Self {
            input_shape,
            seed,
            layers,
        })
    }

    /// The normalised spec, as `from_value` reads it.
    pub fn to_value(&self) -> Value {
        let layers = self.layers.iter().map(|layer| {
            let mut fields = vec![
                ("name".to_owned(), Value::from(layer.name.as_str())),
                ("type".to_owned(), Value::from(layer.kind.type_name())),
            ];
            layer.kind.write(&mut fields);
            Value::Object(fields)
        });
        Value::object([
            ("inputShape", self.input_shape.write()),
            ("seed", self.seed.write()),
            ("layers", Value::List(layers.collect())),
        ])
    }
}

fn not_a_spec(error: impl std::fmt::Display) -> EngineError {
    invalid(message!("model spec: {error}"))
}

fn read_layer(index: usize, value: Value) -> Result<(Option<String>, LayerKind)> {
    let number = index + 1;
    let mut fields =
        Fields::new(value).map_err(|error| invalid(message!("layer {number}: {error}")))?;
    let name = match fields.take_value("name") {
        None => None,
        Some(Value::Text(name)) if is_name(&name) => Some(name),
        Some(other) => {
            return Err(invalid(message!(
                "layer {number}: name is {} → 1 to 64 letters, digits, \"_\" or \"-\"",
                show(&other)
            )));
        }
    };
    let Some(Value::Text(word)) = fields.take_value("type") else {
        return Err(invalid(message!(
            "layer {number}: it has no type → one of: {}",
            TYPES.join(", ")
        )));
    };
    let kind = LayerKind::read(&word, &mut fields).unwrap_or_else(|| {
        Err(message!(
            "there is no such layer → one of: {}",
            TYPES.join(", ")
        ))
    });
    kind.and_then(|kind| fields.end(kind))
        .map(|kind| (name, kind))
        .map_err(|error| {
            invalid(
                [
                    "layer ",
                    &number.to_string(),
                    " (",
                    short(&word),
                    "): ",
                    &error,
                ]
                .concat(),
            )
        })
}

fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Keras' name of a layer without one: the type's, numbered from the second on.
fn automatic_name(
    kind: &LayerKind,
    counts: &mut [usize; TYPES.len()],
    taken: &mut Vec<String>,
) -> String {
    let base = kind.base_name();
    let place = TYPES.iter().position(|word| *word == kind.type_name());
    let count = &mut counts[place.expect("every kind has its word")];
    loop {
        let name = match *count {
            0 => base.to_owned(),
            number => [base, "_", &number.to_string()].concat(),
        };
        *count += 1;
        if !taken.contains(&name) {
            taken.push(name.clone());
            return name;
        }
    }
}
