//! What a customer likes: shares of classes, with intervals, from what was bought.
//!
//! `kinds` says what an item tells of its class, `likelihoods` is that as a table, `prior` what customers have in common,
//! `posterior` what is known of one of them; `log_loss` says how well it foretold later purchases. The model in words and
//! formulas: docs/customers/tastes.md.

mod confusion;
mod evidence;
mod extrapolation;
mod kind_key;
mod kinds;
mod likelihoods;
mod log_loss;
mod newton;
mod posterior;
mod prior;
mod probabilities;
pub mod special;
mod sure;
mod variational;

pub use confusion::Confusion;
pub use evidence::Evidence;
pub use kind_key::EDGES;
pub use kinds::{FLOOR, Kinds, MOST_CLASSES};
pub use likelihoods::Likelihoods;
pub use log_loss::LogLoss;
pub use posterior::{Posterior, Tastes};
pub use prior::{Prior, PriorOptions, estimate_prior};
