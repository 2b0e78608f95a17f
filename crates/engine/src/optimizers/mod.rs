//! The optimizers, one a file: options and their checks, slots, one step. Formulas are Keras 3's.
//!
//! A new one is a file with a spec that implements `optimizer::Optimizer`, and a line of the registry below. What all of them
//! can do beside their step is in `shared`.

pub mod adagrad;
pub mod adam;
pub mod adamw;
#[cfg(test)]
mod checks;
pub mod lion;
pub mod nadam;
mod optimizer;
pub mod rmsprop;
pub mod sgd;
pub mod shared;

pub use optimizer::Slot;
pub(crate) use optimizer::{Moment, Optimizer, OptimizerStep};
pub(crate) use shared::Clip;

use crate::error::{Code, EngineError, Result};
use crate::options::{Field, Fields, Options, Value, tagged};
use crate::schedules::LearningRate;
use optimizer::check;
use shared::SharedOptions;

macro_rules! optimizer_kinds {
    ($($variant:ident($spec:ty) $word:literal,)*) => {
        /// The closed set of optimizers, with the options of each.
        #[derive(Clone, Debug, PartialEq)]
        pub enum OptimizerKind {
            $(#[doc = concat!("`", $word, "`")] $variant($spec),)*
        }

        const EXPECTED: &str = optimizer_kinds!(@expected $($word)*);

        impl OptimizerKind {
            #[cfg_attr(target_arch = "wasm32", optimize(size))]
            fn read(word: &str, fields: &mut Fields) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant(Options::read(fields))),)*
                    _ => None,
                }
            }

            fn word(&self) -> &'static str {
                match self { $(Self::$variant(_) => $word,)* }
            }

            #[cfg_attr(target_arch = "wasm32", optimize(size))]
            fn write(&self, fields: &mut Vec<(String, Value)>) {
                match self { $(Self::$variant(spec) => spec.write(fields),)* }
            }

            fn get(&self) -> &dyn OptimizerDyn {
                match self { $(Self::$variant(spec) => spec,)* }
            }
        }
    };
    (@expected $first:literal $($word:literal)*) => {
        concat!(
            "an optimizer with all its options, { type: \"", $first, "\"",
            $(" | \"", $word, "\"",)* ", … }"
        )
    };
}

optimizer_kinds! {
    Adam(adam::AdamSpec) "adam",
    Adamw(adamw::AdamwSpec) "adamw",
    Adagrad(adagrad::AdagradSpec) "adagrad",
    Lion(lion::LionSpec) "lion",
    Nadam(nadam::NadamSpec) "nadam",
    Rmsprop(rmsprop::RmspropSpec) "rmsprop",
    Sgd(sgd::SgdSpec) "sgd",
}

/// `Optimizer` without what needs its type.
trait OptimizerDyn {
    fn validate(&self) -> Result<()>;
    fn slots(&self) -> Vec<Slot>;
    fn step(&self, moment: Moment) -> Box<dyn OptimizerStep>;
}

impl<T: Optimizer> OptimizerDyn for T {
    fn validate(&self) -> Result<()> {
        Optimizer::validate(self)
    }

    fn slots(&self) -> Vec<Slot> {
        Optimizer::slots(self)
    }

    fn step(&self, moment: Moment) -> Box<dyn OptimizerStep> {
        Optimizer::step(self, moment)
    }
}

/// An optimizer.
#[derive(Clone, Debug, PartialEq)]
pub struct OptimizerSpec {
    /// Which, and its own options.
    pub kind: OptimizerKind,
    /// Step size.
    pub learning_rate: LearningRate,
    /// What all of them can be told.
    pub shared: SharedOptions,
}

/// The average of the weights.
const AVERAGE: Slot = Slot::new("average");
/// Gradients of batches that have made no step yet.
const ACCUMULATOR: Slot = Slot::new("gradient_accumulator");

impl Field for OptimizerSpec {
    const EXPECTED: &'static str = EXPECTED;

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn read(value: &Value) -> Option<Self> {
        let (word, mut fields) = match value {
            Value::Object(_) => tagged(value)?,
            _ => return None,
        };
        let learning_rate = fields.read("learningRate");
        let kind = OptimizerKind::read(&word, &mut fields)?;
        let shared = SharedOptions::read(&mut fields);
        let spec = Self {
            kind,
            learning_rate,
            shared,
        };
        fields.end(spec).ok()
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn write(&self) -> Value {
        let mut fields = vec![
            ("type".to_owned(), Value::from(self.kind.word())),
            ("learningRate".to_owned(), self.learning_rate.write()),
        ];
        self.kind.write(&mut fields);
        self.shared.write(&mut fields);
        Value::Object(fields)
    }
}

impl OptimizerSpec {
    /// Refuses options outside their ranges.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn validate(&self) -> Result<()> {
        let (rate, ok) = (self.learning_rate.at(0.0), self.learning_rate.is_fine());
        check(
            "learningRate",
            rate,
            ok,
            "a finite number ≥ 0, or a schedule of such",
        )?;
        self.shared.validate()?;
        self.kind.get().validate()
    }

    /// Changes the step size; slots stay.
    pub fn set_learning_rate(&mut self, value: f64) -> Result<()> {
        if !matches!(self.learning_rate, LearningRate::Constant(_)) {
            return Err(EngineError::new(
                Code::InvalidArgument,
                "setLearningRate: the optimizer's learning rate is a schedule, which says it for each step → compile with a number instead",
            ));
        }
        self.learning_rate = LearningRate::Constant(value);
        self.validate()
    }

    /// The vectors that it keeps beside the weights: those of its step, then those of what all optimizers can do.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn slots(&self) -> Vec<Slot> {
        let mut slots = self.kind.get().slots();
        if self.shared.use_ema {
            slots.push(AVERAGE);
        }
        if self.shared.gradient_accumulation_steps > 1 {
            slots.push(ACCUMULATOR);
        }
        slots
    }

    /// How many of them are those of its step.
    pub(crate) fn own_slots(&self) -> usize {
        self.kind.get().slots().len()
    }

    /// A step.
    pub(crate) fn step(&self, moment: Moment) -> Box<dyn OptimizerStep> {
        self.kind.get().step(moment)
    }
}

impl Default for OptimizerSpec {
    fn default() -> Self {
        Self {
            kind: OptimizerKind::Sgd(sgd::SgdSpec {
                momentum: 0.0,
                nesterov: false,
            }),
            learning_rate: LearningRate::default(),
            shared: SharedOptions::read(&mut Fields::none()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, OptimizerSpec, Value};

    #[test]
    fn the_registry_names_its_words() {
        let expected = OptimizerSpec::EXPECTED;
        assert!(expected.starts_with("an optimizer with all its options, { type: \"adam\" | \""));
        assert!(expected.ends_with("\", … }"), "{expected}");
    }

    #[test]
    fn other_words_and_options_are_none() {
        for (word, rest) in [("adam", vec![]), ("adamax", vec![]), ("sgd", vec!["rho"])] {
            let mut fields = vec![("type".to_owned(), Value::from(word))];
            fields.extend(rest.iter().map(|name| (name.to_string(), Value::Null)));
            assert_eq!(OptimizerSpec::read(&Value::Object(fields)), None);
        }
    }
}
