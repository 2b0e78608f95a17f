//! Depthwise convolution: every channel has `depthMultiplier` kernels of its own,
//! y[i, j, c·m + n] = act(b[c·m + n] + Σ w[u, v, c, n] · x[i·s + u·d, j·s + v·d, c]).

use super::activation::Activation;
use super::convolution::{ConvShape, Convolution, Window, bias_weight};
use super::{Backward, Described, Forward, LayerOptions, ParameterSpec, Surroundings};
use crate::error::{Code, EngineError, Result, message};
use crate::initializer::Initializer;
use crate::options::options;
use crate::regularizer::Regularizer;
use crate::shape::{self, Padding};

options! {
    /// Options of the layer `depthwiseConv2d`.
    pub struct DepthwiseConv2dSpec {
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
        /// First values of the kernel.
        "depthwiseInitializer" depthwise_initializer: Initializer,
        /// First values of the bias.
        "biasInitializer" bias_initializer: Initializer,
        /// What the loss adds for the kernel.
        "depthwiseRegularizer" depthwise_regularizer: Regularizer = Regularizer::NONE,
    }
}

impl DepthwiseConv2dSpec {
    fn convolution(&self, place: &str, input: &[usize]) -> Result<Convolution> {
        let [_, _, channels] = shape::image(place, input)?;
        if self.depth_multiplier == 0 {
            return Err(EngineError::new(
                Code::InvalidSpec,
                message!("{place}: depthMultiplier is 0 → an integer ≥ 1"),
            ));
        }
        let window = Window {
            kernel: self.kernel_size,
            strides: self.strides,
            dilation: self.dilation_rate,
            padding: self.padding,
        };
        let filters = shape::elements(place, &[channels, self.depth_multiplier])?;
        Ok(Convolution {
            shape: ConvShape::new(place, input, filters, channels, window)?,
            activation: self.activation,
            use_bias: self.use_bias,
        })
    }
}

impl LayerOptions for DepthwiseConv2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let output = self.convolution(place, inputs[0])?.shape.output();
        // Fans as Keras counts them: as if every kernel read all channels.
        let mut weights = vec![ParameterSpec::kernel(
            &self.kernel_size,
            [inputs[0][2], self.depth_multiplier],
            self.depthwise_initializer,
            self.depthwise_regularizer,
        )];
        weights.extend(bias_weight(self.use_bias, output[2], self.bias_initializer));
        Ok((output.to_vec(), weights))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(self
            .convolution(around.place, around.input())?
            .forward(around))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(self
            .convolution(around.place, around.input())?
            .backward(around))
    }

    fn can_add(&self, training: bool) -> bool {
        !training
    }

    fn activation(&mut self) -> Option<&mut Activation> {
        Some(&mut self.activation)
    }
}
