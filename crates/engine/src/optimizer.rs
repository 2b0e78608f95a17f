//! Optimizers: their options, their slots (one flat vector each, laid out like the weights), one step.
//!
//! Formulas are Keras 3's. A step works on a range of the weights, so that threads can share it.

use crate::error::{Code, EngineError, Result, message};
use crate::options::{self, Field, Options, Value, number, options};
use fashion_kernels::optimizer::{AdamStep, adam, sgd, sgd_momentum};

/// The closed set of optimizers.
#[derive(Clone, Debug, PartialEq)]
pub enum OptimizerSpec {
    /// Kingma & Ba 2015.
    Adam(AdamSpec),
    /// Stochastic gradient descent, with momentum if asked for.
    Sgd(SgdSpec),
}

options! {
    /// Options of Adam.
    pub struct AdamSpec {
        /// Step size.
        "learningRate" learning_rate: f64,
        /// Decay of the first moment.
        "beta1" beta1: f64,
        /// Decay of the second moment.
        "beta2" beta2: f64,
        /// Added to the root, outside the bias correction.
        "epsilon" epsilon: f64,
    }
}

options! {
    /// Options of SGD.
    pub struct SgdSpec {
        /// Step size.
        "learningRate" learning_rate: f64,
        /// Share of the last step kept.
        "momentum" momentum: f64,
        /// Whether the gradient is taken to be that at the next place (Nesterov 1983).
        "nesterov" nesterov: bool,
    }
}

impl Field for OptimizerSpec {
    const EXPECTED: &'static str =
        "an optimizer with all its options, { type: \"adam\" | \"sgd\", … }";

    fn read(value: &Value) -> Option<Self> {
        let Value::Object(mut fields) = value.clone() else {
            return None;
        };
        let place = fields.iter().position(|(name, _)| name == "type")?;
        let (_, Value::Text(word)) = fields.remove(place) else {
            return None;
        };
        let rest = Value::Object(fields);
        match word.as_str() {
            "adam" => options::read(rest).ok().map(OptimizerSpec::Adam),
            "sgd" => options::read(rest).ok().map(OptimizerSpec::Sgd),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        let mut fields = Vec::new();
        let mut begin = |word: &str| fields.push(("type".to_owned(), Value::from(word)));
        match self {
            OptimizerSpec::Adam(options) => {
                begin("adam");
                options.write(&mut fields);
            }
            OptimizerSpec::Sgd(options) => {
                begin("sgd");
                options.write(&mut fields);
            }
        }
        Value::Object(fields)
    }
}

fn check(name: &str, value: f64, ok: bool, expected: &str) -> Result<()> {
    if ok {
        return Ok(());
    }
    Err(EngineError::new(
        Code::InvalidSpec,
        message!("optimizer: {name} is {} → {expected}", number(value)),
    ))
}

fn check_learning_rate(value: f64) -> Result<()> {
    let ok = value >= 0.0 && (value as f32).is_finite();
    check("learningRate", value, ok, "a finite number ≥ 0")
}

impl OptimizerSpec {
    /// Refuses options outside their ranges.
    pub fn validate(&self) -> Result<()> {
        let fraction = |name, v: f64| {
            check(
                name,
                v,
                (0.0..1.0).contains(&v),
                "a number from 0 up to, not including, 1",
            )
        };
        check_learning_rate(self.learning_rate())?;
        match self {
            OptimizerSpec::Adam(o) => {
                fraction("beta1", o.beta1)?;
                fraction("beta2", o.beta2)?;
                let epsilon = o.epsilon as f32;
                let ok = epsilon > 0.0 && epsilon.is_finite();
                check("epsilon", o.epsilon, ok, "a finite number > 0")
            }
            OptimizerSpec::Sgd(o) => check(
                "momentum",
                o.momentum,
                (0.0..=1.0).contains(&o.momentum),
                "a number from 0 to 1",
            ),
        }
    }

    /// Step size now.
    pub fn learning_rate(&self) -> f64 {
        match self {
            OptimizerSpec::Adam(o) => o.learning_rate,
            OptimizerSpec::Sgd(o) => o.learning_rate,
        }
    }

    /// Changes the step size; slots stay.
    pub fn set_learning_rate(&mut self, value: f64) -> Result<()> {
        check_learning_rate(value)?;
        match self {
            OptimizerSpec::Adam(o) => o.learning_rate = value,
            OptimizerSpec::Sgd(o) => o.learning_rate = value,
        }
        Ok(())
    }

    /// Names of the slots, in the order of `step`'s arguments.
    pub fn slots(&self) -> &'static [&'static str] {
        match self {
            OptimizerSpec::Adam(_) => &["momentum", "velocity"],
            OptimizerSpec::Sgd(o) if o.momentum > 0.0 => &["momentum"],
            OptimizerSpec::Sgd(_) => &[],
        }
    }

    /// What step number `t` (from 1) does to a range of the weights.
    pub(crate) fn step(&self, t: u32) -> Step {
        match self {
            OptimizerSpec::Adam(o) => {
                let correction = |beta: f64| 1.0 - libm::pow(beta, f64::from(t));
                Step::Adam(AdamStep {
                    learning_rate: (o.learning_rate * correction(o.beta2).sqrt()
                        / correction(o.beta1)) as f32,
                    gain1: (1.0 - o.beta1) as f32,
                    gain2: (1.0 - o.beta2) as f32,
                    epsilon: o.epsilon as f32,
                })
            }
            OptimizerSpec::Sgd(o) if self.slots().is_empty() => Step::Sgd(o.learning_rate as f32),
            OptimizerSpec::Sgd(o) => Step::SgdMomentum {
                learning_rate: o.learning_rate as f32,
                momentum: o.momentum as f32,
                nesterov: o.nesterov,
            },
        }
    }
}

/// One step with its numbers worked out.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Adam(AdamStep),
    Sgd(f32),
    SgdMomentum {
        learning_rate: f32,
        momentum: f32,
        nesterov: bool,
    },
}

impl Step {
    /// Changes weights `w` and slots `a`, `b` (empty where the optimizer has none) by the gradient `g`.
    pub(crate) fn apply(&self, w: &mut [f32], g: &[f32], a: &mut [f32], b: &mut [f32]) {
        match *self {
            Step::Adam(step) => adam(step, w, g, a, b),
            Step::Sgd(learning_rate) => sgd(learning_rate, w, g),
            Step::SgdMomentum {
                learning_rate,
                momentum,
                nesterov,
            } => sgd_momentum(learning_rate, momentum, nesterov, w, g, a),
        }
    }
}
