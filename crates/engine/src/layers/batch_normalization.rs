//! Batch normalization (Ioffe & Szegedy 2015): y = γ·(x − mean) / √(variance + ε) + β, per channel of the last axis.
//!
//! In training mean and biased variance are the batch's, so the plan is cut here: what comes before ends with the
//! statistics of its output, what comes after begins with normalising it (`norm.rs`). Elsewhere the moving ones count.

use super::WeightRequest;
use crate::error::{Code, EngineError, Result};
use crate::initializer::Initializer;
use serde::{Deserialize, Serialize};

/// Options of the layer `batchNormalization`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchNormalizationSpec {
    /// Share of the moving statistics that a step keeps.
    pub momentum: f64,
    /// Added to the variance.
    pub epsilon: f64,
    /// Whether β is added.
    pub center: bool,
    /// Whether γ multiplies.
    pub scale: bool,
    /// First values of γ.
    pub gamma_initializer: Initializer,
    /// First values of β.
    pub beta_initializer: Initializer,
    /// First values of the moving mean.
    pub moving_mean_initializer: Initializer,
    /// First values of the moving variance.
    pub moving_variance_initializer: Initializer,
}

impl BatchNormalizationSpec {
    /// Refuses options outside their ranges.
    pub(crate) fn check(&self, place: &str) -> Result<()> {
        let wrong = |option: &str, value: f64, expected: &str| {
            let message = format!("{place}: {option} is {value} → {expected}");
            Err(EngineError::new(Code::InvalidSpec, message))
        };
        if !(0.0..=1.0).contains(&self.momentum) {
            return wrong("momentum", self.momentum, "a number from 0 to 1");
        }
        if !(self.epsilon as f32 > 0.0 && (self.epsilon as f32).is_finite()) {
            return wrong("epsilon", self.epsilon, "a number > 0");
        }
        Ok(())
    }

    /// γ and β where there are some, then the moving mean and variance, which no gradient moves.
    pub(crate) fn weights(&self, channels: usize) -> Vec<WeightRequest> {
        let trained = |suffix, initializer| WeightRequest::vector(suffix, channels, initializer);
        let moving = |suffix, initializer| WeightRequest {
            trainable: false,
            ..WeightRequest::vector(suffix, channels, initializer)
        };
        let mut weights = Vec::new();
        if self.scale {
            weights.push(trained("gamma", self.gamma_initializer));
        }
        if self.center {
            weights.push(trained("beta", self.beta_initializer));
        }
        weights.push(moving("moving_mean", self.moving_mean_initializer));
        weights.push(moving("moving_variance", self.moving_variance_initializer));
        weights
    }
}
