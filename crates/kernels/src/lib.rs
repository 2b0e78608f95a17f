//! Arithmetic on slices: the SIMD kernels of fashion-wasm.
//!
//! This crate knows no model: it takes slices and shapes and gives numbers back. Activations are NHWC, one image
//! at a time; convolution weights are HWIO, read as a row-major matrix `[kh·kw·ci, co]`. Every output element adds
//! its terms in one fixed order, whatever the tile or the batch, so the same input gives the same bits everywhere.
//! No kernel fuses multiply and add, starts threads or allocates. `team` hands work to threads that somebody else started. It is the only crate with `unsafe`: public
//! functions check lengths first and are safe to call with any slices.

// `optimize(size)`: what prepares weights or copies images is made small where browsers download it. The attribute is not
// stable yet; wasm files are built with unstable flags anyway (scripts/build-wasm.mjs).
#![cfg_attr(target_arch = "wasm32", feature(optimize_attribute))]

pub mod activation;
pub mod alloc;
pub mod batch_norm;
pub mod budget;
pub mod buffer;
mod check;
pub mod conv2d;
pub mod depthwise;
mod elementwise;
pub mod gemm;
pub mod grouped_conv2d;
pub mod math;
pub mod optimizer;
#[cfg(feature = "oracle")]
pub mod oracle;
mod patches;
pub mod peak;
pub mod penalty;
pub mod pool;
pub mod random;
pub mod rescale;
pub mod simd;
pub mod softmax;
pub mod team;
pub mod vector;
pub mod warp;
