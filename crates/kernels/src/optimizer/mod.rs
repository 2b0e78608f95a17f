//! One step of an optimizer on a range of the weights, with the formulas of Keras 3; an optimizer a file.
//!
//! A step is elementwise: a float gets the same bits wherever the range that it lies in begins and ends.

mod adam;
mod rmsprop;
mod sgd;

pub use adam::{AdamStep, adam};
pub use rmsprop::{RmspropStep, rmsprop};
pub use sgd::{sgd, sgd_momentum};
