//! Photos of garments: [`prepare`] makes an image of one as the data set has them, 28 × 28 tones of a garment on 0.
//!
//! How the set itself was made is what it follows: cut out, the longer side to 28, centred by the box, sharpened, negated,
//! tones stretched. The arithmetic is sums, products, quotients and square roots in a fixed order: a photo gives the
//! same bits on each host.
//!
//! The way of a photo: `photo` decodes it, a large JPEG by `small_jpeg`, `turn` turns it, `reduce` makes the working copy.
//! `ring` and `fit` read the `background` off its border; `difference` measures how unlike that each pixel is; `segment` makes a `mask` of it by way of
//! `ground` (shadows), `morphology`, `objects` (parts of one garment) and `edge`. `square` reduces the garment, `finish`
//! sharpens it and stretches its tones; `prepare` calls them in turn. `judge` reads a model's outputs. `simulate` and
//! `strangers` make what such a model is trained on.

pub mod background;
pub mod cells;
pub mod cholesky;
pub mod colour;
pub mod difference;
pub mod draw;
pub mod edge;
pub mod finish;
pub mod fit;
mod form;
pub mod ground;
pub mod judge;
pub mod mahalanobis;
pub mod mask;
pub mod median;
pub mod morphology;
pub mod objects;
pub mod parts;
#[allow(clippy::module_inception)]
pub mod photo;
pub mod plane;
mod prepare;
mod prepared;
pub mod reduce;
pub mod ring;
mod segment;
pub mod settings;
pub mod simulate;
mod small_jpeg;
pub mod square;
pub mod steps;
pub mod strangers;
mod transparency;
pub mod turn;
mod window;

pub use form::{has_data_set_form, has_data_set_size, is_data_set_form};
pub use photo::Photo;
pub use prepare::prepare;
pub use prepared::Prepared;
pub use settings::{Kind, Settings, Tones};
