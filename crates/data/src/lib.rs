//! Readers too heavy for the engine, in a wasm file of their own that is fetched when one is first needed: tables of images
//! and other tables in CSV, image files; and the way back, images as PNG.
//!
//! Knows no model and no engine. Files come from strangers: whatever stands in them, the answer is pixels or a
//! [`DataError`], and memory stays within what the limits say. `border.rs` is what JavaScript sees.
#![forbid(unsafe_code)]

mod border;
mod border_photo;
mod border_table;
pub mod csv;
pub mod decode;
pub mod encode;
mod error;
pub mod grey;
mod jpeg;
pub mod photo;
pub mod proportion;
pub mod sheet;
pub mod table;

pub use error::DataError;
