//! What every optimizer is: options with their checks, slots, and one step; a file of this room implements it.

use crate::error::{Code, EngineError, Result, message};
use crate::options::{Options, number};

/// A vector that an optimizer keeps beside the weights, laid out like them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its name in a checkpoint.
    pub name: &'static str,
    /// What its values are, where that rules out values below 0: `a mean of squares`. Their root is taken.
    pub non_negative: Option<&'static str>,
}

/// Options of an optimizer, among them the field `learning_rate`, and what they mean.
pub(crate) trait Optimizer: Options {
    /// Refuses options outside their ranges; the learning rate is checked before.
    fn validate(&self) -> Result<()>;

    /// Its slots, in the order in which [`OptimizerStep::apply`] gets them; they start at 0.
    fn slots(&self) -> &'static [Slot];

    /// Step number `t`, from 1, with its numbers worked out.
    fn step(&self, t: u32) -> Box<dyn OptimizerStep>;
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

/// A step size.
pub(crate) fn check_learning_rate(value: f64) -> Result<()> {
    let ok = value >= 0.0 && (value as f32).is_finite();
    check("learningRate", value, ok, "a finite number ≥ 0")
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
