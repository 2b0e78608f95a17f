//! Special functions of the taste model, in f64 on `libm`, so that every host has the same bits.

mod beta;
mod digamma;
mod normal;
mod quantile;
mod trigamma;

pub use beta::Beta;
pub use digamma::{digamma, exp_digamma};
pub use trigamma::trigamma;
