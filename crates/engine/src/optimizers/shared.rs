//! What every optimizer can be told beside its own options, as Keras' base class has it.

use super::optimizer::check;
use crate::error::Result;
use crate::options::options;

options! {
    /// Options that all optimizers share.
    pub struct SharedOptions {
        /// Share of the learning rate by which weights shrink before each step.
        "weightDecay" weight_decay: f64 = 0.0,
        /// Layers, weights, or parts of weights' own names that do not shrink.
        "excludeFromWeightDecay" exclude_from_weight_decay: Vec<String> = Vec::<String>::new(),
        /// Longest gradient of one weight.
        "clipnorm" clipnorm: Option<f64> = None,
        /// Largest value of a gradient.
        "clipvalue" clipvalue: Option<f64> = None,
        /// Longest gradient of all weights together.
        "globalClipnorm" global_clipnorm: Option<f64> = None,
        /// Whether an average of the weights is kept.
        "useEma" use_ema: bool = false,
        /// Share of the average that stays at a step.
        "emaMomentum" ema_momentum: f64 = 0.99,
        /// Steps after which the weights become their average; 0 for never.
        "emaOverwriteFrequency" ema_overwrite_frequency: usize = 0,
        /// Batches whose gradients make one step.
        "gradientAccumulationSteps" gradient_accumulation_steps: usize = 1,
    }
}

/// What is clipped so that a step is never too long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Clip {
    None,
    /// Each value.
    Value(f32),
    /// The gradient of each weight.
    Norm(f64),
    /// That of all weights together.
    GlobalNorm(f64),
}

impl Clip {
    /// By what a gradient is multiplied whose squares are `squares` together, as Keras does it: a global norm that is not
    /// finite makes all NaN.
    pub(crate) fn factor(self, squares: f64) -> f32 {
        let norm = squares.sqrt();
        let shorter = |limit: f64| if norm <= limit { 1.0 } else { limit / norm };
        let factor = match self {
            Clip::Norm(limit) => shorter(limit),
            Clip::GlobalNorm(_) if !norm.is_finite() => f64::NAN,
            Clip::GlobalNorm(limit) => shorter(limit),
            _ => 1.0,
        };
        factor as f32
    }
}

impl SharedOptions {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub(crate) fn validate(&self) -> Result<()> {
        let decay = self.weight_decay;
        let ok = decay >= 0.0 && (decay as f32).is_finite();
        check("weightDecay", decay, ok, "a finite number ≥ 0")?;
        let limits = [self.clipnorm, self.clipvalue, self.global_clipnorm];
        let given = limits.iter().flatten().count();
        check("clipnorm", given as f64, given <= 1, "one kind of clipping")?;
        let names = ["clipnorm", "clipvalue", "globalClipnorm"];
        for (name, limit) in names.iter().zip(limits) {
            let Some(limit) = limit else { continue };
            let ok = limit as f32 > 0.0 && (limit as f32).is_finite();
            check(name, limit, ok, "a finite number > 0")?;
        }
        let ok = (0.0..=1.0).contains(&self.ema_momentum);
        check("emaMomentum", self.ema_momentum, ok, "a number from 0 to 1")?;
        let batches = self.gradient_accumulation_steps;
        let ok = (1..1 << 24).contains(&batches);
        check(
            "gradientAccumulationSteps",
            batches as f64,
            ok,
            "from 1 to 16,777,215",
        )
    }

    pub(crate) fn clip(&self) -> Clip {
        match (self.clipnorm, self.global_clipnorm, self.clipvalue) {
            (Some(limit), _, _) => Clip::Norm(limit),
            (_, Some(limit), _) => Clip::GlobalNorm(limit),
            (_, _, Some(limit)) => Clip::Value(limit as f32),
            _ => Clip::None,
        }
    }

    /// Whether batch number `t`, from 1, ends with a step.
    pub(crate) fn steps_at(&self, t: u32) -> bool {
        t.is_multiple_of(self.gradient_accumulation_steps as u32)
    }
}
