//! What training needs beyond the model: optimizer, loss, metrics.

use crate::error::{Code, EngineError, Result};
use crate::loss::{Loss, Metric};
use crate::optimizer::OptimizerSpec;
use crate::options::{self, Options, Value, options};
use serde_json::{Map, Value as Json};

options! {
    /// Arguments of `compile`.
    pub struct CompileSpec {
        /// How weights follow gradients.
        "optimizer" optimizer: OptimizerSpec,
        /// What is made small.
        "loss" loss: Loss,
        /// What else is counted.
        "metrics" metrics: Vec<Metric>,
    }
}

fn invalid(error: impl std::fmt::Display) -> EngineError {
    EngineError::new(Code::InvalidSpec, format!("compile: {error}"))
}

impl CompileSpec {
    /// Reads and checks it.
    pub fn from_value(value: Value) -> Result<Self> {
        let spec: Self = options::read(value).map_err(invalid)?;
        spec.optimizer.validate()?;
        Ok(spec)
    }

    /// `from_value` of a text.
    pub fn from_json(json: &str) -> Result<Self> {
        Self::from_value(options::parse(json).map_err(invalid)?)
    }

    /// As JSON.
    pub fn to_json(&self) -> Json {
        let mut fields = Map::new();
        self.write(&mut fields);
        Json::Object(fields)
    }
}
