//! Batch normalization (Ioffe & Szegedy 2015): y = γ·(x − mean) / √(variance + ε) + β, per channel of the last axis.
//!
//! In training mean and biased variance are the batch's, so the plan is cut here: what comes before ends with the
//! statistics of its output, what comes after begins with normalising it (`norm.rs`). Elsewhere the moving ones count.

use super::{Described, WeightRequest};
use crate::error::{Code, EngineError, Result, message};
use crate::initializer::Initializer;
use crate::options::{number, options};

options! {
    /// Options of the layer `batchNormalization`.
    pub struct BatchNormalizationSpec {
        /// Share of the moving statistics that a step keeps.
        "momentum" momentum: f64,
        /// Added to the variance.
        "epsilon" epsilon: f64,
        /// Whether β is added.
        "center" center: bool,
        /// Whether γ multiplies.
        "scale" scale: bool,
        /// First values of γ.
        "gammaInitializer" gamma_initializer: Initializer,
        /// First values of β.
        "betaInitializer" beta_initializer: Initializer,
        /// First values of the moving mean.
        "movingMeanInitializer" moving_mean_initializer: Initializer,
        /// First values of the moving variance.
        "movingVarianceInitializer" moving_variance_initializer: Initializer,
    }
}

impl BatchNormalizationSpec {
    /// Refuses options outside their ranges.
    fn check(&self, place: &str) -> Result<()> {
        let wrong = |option: &str, value: f64, expected: &str| {
            let message = message!("{place}: {option} is {} → {expected}", number(value));
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

    pub(crate) fn describe(&self, place: &str, input: &[usize]) -> Result<Described> {
        self.check(place)?;
        let channels = *input.last().expect("shapes have at least one axis");
        Ok((input.to_vec(), self.weights(channels)))
    }

    /// γ and β where there are some, then the moving mean and variance, which no gradient moves.
    fn weights(&self, channels: usize) -> Vec<WeightRequest> {
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
