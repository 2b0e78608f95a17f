//! Which algorithm a convolution takes: it follows from the shapes alone, never from batch, threads or build.

use super::algorithm::{ConvAlgorithm, ConvForward};
use super::{direct::Direct, pooled::Pooled, winograd::WinogradTiles};
use fashion_kernels::conv2d::Conv2d;

/// The algorithm of a forward pass; `pool` with a 2 × 2 max pooling after it.
pub(crate) fn choose_forward(conv: Conv2d, pool: bool) -> Box<dyn ConvForward> {
    match conv.winograd(pool) {
        _ if pool => Box::new(Pooled::new(conv, false)),
        Some(winograd) => Box::new(WinogradTiles::new(conv, winograd, false)),
        None => Box::new(Direct::new(conv, false)),
    }
}

/// The algorithm of training.
pub(crate) fn choose(conv: Conv2d, pool: bool, input_gradient: bool) -> Box<dyn ConvAlgorithm> {
    match conv.winograd(pool) {
        _ if pool => Box::new(Pooled::new(conv, input_gradient)),
        Some(winograd) => Box::new(WinogradTiles::new(conv, winograd, input_gradient)),
        None => Box::new(Direct::new(conv, input_gradient)),
    }
}
