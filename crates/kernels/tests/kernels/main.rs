//! Every kernel against its naive oracle, on random shapes with odd sizes.
//!
//! Where a kernel's order of additions is the formula's own, it must equal the f32 oracle to the bit; everywhere it
//! must stay within the rounding error bound of the f64 oracle. The oracles' gradients are checked by differences.

mod compare;
mod draw;

mod activation;
mod average_pool;
mod batch_norm;
mod batch_norm_pooled;
mod buffer;
mod conv2d;
mod conv2d_pooled;
mod gemm;
mod grouped_conv2d;
mod math;
mod max_pool;
mod optimizer;
mod oracle_gradient;
mod random;
mod simd;
mod smooth;
mod softmax;
mod team;
mod winograd;
