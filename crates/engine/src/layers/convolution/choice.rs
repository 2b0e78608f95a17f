//! Which algorithm a convolution takes: it follows from the shapes alone, never from batch, threads or build.

use super::algorithm::{ConvAlgorithm, ConvForward};
use super::image_by_image::ImageByImage;
use super::shape::ConvShape;
use super::{direct::Direct, pooled::Pooled, winograd::WinogradTiles};

/// The algorithm of a forward pass; `pool` with a 2 × 2 max pooling after it.
pub(crate) fn choose_forward(shape: ConvShape, pool: bool) -> Box<dyn ConvForward> {
    match shape {
        ConvShape::Depthwise(conv) => Box::new(ImageByImage::new(conv, false)),
        ConvShape::Grouped(conv) => Box::new(ImageByImage::new(conv, false)),
        ConvShape::Plain(conv) => match conv.winograd(pool) {
            _ if pool => Box::new(Pooled::new(conv, false)),
            Some(winograd) => Box::new(WinogradTiles::new(conv, winograd, false)),
            None => Box::new(Direct::new(conv, false)),
        },
    }
}

/// The algorithm of training.
pub(crate) fn choose(shape: ConvShape, pool: bool, input_gradient: bool) -> Box<dyn ConvAlgorithm> {
    match shape {
        ConvShape::Depthwise(conv) => Box::new(ImageByImage::new(conv, input_gradient)),
        ConvShape::Grouped(conv) => Box::new(ImageByImage::new(conv, input_gradient)),
        ConvShape::Plain(conv) => match conv.winograd(pool) {
            _ if pool => Box::new(Pooled::new(conv, input_gradient)),
            Some(winograd) => Box::new(WinogradTiles::new(conv, winograd, input_gradient)),
            None => Box::new(Direct::new(conv, input_gradient)),
        },
    }
}
