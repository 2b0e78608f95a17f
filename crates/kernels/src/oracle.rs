//! Naive references for the kernels: one loop per index of the formula, nothing clever (feature `oracle`).
//!
//! They are generic over f32 and f64 and share with the kernels only shapes and the random generator, so that
//! whole models can be rebuilt from them in f64 and differentiated numerically. Every function returns new vectors.

mod activation;
mod average_pool;
mod batch_norm;
mod conv2d;
mod grouped_conv2d;
mod linear;
mod loss;
mod max_pool;
mod real;
mod unary;

pub use activation::{
    dropout, relu, relu_backward, sigmoid, sigmoid_backward, softmax, softmax_backward,
};
pub use average_pool::{average_pool, average_pool_backward};
pub use batch_norm::{
    batch_norm, batch_norm_backward_beta, batch_norm_backward_gamma, batch_norm_backward_input,
    batch_norm_normalized, batch_norm_statistics,
};
pub use conv2d::{conv2d, conv2d_backward_bias, conv2d_backward_input, conv2d_backward_weights};
pub use grouped_conv2d::{
    grouped_conv2d, grouped_conv2d_backward_input, grouped_conv2d_backward_weights,
};
pub use linear::{dense, dense_backward_bias, dense_backward_input, dense_backward_weights, gemm};
pub use loss::{crossentropy_from_logits, crossentropy_from_probabilities};
pub use max_pool::{max_pool, max_pool_backward};
pub use real::Real;
pub use unary::Unary;
