//! The layers, one a file: options, shapes, weights, forward and backward side by side.
//!
//! A layer works on `count` images at once, each a contiguous run of floats, and knows neither its
//! neighbours nor the batch: what an image gets does not depend on who stands beside it.

pub mod activation;
pub mod conv2d;
pub mod dense;
pub mod dropout;
pub mod flatten;
pub mod max_pooling2d;
pub mod rescaling;

use crate::initializer::{Fans, Initializer};
use crate::random::Seed;

/// A weight a layer asks for: `suffix` of its name, shape and first values.
pub(crate) struct WeightRequest {
    pub(crate) suffix: &'static str,
    pub(crate) shape: Vec<usize>,
    pub(crate) initializer: Initializer,
    pub(crate) fans: Fans,
}

/// What a pass over a micro-batch is: random numbers are keyed by it.
#[derive(Clone, Copy)]
pub(crate) struct Pass {
    pub(crate) training: bool,
    pub(crate) seed: Seed,
    pub(crate) step: u32,
    /// Place in the batch of the micro-batch's first image.
    pub(crate) position: u32,
    /// Number of the layer in the spec.
    pub(crate) layer: usize,
    /// Images in the micro-batch.
    pub(crate) count: usize,
}

/// A layer's weights, and what it derived from them by `pack`.
#[derive(Clone, Copy)]
pub(crate) struct Params<'a> {
    pub(crate) weights: &'a [f32],
    pub(crate) packed: &'a [f32],
}

/// Memory of the lane that a layer may use: `scratch` holds nothing between calls, `winners` lasts from a
/// training forward to its backward.
pub(crate) struct Work<'a> {
    pub(crate) scratch: &'a mut [f32],
    pub(crate) winners: &'a mut [u32],
}

/// What a backward pass reads and writes: the forward pass' input and output, and gradients.
pub(crate) struct Flow<'a> {
    pub(crate) x: &'a [f32],
    pub(crate) y: &'a [f32],
    /// ∂L/∂y; may be overwritten.
    pub(crate) dy: &'a mut [f32],
    /// ∂L/∂x, to be overwritten; `None` where nobody needs it.
    pub(crate) dx: Option<&'a mut [f32]>,
    /// ∂L/∂w of the lane, to be added to.
    pub(crate) dw: &'a mut [f32],
}

/// One layer, compiled for its input shape.
pub(crate) trait Layer: Send + Sync {
    /// Shape of one image behind the layer.
    fn output(&self) -> Vec<usize>;

    /// Weights in the order they lie in the flat vector.
    fn weights(&self) -> Vec<WeightRequest> {
        Vec::new()
    }

    /// The output is the input under another shape: no work, no buffer.
    fn is_view(&self) -> bool {
        false
    }

    /// Floats of derived weights, shared by all lanes.
    fn packed_len(&self) -> usize {
        0
    }

    /// Derives weight layouts, once after each change of the weights.
    fn pack(&self, _weights: &[f32], _packed: &mut [f32]) {}

    /// Floats of scratch.
    fn scratch_len(&self) -> usize {
        0
    }

    /// Winner offsets per image.
    fn winners_len(&self) -> usize {
        0
    }

    /// y = f(x).
    fn forward(&self, pass: &Pass, params: Params, x: &[f32], y: &mut [f32], work: Work);

    /// dx = ∂L/∂x and dw += ∂L/∂w, from dy = ∂L/∂y.
    fn backward(&self, pass: &Pass, params: Params, flow: Flow, work: Work);
}
