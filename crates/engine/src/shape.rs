//! Shapes of one image on its way through the layers: `[height, width, channels]` or `[features]`.
//!
//! Sizes come from files and strangers, so every product is checked before anything is allocated.

use crate::error::{Code, EngineError, Result, message};
use crate::options::words;
use fashion_kernels::pool::Pool2d;

/// Most elements one tensor may have: beyond it wasm32 could not address the bytes.
const MAX_ELEMENTS: usize = 1 << 28;

/// Number of elements of a shape; an error when it overflows or passes what wasm32 can hold.
pub fn elements(place: &str, shape: &[usize]) -> Result<usize> {
    shape
        .iter()
        .try_fold(1usize, |n, &d| n.checked_mul(d))
        .filter(|&n| n <= MAX_ELEMENTS)
        .ok_or_else(|| {
            EngineError::new(
                Code::InvalidSpec,
                message!("{place}: shape {shape:?} has more than {MAX_ELEMENTS} elements → make the layer smaller"),
            )
        })
}

/// The input of a layer that works on images: `[height, width, channels]`.
pub fn image(place: &str, input: &[usize]) -> Result<[usize; 3]> {
    <[usize; 3]>::try_from(input).map_err(|_| {
        EngineError::new(
            Code::ShapeMismatch,
            message!("{place}: input has shape {input:?} → an image [height, width, channels] must come before it"),
        )
    })
}

/// What is left of an image when it is reduced to one pixel: `[channels]`, or with `keepdims` `[1, 1, channels]`.
pub(crate) fn one_pixel(place: &str, input: &[usize], keepdims: bool) -> Result<Vec<usize>> {
    let [_, _, channels] = image(place, input)?;
    Ok(if keepdims {
        vec![1, 1, channels]
    } else {
        vec![channels]
    })
}

/// Which axes of an image's shape an option names: it counts them in the batch, 0 being the images, or from −1, the last, back.
pub(crate) fn axes(place: &str, input: &[usize], axes: &[i32]) -> Result<Vec<bool>> {
    let mut named = vec![false; input.len()];
    for &axis in axes {
        let rank = input.len() as i32 + 1;
        let number = if axis < 0 { axis + rank } else { axis };
        match named.get_mut((number - 1) as usize) {
            Some(name) if number >= 1 && !*name => *name = true,
            _ => {
                return Err(EngineError::new(
                    Code::InvalidSpec,
                    message!(
                        "{place}: axis {axis} of an input of shape {input:?} → other axes than that of the images, 0, and each once: from 1 to {}, or from −1 back",
                        input.len()
                    ),
                ));
            }
        }
    }
    Ok(named)
}

words! {
    /// How windows meet the border (Keras' words).
    pub enum Padding {
        /// Only windows that lie wholly inside.
        Valid "valid",
        /// `ceil(size / stride)` windows; the odd row of padding goes to the bottom and right.
        Same "same",
    }
}

/// Windows along one axis: their count and the padding before and after.
pub fn windows(
    place: &str,
    padding: Padding,
    size: usize,
    window: usize,
    stride: usize,
) -> Result<(usize, usize, usize)> {
    if window == 0 || stride == 0 {
        return Err(EngineError::new(
            Code::InvalidSpec,
            message!("{place}: window {window} with stride {stride} → both must be integers ≥ 1"),
        ));
    }
    match padding {
        Padding::Valid => {
            if window > size {
                return Err(EngineError::new(
                    Code::ShapeMismatch,
                    message!(
                        "{place}: a window of {window} does not fit an input of {size} → use a smaller window, padding \"same\", or fewer pooling layers before it"
                    ),
                ));
            }
            Ok(((size - window) / stride + 1, 0, 0))
        }
        Padding::Same => {
            let count = size.div_ceil(stride);
            let total = ((count - 1) * stride)
                .saturating_add(window)
                .saturating_sub(size);
            Ok((count, total / 2, total - total / 2))
        }
    }
}

/// The windows of a pooling of `input`; errors say what does not fit.
pub(crate) fn pool2d(
    place: &str,
    input: &[usize],
    pool: [usize; 2],
    strides: [usize; 2],
    padding: Padding,
) -> Result<Pool2d> {
    let input = image(place, input)?;
    let (_, top, bottom) = windows(place, padding, input[0], pool[0], strides[0])?;
    let (_, left, right) = windows(place, padding, input[1], pool[1], strides[1])?;
    Ok(Pool2d {
        input,
        pool,
        strides,
        padding: [top, bottom, left, right],
    })
}
