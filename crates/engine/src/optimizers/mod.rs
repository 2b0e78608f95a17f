//! The optimizers, one a file: options and their checks, slots, one step. Formulas are Keras 3's.
//!
//! A new one is a file with a spec that implements `optimizer::Optimizer`, and a line of the registry below.

pub mod adam;
mod optimizer;
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
    Sgd(sgd::SgdSpec) "sgd",
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
    use super::{Field, OptimizerSpec, Value, adam::AdamSpec, sgd::SgdSpec};

    fn all() -> Vec<OptimizerSpec> {
        let sgd = |momentum, nesterov| {
            OptimizerSpec::Sgd(SgdSpec {
                learning_rate: 0.1,
                momentum,
                nesterov,
            })
        };
        vec![
            OptimizerSpec::Adam(AdamSpec {
                learning_rate: 0.01,
                beta1: 0.9,
                beta2: 0.999,
                epsilon: 1e-7,
            }),
            sgd(0.0, false),
            sgd(0.9, false),
            sgd(0.9, true),
        ]
    }

    #[test]
    fn what_is_written_is_read() {
        for spec in all() {
            assert!(spec.validate().is_ok());
            assert_eq!(OptimizerSpec::read(&spec.write()), Some(spec));
        }
        for (word, rest) in [("adam", vec![]), ("adamw", vec![]), ("sgd", vec!["rho"])] {
            let mut fields = vec![("type".to_owned(), Value::from(word))];
            fields.extend(rest.iter().map(|name| (name.to_string(), Value::Null)));
            assert_eq!(OptimizerSpec::read(&Value::Object(fields)), None);
        }
    }

    #[test]
    fn the_registry_names_its_words() {
        assert_eq!(
            OptimizerSpec::EXPECTED,
            "an optimizer with all its options, { type: \"adam\" | \"sgd\", … }"
        );
    }

    /// Threads get pieces, and a piece is stepped in ranges of what trains.
    #[test]
    fn pieces_do_not_change_the_bits() {
        const LEN: usize = 37;
        let values = |seed: usize| -> Vec<f32> {
            let value = |i: usize| ((i * 7 + seed * 13) % 29) as f32 / 31.0 - 0.4;
            (0..LEN).map(value).collect()
        };
        for spec in all() {
            let run = |ends: &[usize]| {
                let mut weights = values(0);
                let mut slots = vec![vec![0.0; LEN]; spec.slots().len()];
                for t in 1..4 {
                    let (step, gradient) = (spec.step(t), values(t as usize));
                    let mut start = 0;
                    for &end in ends {
                        let slots = slots.iter_mut().map(|slot| &mut slot[start..end]);
                        let mut slots: Vec<&mut [f32]> = slots.collect();
                        let range = start..end;
                        step.apply(&mut weights[range.clone()], &gradient[range], &mut slots);
                        start = end;
                    }
                }
                (weights, slots)
            };
            let whole = run(&[LEN]);
            assert_ne!(whole.0, values(0));
            assert_eq!(whole, run(&[1, 2, 9, 9, 20, LEN]));
        }
    }
}
