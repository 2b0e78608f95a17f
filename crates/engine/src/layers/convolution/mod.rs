//! Convolutions, whatever layer they are of: shapes, ways of computing them, and what is done with their sums.
//!
//! How one is computed is one `ConvAlgorithm`, chosen from the shapes: direct, through Winograd tiles, pooled, or image by image
//! where it is depthwise or grouped.

mod algorithm;
mod choice;
mod direct;
mod epilogue;
mod image_by_image;
mod input_gradient;
mod layer;
mod pooled;
mod shape;
mod winograd;

pub(crate) use shape::{ConvShape, Window};

use super::activation::Activation;
use super::batch_normalization::Norm;
use super::{Backward, Forward, ParameterSpec, Surroundings};
use crate::initializer::Initializer;
use epilogue::ConvEpilogue;
use layer::{Conv2dForward, Conv2dLayer};

/// A convolution of one shape with what follows it.
pub(crate) struct Convolution {
    pub(crate) shape: ConvShape,
    pub(crate) activation: Activation,
    pub(crate) use_bias: bool,
}

impl Convolution {
    /// What inference runs.
    pub(crate) fn forward(&self, around: &Surroundings) -> Box<dyn Forward> {
        let algorithm = choice::choose_forward(self.shape, around.absorbed.pool);
        let norm = around.absorbed.norm.clone();
        Box::new(Conv2dForward {
            epilogue: self.epilogue(true, norm, algorithm.normalises()),
            algorithm,
        })
    }

    /// What training runs.
    pub(crate) fn backward(&self, around: &Surroundings) -> Box<dyn Backward> {
        let algorithm = choice::choose(self.shape, around.absorbed.pool, around.input_gradient);
        Box::new(Conv2dLayer {
            epilogue: self.epilogue(self.use_bias, None, false),
            algorithm,
        })
    }

    fn epilogue(&self, offsets: bool, norm: Option<Norm>, normalises: bool) -> ConvEpilogue {
        ConvEpilogue {
            kernel_len: self.shape.weights_len(),
            filters: self.shape.output()[2],
            activation: self.activation,
            offsets,
            in_store: norm.is_some() && normalises,
            norm,
        }
    }
}

/// The bias of a convolution that has one.
pub(crate) fn bias_weight(
    use_bias: bool,
    filters: usize,
    initializer: Initializer,
) -> Option<ParameterSpec> {
    use_bias.then(|| ParameterSpec::vector("bias", filters, initializer))
}
