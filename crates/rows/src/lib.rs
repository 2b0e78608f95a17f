//! Bytes of a table in CSV become rows of fields, whatever they mean: images (crates/data), orders (crates/customers).
#![forbid(unsafe_code)]

mod error;
mod plain;
mod rows;
mod start;

pub use error::{RowError, quoted};
pub use plain::plain_row;
pub use rows::Rows;
pub use start::check_start;
