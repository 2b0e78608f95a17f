//! What a model means: spec, shapes, plan, session.
//!
//! Arithmetic is `fashion_kernels`' business, the border to JavaScript that of `crates/wasm`. A model is data
//! ([`spec::ModelSpec`]), compiled once into a [`plan::Plan`] and run by a [`session::Session`]. Random numbers are
//! counter-based and every sum has one order, so a seed gives the same bits on any number of threads.

#![forbid(unsafe_code)]

mod batch;
mod chain;
pub mod compile;
mod context;
pub mod dataset;
pub mod error;
pub mod faults;
mod fingerprint;
mod fuse;
pub mod inference;
pub mod initializer;
#[cfg(feature = "json")]
mod json;
mod lane;
pub mod layers;
pub mod layout;
pub mod losses;
pub mod metrics;
mod norm;
pub mod optimizers;
pub mod options;
pub mod parallel;
mod parameters;
pub mod pixels;
pub mod plan;
pub mod predictor;
mod product;
pub mod random;
pub mod rest;
pub mod session;
pub mod shape;
pub mod spec;
mod update;
mod workspace;

pub use context::StepMetrics;
use losses as loss; // as batch, chain and lane call it
