//! What a model means: spec, shapes, plan, training, inference.
//!
//! Arithmetic is `fashion_kernels`' business, the border to JavaScript that of `crates/wasm`. A model is data
//! ([`spec::ModelSpec`]), compiled once into a [`plan::Plan`] and run by a [`training::Session`]. Random numbers are
//! counter-based and every sum has one order, so a seed gives the same bits on any number of threads.

#![forbid(unsafe_code)]
// `optimize(size)`: what runs once a model, a file or a call is made small where browsers download it.
#![cfg_attr(target_arch = "wasm32", feature(optimize_attribute))]

mod batch_gemm;
pub mod dataset;
pub mod error;
mod executor;
pub mod faults;
pub mod graph;
pub mod inference;
pub mod initializer;
#[cfg(feature = "json")]
mod json;
pub mod layers;
pub mod losses;
pub mod metrics;
pub mod optimizers;
pub mod options;
pub mod parallel;
mod parameters;
pub mod pixels;
pub mod plan;
pub mod predictor;
pub mod preprocessing;
pub mod random;
pub mod regularizer;
pub mod schedules;
pub mod shape;
mod target;
pub mod training;
mod workspace;

pub use executor::context::StepMetrics;
pub use graph::{spec, weight_format};

/// Floats that kernels may read after the last of an image.
pub(crate) const READ_AHEAD: usize = fashion_kernels::conv2d::Conv2d::SLACK;
