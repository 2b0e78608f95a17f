//! Learning rates: a number, or a schedule that says it for each step, one a file. Formulas and defaults are Keras 3's.
//!
//! Steps count from 0, as Keras' `iterations`: the first step of an optimizer has the rate at 0. A new schedule is a file with a
//! [`Kind`], and its name among the `KINDS` below: the names of its options, and the rate by their values.

mod cosine;
mod cosine_decay;
mod cosine_decay_restarts;
mod exponential_decay;
mod inverse_time_decay;
mod one_cycle;
mod piecewise_constant_decay;
mod polynomial_decay;

use crate::options::{Field, Value, tagged};

/// What a schedule is: plain data, since readers and writers of seven structs would be some kB of what browsers download.
struct Kind {
    word: &'static str,
    /// Names of its options with the least that each may be.
    options: &'static [(&'static str, f64)],
    /// The rate at a step, of the options in their order. A list is its length and its values; true is 1, false is 0.
    at: fn(&[f64], f64) -> f64,
    /// What the options may not be together.
    fits: fn(&[f64]) -> bool,
}

const KINDS: [&Kind; 7] = [
    &cosine_decay::KIND,
    &cosine_decay_restarts::KIND,
    &exponential_decay::KIND,
    &inverse_time_decay::KIND,
    &one_cycle::KIND,
    &piecewise_constant_decay::KIND,
    &polynomial_decay::KIND,
];

/// The least that numbers of steps, and divisors, may be: above 0.
const ABOVE_0: f64 = f64::MIN_POSITIVE;
/// Of an option that need not be there, and is NaN then.
const OPTIONAL: f64 = f64::NEG_INFINITY;

fn always(_: &[f64]) -> bool {
    true
}

/// A schedule with its options.
#[derive(Clone)]
pub struct Schedule {
    kind: &'static Kind,
    values: Vec<f64>,
    /// As they were written.
    options: Value,
}

/// A learning rate.
#[derive(Clone, Debug, PartialEq)]
pub enum LearningRate {
    /// The same at every step.
    Constant(f64),
    /// One for each step.
    Schedule(Schedule),
}

impl std::fmt::Debug for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind.word)
    }
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        let bits = |schedule: &Self| -> Vec<u64> {
            schedule
                .values
                .iter()
                .map(|value| value.to_bits())
                .collect()
        };
        self.kind.word == other.kind.word && bits(self) == bits(other)
    }
}

impl Schedule {
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn read(value: &Value) -> Option<Self> {
        let (word, mut fields) = tagged(value)?;
        let kind = *KINDS.iter().find(|kind| kind.word == word)?;
        let mut values = Vec::new();
        for &(name, least) in kind.options {
            let start = values.len();
            push_numbers(&fields.take_value(name), &mut values);
            let are_fine = (values[start..].iter())
                .all(|&value| value >= least && (value as f32).is_finite() || least == OPTIONAL);
            if !are_fine {
                return None;
            }
        }
        let schedule = Self {
            kind,
            values,
            options: value.clone(),
        };
        fields.end(schedule).ok()
    }
}

/// A number, a truth, a word or a list of numbers; NaN for anything else.
#[cfg_attr(target_arch = "wasm32", optimize(size))]
fn push_numbers(value: &Option<Value>, values: &mut Vec<f64>) {
    values.push(match value {
        Some(Value::Number(number)) => *number,
        Some(Value::Bool(truth)) => f64::from(*truth),
        Some(Value::Text(word)) if word == "cos" => 0.0,
        Some(Value::Text(word)) if word == "linear" => 1.0,
        Some(Value::List(list)) => {
            values.push(list.len() as f64);
            let numbers = list.iter().map(|one| f64::read(one).unwrap_or(f64::NAN));
            values.extend(numbers);
            return;
        }
        _ => f64::NAN,
    });
}

impl Field for LearningRate {
    const EXPECTED: &'static str = "a number or a schedule with all its options";

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(rate) => Some(Self::Constant(*rate)),
            value => Schedule::read(value).map(Self::Schedule),
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Constant(rate) => Value::Number(*rate),
            Self::Schedule(schedule) => schedule.options.clone(),
        }
    }
}

impl LearningRate {
    /// Whether it can be one.
    pub(crate) fn is_fine(&self) -> bool {
        match self {
            Self::Constant(rate) => *rate >= 0.0 && (*rate as f32).is_finite(),
            Self::Schedule(schedule) => (schedule.kind.fits)(&schedule.values),
        }
    }

    /// The rate at a step, the first being 0.
    pub fn at(&self, step: f64) -> f64 {
        match self {
            Self::Constant(rate) => *rate,
            Self::Schedule(schedule) => (schedule.kind.at)(&schedule.values, step),
        }
    }
}

impl Default for LearningRate {
    fn default() -> Self {
        Self::Constant(0.0)
    }
}
