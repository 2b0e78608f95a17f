//! The losses, one a file: each reads the logits of one image, in the form that the last activation asks for, and leaves
//! the gradient in their place.
//!
//! A new one is a file with a function `apply`, and a line of the registry below.

mod outcome;
mod sparse_categorical_crossentropy;

use crate::layers::activation::Activation;
use crate::options::words;
pub(crate) use outcome::Outcome;

macro_rules! losses {
    ($($variant:ident($file:ident) $word:literal,)*) => {
        words! {
            /// The closed set of losses.
            pub enum Loss {
                $(#[doc = concat!("`", $word, "`")] $variant $word,)*
            }
        }

        impl Loss {
            /// Reads the logits in `z` and leaves `scale` · ∂L/∂z there.
            pub(crate) fn apply(
                self,
                output: Activation,
                z: &mut [f32],
                label: usize,
                scale: f32,
            ) -> Outcome {
                match self { $(Loss::$variant => $file::apply(output, z, label, scale),)* }
            }
        }
    };
}

losses! {
    SparseCategoricalCrossentropy(sparse_categorical_crossentropy) "sparseCategoricalCrossentropy",
}
