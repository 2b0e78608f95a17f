//! Special functions of the taste model, in f64 on `libm`, so that every host has the same bits.

mod beta;
mod digamma;
mod exponential;
mod normal;
mod quantile;
mod trigamma;

pub use beta::Beta;
pub use digamma::{digamma, digammas, exp_digamma, exp_digammas};
pub use trigamma::trigamma;
