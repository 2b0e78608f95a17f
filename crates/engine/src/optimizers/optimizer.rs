//! What every optimizer is: options with their checks, slots, and one step; a file of this room implements it.

use crate::error::{Code, EngineError, Result, message};
use crate::options::{Options, number};

/// A vector that an optimizer keeps beside the weights, laid out like them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Its name in a checkpoint.
    pub name: &'static str,
    /// What its values are, where that rules out values below 0: `a mean of squares`. Their root is taken.
    pub non_negative: Option<&'static str>,
    /// What it starts from.
    pub initial: f32,
}

impl Slot {
    /// One of any values, that starts from 0.
    pub(crate) const fn new(name: &'static str) -> Self {
        Self {
            name,
            non_negative: None,
            initial: 0.0,
        }
    }

    /// One whose root is taken.
    pub(crate) const fn of_squares(name: &'static str) -> Self {
        Self {
            non_negative: Some("a mean of squares"),
            ..Self::new(name)
        }
    }
}

/// Which step it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// Its number, from 1; batches whose gradients are only gathered do not count.
    pub(crate) t: u32,
    pub(crate) learning_rate: f64,
}

/// Options of an optimizer and what they mean; what all of them share is not among them.
pub(crate) trait Optimizer: Options {
    /// Refuses options outside their ranges.
    fn validate(&self) -> Result<()>;

    /// Its slots, in the order in which [`OptimizerStep::apply`] gets them.
    fn slots(&self) -> Vec<Slot>;

    /// A step with its numbers worked out.
    fn step(&self, moment: Moment) -> Box<dyn OptimizerStep>;
}

/// One step, ready for any range of the weights. It is elementwise, so threads can share the weights in any pieces.
pub(crate) trait OptimizerStep: Sync {
    /// Moves weights and slots by the gradient; all have the same length.
    fn apply(&self, weights: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]);
}

/// An error that names the option, unless its value is `ok`.
pub(crate) fn check(name: &str, value: f64, ok: bool, expected: &str) -> Result<()> {
    if ok {
        return Ok(());
    }
    Err(EngineError::new(
        Code::InvalidSpec,
        message!("optimizer: {name} is {} → {expected}", number(value)),
    ))
}

/// The share of a mean that stays when a value is added.
pub(crate) fn check_decay(name: &str, value: f64) -> Result<()> {
    let ok = (0.0..1.0).contains(&value);
    let expected = "a number from 0 up to, not including, 1";
    check(name, value, ok, expected)
}

/// What is added to a root so that nothing is divided by 0.
pub(crate) fn check_epsilon(value: f64) -> Result<()> {
    let ok = value as f32 > 0.0 && (value as f32).is_finite();
    check("epsilon", value, ok, "a finite number > 0")
}
