//! Pooling of one NHWC image; positions in the padding are left out, not taken as zeros. Its passes are methods of `Pool2d`.

mod average;
mod max;
mod window;

pub(crate) use max::beats;
pub use window::Pool2d;
