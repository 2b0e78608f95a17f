//! Separable convolution: a depthwise one, then one of 1 × 1 that mixes its channels; the activation comes at the end.
//!
//! Both plans run the two (`graph::rewrite::parts`).

use super::activation::Activation;
use super::conv2d::Conv2dSpec;
use super::depthwise_conv2d::DepthwiseConv2dSpec;
use super::{Described, LayerOptions};
use crate::error::Result;
use crate::initializer::Initializer;
use crate::options::options;
use crate::regularizer::Regularizer;
use crate::shape::Padding;

options! {
    /// Options of the layer `separableConv2d`.
    pub struct SeparableConv2dSpec {
        /// Output channels.
        "filters" filters: usize,
        /// `[height, width]` of the window.
        "kernelSize" kernel_size: [usize; 2],
        /// `[vertical, horizontal]` steps of the window.
        "strides" strides: [usize; 2],
        /// How windows meet the border.
        "padding" padding: Padding,
        /// Kernels of a channel.
        "depthMultiplier" depth_multiplier: usize,
        /// `[vertical, horizontal]` distances of taps.
        "dilationRate" dilation_rate: [usize; 2],
        /// Applied to the output.
        "activation" activation: Activation,
        /// Whether a bias is added.
        "useBias" use_bias: bool,
        /// First values of the depthwise kernel.
        "depthwiseInitializer" depthwise_initializer: Initializer,
        /// First values of the 1 × 1 kernel.
        "pointwiseInitializer" pointwise_initializer: Initializer,
        /// First values of the bias.
        "biasInitializer" bias_initializer: Initializer,
        /// What the loss adds for the depthwise kernel.
        "depthwiseRegularizer" depthwise_regularizer: Regularizer = Regularizer::NONE,
        /// What the loss adds for the 1 × 1 kernel.
        "pointwiseRegularizer" pointwise_regularizer: Regularizer = Regularizer::NONE,
    }
}

impl SeparableConv2dSpec {
    /// The two layers that it is.
    pub(crate) fn parts(&self) -> (DepthwiseConv2dSpec, Conv2dSpec) {
        let depthwise = DepthwiseConv2dSpec {
            kernel_size: self.kernel_size,
            strides: self.strides,
            padding: self.padding,
            depth_multiplier: self.depth_multiplier,
            dilation_rate: self.dilation_rate,
            activation: Activation::Linear,
            use_bias: false,
            depthwise_initializer: self.depthwise_initializer,
            bias_initializer: self.bias_initializer,
            depthwise_regularizer: self.depthwise_regularizer,
        };
        let pointwise = Conv2dSpec {
            filters: self.filters,
            kernel_size: [1, 1],
            strides: [1, 1],
            padding: Padding::Valid,
            dilation_rate: [1, 1],
            groups: 1,
            activation: self.activation,
            use_bias: self.use_bias,
            kernel_initializer: self.pointwise_initializer,
            bias_initializer: self.bias_initializer,
            kernel_regularizer: self.pointwise_regularizer,
        };
        (depthwise, pointwise)
    }
}

impl LayerOptions for SeparableConv2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let (depthwise, pointwise) = self.parts();
        let (between, mut weights) = depthwise.describe(place, inputs)?;
        let (output, others) = pointwise.describe(place, &[&between])?;
        weights.extend(others);
        for (weight, suffix) in weights
            .iter_mut()
            .zip(["depthwise_kernel", "pointwise_kernel"])
        {
            weight.suffix = suffix;
        }
        Ok((output, weights))
    }

    fn activation(&mut self) -> Option<&mut Activation> {
        Some(&mut self.activation)
    }
}
