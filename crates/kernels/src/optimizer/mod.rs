//! One step of an optimizer on a range of the weights, with the formulas of Keras 3; an optimizer a file.
//!
//! A step is elementwise: a float gets the same bits wherever the range that it lies in begins and ends.

mod adagrad;
mod adam;
mod lanes;
mod lion;
mod nadam;
mod rmsprop;
mod sgd;
mod shared;

pub use adagrad::adagrad;
pub use adam::{AdamStep, adam};
pub use lion::{LionStep, lion};
pub use nadam::{NadamStep, nadam};
pub use rmsprop::{RmspropStep, rmsprop};
pub use sgd::{sgd, sgd_momentum};
pub use shared::{average, clip, decay, squares, take_accumulated};
