//! 2-D convolution: y[i, j, f] = act(b[f] + Σ w[u, v, c, f] · x[i·s + u·d, j·s + v·d, c]) (a cross-correlation, as in
//! every framework). NHWC images, HWIO kernel; with groups a filter reads the channels of its group alone.
//!
//! With a 2 × 2 max pooling after it (`graph::rewrite`) it keeps the greatest of four outputs, and its gradients are its
//! maxima's. How it is computed: `convolution`.

use super::activation::Activation;
use super::convolution::{ConvShape, Convolution, Window, bias_weight};
use super::{Backward, Described, Forward, LayerOptions, ParameterSpec, Surroundings};
use crate::error::{Code, EngineError, Result, message};
use crate::initializer::Initializer;
use crate::options::options;
use crate::regularizer::Regularizer;
use crate::shape::Padding;
use fashion_kernels::conv2d::Conv2d;

options! {
    /// Options of the layer `conv2d`.
    pub struct Conv2dSpec {
        /// Output channels.
        "filters" filters: usize,
        /// `[height, width]` of the window.
        "kernelSize" kernel_size: [usize; 2],
        /// `[vertical, horizontal]` steps of the window.
        "strides" strides: [usize; 2],
        /// How windows meet the border.
        "padding" padding: Padding,
        /// `[vertical, horizontal]` distances of taps.
        "dilationRate" dilation_rate: [usize; 2] = [1, 1],
        /// Parts that channels and filters are cut into.
        "groups" groups: usize = 1,
        /// Applied to the output.
        "activation" activation: Activation,
        /// Whether a bias is added.
        "useBias" use_bias: bool,
        /// First values of the kernel.
        "kernelInitializer" kernel_initializer: Initializer,
        /// First values of the bias.
        "biasInitializer" bias_initializer: Initializer,
        /// What the loss adds for the kernel.
        "kernelRegularizer" kernel_regularizer: Regularizer = Regularizer::NONE,
    }
}

impl Conv2dSpec {
    /// The convolution of `input`; errors say what does not fit.
    pub(crate) fn convolution(&self, place: &str, input: &[usize]) -> Result<Convolution> {
        let invalid = |message: String| Err(EngineError::new(Code::InvalidSpec, message));
        if self.filters == 0 {
            return invalid(message!("{place}: filters is 0 → an integer ≥ 1"));
        }
        if self.strides.iter().any(|&s| s > 1) && self.dilation_rate.iter().any(|&d| d > 1) {
            return invalid(message!(
                "{place}: strides {:?} with dilationRate {:?} → one of them must be 1, as in Keras",
                self.strides,
                self.dilation_rate
            ));
        }
        let window = Window {
            kernel: self.kernel_size,
            strides: self.strides,
            dilation: self.dilation_rate,
            padding: self.padding,
        };
        Ok(Convolution {
            shape: ConvShape::new(place, input, self.filters, self.groups, window)?,
            activation: self.activation,
            use_bias: self.use_bias,
        })
    }

    /// Whether it can do a 2 × 2 max pooling after it: there is a window, nothing but relu comes between, and maxima
    /// have a gradient of the input where one is needed.
    pub(crate) fn can_pool(&self, input: &[usize], input_gradient: bool) -> bool {
        let Ok(Convolution {
            shape: ConvShape::Plain(conv),
            activation,
            ..
        }) = self.convolution("", input)
        else {
            return false;
        };
        let [rows, columns, _] = conv.output();
        matches!(activation, Activation::Linear | Activation::Relu)
            && rows.min(columns) >= 2
            && (!input_gradient || conv.input[2] % 4 == 0)
    }

    /// Whether it goes through Winograd tiles, with a pooling after it or without.
    pub(crate) fn may_use_winograd(&self, input: &[usize]) -> bool {
        match self.convolution("", input) {
            Ok(Convolution {
                shape: ConvShape::Plain(conv),
                ..
            }) => conv.winograd(false).is_some() || conv.winograd(true).is_some(),
            _ => false,
        }
    }

    /// Whether tiles for 5 × 5 kernels compute it, or the gradient of its input.
    pub(crate) fn has_tiles_of_five(&self, input: &[usize]) -> bool {
        let turned = |conv: Conv2d| conv.turned().and_then(|turned| turned.winograd(false));
        self.kernel_size == [5, 5]
            && (self.may_use_winograd(input)
                || matches!(
                    self.convolution("", input),
                    Ok(Convolution { shape: ConvShape::Plain(conv), .. }) if turned(conv).is_some()
                ))
    }
}

impl LayerOptions for Conv2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let shape = self.convolution(place, inputs[0])?.shape;
        let channels = inputs[0][2] / self.groups;
        let mut weights = vec![ParameterSpec::kernel(
            &self.kernel_size,
            [channels, self.filters],
            self.kernel_initializer,
            self.kernel_regularizer,
        )];
        weights.extend(bias_weight(
            self.use_bias,
            self.filters,
            self.bias_initializer,
        ));
        Ok((shape.output().to_vec(), weights))
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
