//! From order lines to customers: who bought what, which classes of garments each likes, who should hear of which, and
//! whether it worked. In a wasm file of its own, fetched when it is first needed.
//!
//! Knows no model: labels of items come as probabilities. Files come from strangers: whatever stands in them, the answer is
//! numbers or a [`CustomersError`], and a row that is wrong is told in its place. `border.rs` is what JavaScript sees.
#![forbid(unsafe_code)]

pub mod activity;
pub mod address;
mod border;
mod border_catalogue;
mod border_options;
mod border_orders;
mod border_profiles;
mod border_results;
mod border_uplift;
mod error;
pub mod orders;
pub mod profiles;
pub mod taste;
pub mod text;
pub mod uplift;

pub use error::CustomersError;
