//! Learning rates: a number, or a schedule that says it for each step, one a file. Formulas and defaults are Keras 3's.
//!
//! Steps count from 0, as Keras' `iterations`: the first step of an optimizer has the rate at 0. A new schedule is a file with
//! options that implement `Schedule`, and a line of the registry below.

mod cosine_decay;
mod cosine_decay_restarts;
mod exponential_decay;
mod inverse_time_decay;
mod one_cycle;
mod piecewise_constant_decay;
mod polynomial_decay;

use crate::options::{Field, Options, Value, tagged, write_tagged};

/// Options of a schedule, and what they mean.
trait Schedule: Options {
    /// What is wrong with them, if anything: the option, and what is expected of it.
    fn wrong(&self) -> Option<&'static str>;

    /// The rate at a step.
    fn at(&self, step: f64) -> f64;
}

/// Whether each can be a learning rate.
fn are_rates(values: &[f64]) -> bool {
    (values.iter()).all(|&value| value >= 0.0 && (value as f32).is_finite())
}

const RATE: &str = "a rate that is no finite number ≥ 0";
const STEPS: &str = "steps that are not above 0";

fn first_wrong(rates: &[f64], steps: &[f64]) -> Option<&'static str> {
    if !are_rates(rates) {
        return Some(RATE);
    }
    let above_zero = |steps: &f64| *steps > 0.0 && steps.is_finite();
    (!steps.iter().all(above_zero)).then_some(STEPS)
}

macro_rules! schedules {
    ($($variant:ident($spec:ty) $word:literal,)*) => {
        /// A learning rate.
        #[derive(Clone, Debug, PartialEq)]
        pub enum LearningRate {
            /// The same at every step.
            Constant(f64),
            $(#[doc = concat!("`", $word, "`")] $variant(Box<$spec>),)*
        }

        impl Field for LearningRate {
            const EXPECTED: &'static str = "a number or a schedule with all its options";

            #[cfg_attr(target_arch = "wasm32", optimize(size))]
            fn read(value: &Value) -> Option<Self> {
                if let Value::Number(rate) = value {
                    return Some(Self::Constant(*rate));
                }
                let (word, mut fields) = tagged(value)?;
                match word.as_str() {
                    $($word => {
                        let spec = <$spec>::read(&mut fields);
                        Some(Self::$variant(Box::new(fields.end(spec).ok()?)))
                    })*
                    _ => None,
                }
            }

            #[cfg_attr(target_arch = "wasm32", optimize(size))]
            fn write(&self) -> Value {
                let mut fields = Vec::new();
                let word = match self {
                    Self::Constant(rate) => return Value::Number(*rate),
                    $(Self::$variant(spec) => {
                        spec.write(&mut fields);
                        $word
                    })*
                };
                let fields = fields.iter().map(|(name, value)| (name.as_str(), value.clone()));
                write_tagged(word, fields.collect())
            }
        }

        impl LearningRate {
            /// What is wrong with it, if anything.
            #[cfg_attr(target_arch = "wasm32", optimize(size))]
            pub(crate) fn wrong(&self) -> Option<&'static str> {
                match self {
                    Self::Constant(rate) => first_wrong(&[*rate], &[]),
                    $(Self::$variant(spec) => spec.wrong(),)*
                }
            }

            /// The rate at a step, the first being 0.
            #[cfg_attr(target_arch = "wasm32", optimize(size))]
            pub fn at(&self, step: f64) -> f64 {
                match self {
                    Self::Constant(rate) => *rate,
                    $(Self::$variant(spec) => spec.at(step),)*
                }
            }
        }
    };
}

schedules! {
    CosineDecay(cosine_decay::CosineDecay) "cosineDecay",
    CosineDecayRestarts(cosine_decay_restarts::CosineDecayRestarts) "cosineDecayRestarts",
    ExponentialDecay(exponential_decay::ExponentialDecay) "exponentialDecay",
    InverseTimeDecay(inverse_time_decay::InverseTimeDecay) "inverseTimeDecay",
    OneCycle(one_cycle::OneCycle) "oneCycle",
    PiecewiseConstantDecay(piecewise_constant_decay::PiecewiseConstantDecay) "piecewiseConstantDecay",
    PolynomialDecay(polynomial_decay::PolynomialDecay) "polynomialDecay",
}

impl Default for LearningRate {
    fn default() -> Self {
        Self::Constant(0.0)
    }
}
