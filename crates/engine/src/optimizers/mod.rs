//! The optimizers, one a file: options and their checks, slots, one step. Formulas are Keras 3's.
//!
//! A new one is a file with a spec that implements `optimizer::Optimizer`, and a line of the registry below.

pub mod adam;
#[cfg(test)]
mod checks;
mod optimizer;
pub mod rmsprop;
pub mod sgd;

pub use optimizer::Slot;
pub(crate) use optimizer::{Optimizer, OptimizerStep};

use crate::error::Result;
use crate::options::{self, Field, Options, Value};
use optimizer::check_learning_rate;

macro_rules! optimizer_kinds {
    ($($variant:ident($spec:ty) $word:literal,)*) => {
        /// The closed set of optimizers.
        #[derive(Clone, Debug, PartialEq)]
        pub enum OptimizerSpec {
            $(#[doc = concat!("`", $word, "`")] $variant($spec),)*
        }

        impl Field for OptimizerSpec {
            const EXPECTED: &'static str = optimizer_kinds!(@expected $($word)*);

            fn read(value: &Value) -> Option<Self> {
                let (word, rest) = split_type(value)?;
                match word.as_str() {
                    $($word => options::read(rest).ok().map(OptimizerSpec::$variant),)*
                    _ => None,
                }
            }

            fn write(&self) -> Value {
                let word = match self { $(OptimizerSpec::$variant(_) => $word,)* };
                let mut fields = vec![("type".to_owned(), Value::from(word))];
                match self { $(OptimizerSpec::$variant(spec) => spec.write(&mut fields),)* }
                Value::Object(fields)
            }
        }

        impl OptimizerSpec {
            /// Refuses options outside their ranges.
            pub fn validate(&self) -> Result<()> {
                check_learning_rate(self.learning_rate())?;
                match self { $(OptimizerSpec::$variant(spec) => spec.validate(),)* }
            }

            /// Step size now.
            pub fn learning_rate(&self) -> f64 {
                match self { $(OptimizerSpec::$variant(spec) => spec.learning_rate,)* }
            }

            /// Changes the step size; slots stay.
            pub fn set_learning_rate(&mut self, value: f64) -> Result<()> {
                check_learning_rate(value)?;
                match self { $(OptimizerSpec::$variant(spec) => spec.learning_rate = value,)* }
                Ok(())
            }

            /// The vectors that it keeps beside the weights.
            pub fn slots(&self) -> &'static [Slot] {
                match self { $(OptimizerSpec::$variant(spec) => spec.slots(),)* }
            }

            /// Step number `t`, from 1.
            pub(crate) fn step(&self, t: u32) -> Box<dyn OptimizerStep> {
                match self { $(OptimizerSpec::$variant(spec) => spec.step(t),)* }
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
    Rmsprop(rmsprop::RmspropSpec) "rmsprop",
    Sgd(sgd::SgdSpec) "sgd",
}

impl Default for OptimizerSpec {
    fn default() -> Self {
        Self::Sgd(sgd::SgdSpec {
            learning_rate: 0.0,
            momentum: 0.0,
            nesterov: false,
        })
    }
}

/// The word in `type`, and the other options.
fn split_type(value: &Value) -> Option<(String, Value)> {
    let Value::Object(mut fields) = value.clone() else {
        return None;
    };
    let place = fields.iter().position(|(name, _)| name == "type")?;
    match fields.remove(place) {
        (_, Value::Text(word)) => Some((word, Value::Object(fields))),
        _ => None,
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
