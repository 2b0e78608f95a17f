//! The layers, one a file: options, shapes, weights, forward and backward side by side.
//!
//! A layer works on `count` images at once, each a contiguous run of floats, and knows neither its
//! neighbours nor the batch: what an image gets does not depend on who stands beside it. Where neighbours are made one
//! (`fuse.rs`), a layer also does their part: a convolution its activation and pooling.

pub mod activation;
pub mod batch_normalization;
pub mod conv2d;
pub mod dense;
pub mod dropout;
pub mod flatten;
pub mod max_pooling2d;
pub mod rescaling;

use crate::initializer::{Fans, Initializer};
use crate::product::Product;
use crate::random::Seed;

/// A weight a layer asks for: `suffix` of its name, shape and first values.
pub(crate) struct WeightRequest {
    pub(crate) suffix: &'static str,
    pub(crate) shape: Vec<usize>,
    pub(crate) initializer: Initializer,
    pub(crate) fans: Fans,
    /// Whether the optimizer moves it.
    pub(crate) trainable: bool,
}

impl WeightRequest {
    /// One value for each of `len` units, filters or channels.
    pub(crate) fn vector(suffix: &'static str, len: usize, initializer: Initializer) -> Self {
        Self {
            suffix,
            shape: vec![len],
            initializer,
            fans: Fans {
                fan_in: len,
                fan_out: len,
            },
            trainable: true,
        }
    }
}

/// What a layer is for an input shape: the shape of its output, and its weights in the order they lie in the flat vector.
pub(crate) type Described = (Vec<usize>, Vec<WeightRequest>);

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

/// Memory that a layer may use: `scratch` and `indices` hold nothing between calls, `notes` (winners of a pooling, what
/// a dropout has kept) last from a training forward to its backward.
pub(crate) struct Work<'a> {
    pub(crate) scratch: &'a mut [f32],
    pub(crate) indices: &'a mut [u32],
    pub(crate) notes: &'a mut [u32],
}

/// What a backward pass reads and writes: the forward pass' input and output, and gradients.
pub(crate) struct Flow<'a> {
    /// The input, with `fashion_kernels::conv2d::Conv2d::SLACK` more floats behind it, whatever they are.
    pub(crate) x: &'a [f32],
    pub(crate) y: &'a [f32],
    /// ∂L/∂y; may be overwritten.
    pub(crate) dy: &'a mut [f32],
    /// ∂L/∂x, to be overwritten; `None` where nobody needs it.
    pub(crate) dx: Option<&'a mut [f32]>,
    /// ∂L/∂w of the lane, to be added to.
    pub(crate) dw: &'a mut [f32],
    /// The kernel's gradient is made later, from what `Product::keep` keeps here.
    pub(crate) product: Option<(&'a Product, &'a mut [f32])>,
    /// The same in a form of the layer's own, `sums_len()` floats; `finish` brings it to `dw`.
    pub(crate) sums: &'a mut [f32],
}

/// One layer, compiled for its input shape.
pub(crate) trait Layer: Send + Sync {
    /// It can work on its input in place, by `transform`.
    fn is_in_place(&self) -> bool {
        false
    }

    /// Its backward pass bears that its output was scaled, or set to zero where no gradient comes back.
    fn bears_dropout(&self) -> bool {
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

    /// Words of scratch.
    fn indices_len(&self) -> usize {
        0
    }

    /// Words of notes per image.
    fn notes_len(&self) -> usize {
        0
    }

    /// Features and units where the kernel, first of the weights, is that of a dense layer.
    fn product(&self) -> Option<[usize; 2]> {
        None
    }

    /// Floats of weight gradients in the layer's own form.
    fn sums_len(&self) -> usize {
        0
    }

    /// y = f(x).
    fn forward(&self, pass: &Pass, params: Params, x: &[f32], y: &mut [f32], work: Work);

    /// dx = ∂L/∂x and dw += ∂L/∂w, from dy = ∂L/∂y.
    fn backward(&self, pass: &Pass, params: Params, flow: Flow, work: Work);

    /// values = f(values), for a layer that is in place.
    fn transform(&self, _pass: &Pass, _values: &mut [f32], _work: Work) {
        unreachable!("only layers that are in place are asked to")
    }

    /// gradient = ∂L/∂x from ∂L/∂y, in place.
    fn transform_gradient(&self, _pass: &Pass, _gradient: &mut [f32], _work: Work) {
        unreachable!("only layers that are in place are asked to")
    }

    /// dw += what `backward` has left in `sums`.
    fn finish(&self, _sums: &[f32], _dw: &mut [f32]) {}
}
