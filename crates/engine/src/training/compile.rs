//! What training needs beyond the model: optimizer, loss, metrics.

use crate::error::{Code, EngineError, Result, message};
use crate::losses::LossSpec;
use crate::metrics::Metric;
use crate::optimizers::OptimizerSpec;
use crate::options::{self, Options, Value, options};

options! {
    /// Arguments of `compile`.
    pub struct CompileSpec {
        /// How weights follow gradients.
        "optimizer" optimizer: OptimizerSpec,
        /// What is made small.
        "loss" loss: LossSpec,
        /// What else is counted.
        "metrics" metrics: Vec<Metric>,
    }
}

fn invalid(error: impl std::fmt::Display) -> EngineError {
    EngineError::new(Code::InvalidSpec, message!("compile: {error}"))
}

impl CompileSpec {
    /// Reads and checks it.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn from_value(value: Value) -> Result<Self> {
        let spec: Self = options::read(value).map_err(invalid)?;
        spec.optimizer.validate()?;
        Ok(spec)
    }

    /// What `from_value` reads.
    pub fn to_value(&self) -> Value {
        let mut fields = Vec::new();
        self.write(&mut fields);
        Value::Object(fields)
    }
}
