//! Specs as JSON texts, for tests (feature `json`): the host of the wasm files has JSON already.

use crate::error::Result;
use crate::graph::spec::ModelSpec;
use crate::options::{Field, Value};
use crate::schedules::LearningRate;
use crate::training::compile::CompileSpec;
use serde_json::Value as Json;

impl From<&Json> for Value {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Value::Null,
            Json::Bool(truth) => Value::Bool(*truth),
            Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
            Json::String(text) => Value::Text(text.clone()),
            Json::Array(list) => Value::List(list.iter().map(Value::from).collect()),
            Json::Object(fields) => Value::Object(
                (fields.iter())
                    .map(|(name, member)| (name.clone(), Value::from(member)))
                    .collect(),
            ),
        }
    }
}

fn parse(text: &str) -> Value {
    Value::from(&serde_json::from_str::<Json>(text).expect("a text of JSON"))
}

impl ModelSpec {
    /// `from_value` of a text, which must be JSON.
    pub fn from_json(text: &str) -> Result<Self> {
        Self::from_value(parse(text))
    }
}

impl CompileSpec {
    /// `from_value` of a text, which must be JSON.
    pub fn from_json(text: &str) -> Result<Self> {
        Self::from_value(parse(text))
    }
}

impl LearningRate {
    /// A number or a schedule from a text, which must be JSON; none where its options are wrong.
    pub fn from_json(text: &str) -> Option<Self> {
        Self::read(&parse(text)).filter(Self::is_fine)
    }
}
