//! What the layers of augmentation have in common: where they may stand, ranges that they draw from, how images are read.
//!
//! They act in training alone, as images are gathered, so they stand at the head. What is drawn is Keras', as its code draws it.

use crate::error::{Code, EngineError, Result, message};
use crate::options::{number, words};
use fashion_kernels::warp::{Fill, Interpolation, Reading};

words! {
    /// What lies outside of an image.
    pub enum FillMode {
        /// The image mirrored at its border, which is doubled.
        Reflect "reflect",
        /// The image again.
        Wrap "wrap",
        /// One value.
        Constant "constant",
        /// The pixel at the border.
        Nearest "nearest",
    }
}

words! {
    /// What a place between pixels has.
    pub enum InterpolationMode {
        /// The weighted mean of the four around it.
        Bilinear "bilinear",
        /// The value of the nearest.
        Nearest "nearest",
    }
}

/// How images are read.
pub(super) fn reading(fill: FillMode, value: f64, interpolation: InterpolationMode) -> Reading {
    Reading {
        fill: match fill {
            FillMode::Reflect => Fill::Reflect,
            FillMode::Wrap => Fill::Wrap,
            FillMode::Constant => Fill::Constant(value as f32),
            FillMode::Nearest => Fill::Nearest,
        },
        interpolation: match interpolation {
            InterpolationMode::Bilinear => Interpolation::Bilinear,
            InterpolationMode::Nearest => Interpolation::Nearest,
        },
    }
}

/// Refuses a pair that does not lie, in this order, within `[low, high]`.
pub(super) fn check_pair(
    place: &str,
    name: &str,
    [least, most]: [f64; 2],
    [low, high]: [f64; 2],
) -> Result<()> {
    if low <= least && least <= most && most <= high {
        return Ok(());
    }
    Err(invalid(message!(
        "{place}: {name} is [{}, {}] → two numbers from {} to {}, the smaller first",
        number(least),
        number(most),
        number(low),
        number(high)
    )))
}

/// Refuses a value that is not finite in single precision.
pub(super) fn check_finite(place: &str, name: &str, value: f64) -> Result<()> {
    if (value as f32).is_finite() {
        return Ok(());
    }
    Err(invalid(message!(
        "{place}: {name} is {} → a finite number of 32 bits",
        number(value)
    )))
}

/// The error of a layer that does not stand at the head.
pub(super) fn not_at_the_head(place: &str) -> EngineError {
    invalid(message!(
        "{place}: it changes images as they are gathered → put it first, only other augmentation, rescaling and normalization with known statistics may come before it"
    ))
}

fn invalid(text: String) -> EngineError {
    EngineError::new(Code::InvalidSpec, text)
}
