//! What training needs beyond the model: optimizer, loss, metrics.

use crate::error::{Code, EngineError, Result};
use crate::loss::{Loss, Metric};
use crate::optimizer::OptimizerSpec;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Arguments of `compile`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompileSpec {
    /// How weights follow gradients.
    pub optimizer: OptimizerSpec,
    /// What is made small.
    pub loss: Loss,
    /// What else is counted.
    pub metrics: Vec<Metric>,
}

impl CompileSpec {
    /// Reads and checks it.
    pub fn from_json(json: &str) -> Result<Self> {
        let spec: Self = serde_json::from_str(json)
            .map_err(|e| EngineError::new(Code::InvalidSpec, format!("compile: {e}")))?;
        spec.optimizer.validate()?;
        Ok(spec)
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).expect("compile options have only string keys")
    }
}
