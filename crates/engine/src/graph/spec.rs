//! The whole meaning of a model as data: closed enums, read strictly, written back with every name filled in.
//!
//! TypeScript sends it as plain data; checkpoints carry it as JSON. Unknown layers, options and values are errors. The
//! layers are a list in topological order: each reads the one before it, or those that its `inputs` name.

use crate::error::{Code, EngineError, Result, digits, joined, message};
pub use crate::layers::LayerKind;
use crate::layers::{InputCount, TYPES};
use crate::options::{Field, Fields, Value, short, show};

/// Rises whenever any order of additions changes; hashes of weights hold within one value. A model has the value of the last
/// change that touches it, so that what others were trained under goes on.
pub const NUMERICS: u32 = 4;

/// That of models with convolutions of 5 × 5 that go through tiles.
pub const NUMERICS_OF_FIVE: u32 = 5;

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
    /// In topological order, the last the model's output.
    pub layers: Vec<LayerSpec>,
}

/// A layer: its kind with options, and its name, unique in the model.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerSpec {
    /// Prefix of its weights' names.
    pub name: String,
    /// What it does.
    pub kind: LayerKind,
    /// Numbers of the values it reads: 0 the model's input, n the output of layer number n, counted from 1.
    pub inputs: Vec<usize>,
    /// Whether the optimizer moves its weights; a batch normalization that is not trained uses its moving statistics.
    pub trainable: bool,
}

fn invalid(message: impl Into<String>) -> EngineError {
    EngineError::new(Code::InvalidSpec, message)
}

impl ModelSpec {
    /// Reads and normalises a spec; an error names the layer and the option.
    pub fn from_value(value: Value) -> Result<Self> {
        let mut fields = Fields::new(value).map_err(not_a_spec)?;
        let input_shape: Vec<usize> = fields.read("inputShape");
        let seed: u64 = fields.read("seed");
        let layers = match fields.take_value("layers") {
            Some(Value::List(layers)) => layers,
            _ => {
                fields.fail("option \"layers\" is no list".to_owned());
                Vec::new()
            }
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
            let layer = read_layer(index, value)?;
            if !layer.name.is_empty() {
                if taken.contains(&layer.name) {
                    return Err(invalid(message!(
                        "layer {}: the name \"{}\" is taken → names must differ",
                        index + 1,
                        layer.name
                    )));
                }
                taken.push(layer.name.clone());
            }
            parsed.push(layer);
        }
        check_all_are_used(&parsed)?;
        let mut counts = [0; TYPES.len()];
        for layer in &mut parsed {
            if layer.name.is_empty() {
                layer.name = automatic_name(&layer.kind, &mut counts, &mut taken);
            }
        }
        Ok(Self {
            input_shape,
            seed,
            layers: parsed,
        })
    }

    /// The normalised spec, as `from_value` reads it.
    pub fn to_value(&self) -> Value {
        let layers = self.layers.iter().enumerate().map(|(index, layer)| {
            let mut fields = vec![
                ("name".to_owned(), Value::from(layer.name.as_str())),
                ("type".to_owned(), Value::from(layer.kind.type_name())),
            ];
            layer.kind.write(&mut fields);
            if layer.inputs != [index] {
                fields.push(("inputs".to_owned(), layer.input_places()));
            }
            if !layer.trainable {
                fields.push(("trainable".to_owned(), Value::Bool(false)));
            }
            Value::Object(fields)
        });
        Value::object([
            ("inputShape", self.input_shape.write()),
            ("seed", self.seed.write()),
            ("layers", Value::List(layers.collect())),
        ])
    }
}

impl LayerSpec {
    /// Its inputs as a spec has them: places in the list of layers, −1 for the model's input.
    pub(crate) fn input_places(&self) -> Value {
        let place = |&value: &usize| Value::Number(value as f64 - 1.0);
        Value::List(self.inputs.iter().map(place).collect())
    }
}

fn not_a_spec(error: impl std::fmt::Display) -> EngineError {
    invalid(message!("model spec: {error}"))
}

/// A layer, its name empty where it has none yet.
#[inline(never)]
fn read_layer(index: usize, value: Value) -> Result<LayerSpec> {
    let number = index + 1;
    let mut fields =
        Fields::new(value).map_err(|error| invalid(message!("layer {number}: {error}")))?;
    let name = match fields.take_value("name") {
        None => String::new(),
        Some(Value::Text(name)) if is_name(&name) => name,
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
    let inputs = fields.take_value("inputs");
    let trainable = fields.take_value("trainable");
    let refused = |error: String| {
        let number = digits(number);
        invalid(joined(&[
            "layer ",
            &number,
            " (",
            short(&word),
            "): ",
            &error,
        ]))
    };
    let Some(kind) = LayerKind::read(&word, &mut fields) else {
        let types = message!("there is no such layer → one of: {}", TYPES.join(", "));
        return Err(refused(types));
    };
    fields.end(()).map_err(refused)?;
    Ok(LayerSpec {
        name,
        inputs: read_inputs(index, &kind, inputs).map_err(refused)?,
        kind,
        trainable: read_trainable(trainable).map_err(refused)?,
    })
}

/// Values by number, from places in the list of layers.
fn read_inputs(
    index: usize,
    kind: &LayerKind,
    received: Option<Value>,
) -> std::result::Result<Vec<usize>, String> {
    let inputs = match &received {
        None => vec![index],
        Some(value) => places(index, value).ok_or_else(|| {
            message!(
                "option \"inputs\" is {} → a list of places of layers before this one, −1 for the model's input",
                show(value)
            )
        })?,
    };
    let (fits, expected) = match kind.input_count() {
        InputCount::One => (inputs.len() == 1, "one input"),
        InputCount::TwoOrMore => (inputs.len() >= 2, "two inputs or more"),
    };
    if fits {
        return Ok(inputs);
    }
    Err(message!(
        "it has {} → it takes {expected}: option \"inputs\", a list of places of layers before this one",
        match inputs.len() {
            1 => "one input".to_owned(),
            count => format!("{count} inputs"),
        }
    ))
}

fn places(index: usize, value: &Value) -> Option<Vec<usize>> {
    let Value::List(list) = value else {
        return None;
    };
    let number = |place: &Value| match place {
        Value::Number(place) => usize::read(&Value::Number(place + 1.0)).filter(|&n| n <= index),
        _ => None,
    };
    (list.len() <= MAX_LAYERS)
        .then(|| list.iter().map(number).collect())
        .flatten()
}

fn read_trainable(received: Option<Value>) -> std::result::Result<bool, String> {
    match received {
        None => Ok(true),
        Some(Value::Bool(trainable)) => Ok(trainable),
        Some(other) => Err(message!(
            "option \"trainable\" is {} → true or false",
            show(&other)
        )),
    }
}

/// Every layer but the last must be an input of another: else its weights would be there for nothing.
fn check_all_are_used(layers: &[LayerSpec]) -> Result<()> {
    let mut used = vec![false; layers.len() + 1];
    for &input in layers.iter().flat_map(|layer| &layer.inputs) {
        used[input] = true;
    }
    match (1..layers.len()).find(|&value| !used[value]) {
        None if used[0] => Ok(()),
        None => Err(invalid("model: no layer reads its input")),
        Some(number) => Err(invalid(message!(
            "{}: no layer reads its output → only the last layer's is the model's",
            layers[number - 1].kind.place(number - 1)
        ))),
    }
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
            number => joined(&[base, "_", &digits(number)]),
        };
        *count += 1;
        if !taken.contains(&name) {
            taken.push(name.clone());
            return name;
        }
    }
}
