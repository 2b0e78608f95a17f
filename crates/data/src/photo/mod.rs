//! Photos of garments: [`prepare`] makes an image of one as the data set has them, 28 × 28 tones of a garment on 0.
//!
//! How the set itself was made is what it follows: cut out, the longer side to 28, centred by the box, sharpened, negated,
//! tones stretched. The arithmetic is sums, products, quotients and square roots in a fixed order: a photo gives the
//! same bits on each host. `simulate.rs` makes the photos that a model for photos is trained on.

pub mod background;
pub mod colour;
pub mod difference;
pub mod draw;
pub mod edge;
pub mod finish;
pub mod ground;
pub mod judge;
pub mod mask;
pub mod objects;
#[allow(clippy::module_inception)]
pub mod photo;
pub mod plane;
mod prepare;
pub mod reduce;
pub mod settings;
pub mod simulate;
pub mod square;
pub mod steps;
pub mod strangers;
pub mod turn;

pub use photo::Photo;
pub use prepare::{Prepared, has_data_set_form, has_data_set_size, prepare};
pub use settings::{Kind, Settings, Tones};
