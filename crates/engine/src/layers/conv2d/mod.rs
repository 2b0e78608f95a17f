//! 2-D convolution: y[i, j, f] = act(b[f] + Σ w[u, v, c, f] · x[i·s + u, j·s + v, c]) (a cross-correlation, as in
//! every framework). NHWC images, HWIO kernel.
//!
//! With a 2 × 2 max pooling after it (`graph::rewrite`) it keeps the greatest of four outputs, and its gradients are its
//! maxima'. How it is computed is one `ConvAlgorithm`, chosen from the shapes: direct, through Winograd tiles, or pooled.

mod algorithm;
mod choice;
mod direct;
mod epilogue;
mod input_gradient;
mod layer;
mod pooled;
mod winograd;

use super::{
    Backward, Described, Forward, LayerOptions, ParameterSpec, Surroundings, activation::Activation,
};
use crate::error::{Code, EngineError, Result, message};
use crate::initializer::{Fans, Initializer};
use crate::options::options;
use crate::shape::{self, Padding};
use epilogue::ConvEpilogue;
use fashion_kernels::conv2d::Conv2d;
use layer::{Conv2dForward, Conv2dLayer};

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
        /// Applied to the output.
        "activation" activation: Activation,
        /// Whether a bias is added.
        "useBias" use_bias: bool,
        /// First values of the kernel.
        "kernelInitializer" kernel_initializer: Initializer,
        /// First values of the bias.
        "biasInitializer" bias_initializer: Initializer,
    }
}

impl Conv2dSpec {
    /// The convolution of `input`; errors say what does not fit.
    pub(crate) fn shape(&self, place: &str, input: &[usize]) -> Result<Conv2d> {
        let input = shape::image(place, input)?;
        if self.filters == 0 {
            return Err(EngineError::new(
                Code::InvalidSpec,
                message!("{place}: filters is 0 → an integer ≥ 1"),
            ));
        }
        let [kh, kw] = self.kernel_size;
        let (out_h, top, bottom) =
            shape::windows(place, self.padding, input[0], kh, self.strides[0])?;
        let (out_w, left, right) =
            shape::windows(place, self.padding, input[1], kw, self.strides[1])?;
        shape::elements(place, &[kh, kw, input[2], self.filters])?;
        shape::elements(place, &[out_h, out_w, self.filters])?;
        shape::elements(
            place,
            &[input[0] + top + bottom, input[1] + left + right, input[2]],
        )?;
        Ok(Conv2d {
            input,
            filters: self.filters,
            kernel: self.kernel_size,
            strides: self.strides,
            padding: [top, bottom, left, right],
        })
    }

    /// Whether it can do a 2 × 2 max pooling behind it: there is a window, nothing but relu comes between, and maxima
    /// have a gradient of the input where one is needed.
    pub(crate) fn can_pool(&self, input: &[usize], input_gradient: bool) -> bool {
        let Ok(conv) = self.shape("", input) else {
            return false;
        };
        let [rows, columns, _] = conv.output();
        matches!(self.activation, Activation::Linear | Activation::Relu)
            && rows.min(columns) >= 2
            && (!input_gradient || conv.input[2] % 4 == 0)
    }

    /// Whether it goes through Winograd tiles, with a pooling after it or without.
    pub(crate) fn may_use_winograd(&self, input: &[usize]) -> bool {
        self.shape("", input)
            .is_ok_and(|conv| conv.winograd(false).is_some() || conv.winograd(true).is_some())
    }
}

impl LayerOptions for Conv2dSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let conv = self.shape(place, inputs[0])?;
        let ([kh, kw], [_, _, channels], filters) = (conv.kernel, conv.input, conv.filters);
        let mut weights = vec![ParameterSpec {
            suffix: "kernel",
            shape: vec![kh, kw, channels, filters],
            initializer: self.kernel_initializer,
            fans: Fans {
                fan_in: kh * kw * channels,
                fan_out: kh * kw * filters,
            },
            trainable: true,
        }];
        if self.use_bias {
            let initializer = self.bias_initializer;
            weights.push(ParameterSpec::vector("bias", filters, initializer));
        }
        Ok((conv.output().to_vec(), weights))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        let conv = self.shape(around.place, around.input())?;
        let algorithm = choice::choose_forward(conv, around.absorbed.pool);
        Ok(Box::new(Conv2dForward {
            store: ConvEpilogue::new(self, conv, true, around.absorbed.norm.clone(), &*algorithm),
            algorithm,
        }))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        let conv = self.shape(around.place, around.input())?;
        let algorithm = choice::choose(conv, around.absorbed.pool, around.input_gradient);
        Ok(Box::new(Conv2dLayer {
            store: ConvEpilogue::new(self, conv, self.use_bias, None, &*algorithm),
            algorithm,
        }))
    }

    fn activation(&mut self) -> Option<&mut Activation> {
        Some(&mut self.activation)
    }
}
