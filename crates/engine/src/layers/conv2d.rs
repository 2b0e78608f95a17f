//! 2-D convolution: y[i, j, f] = act(b[f] + Σ w[u, v, c, f] · x[i·s + u, j·s + v, c]) (a cross-correlation, as in
//! every framework). NHWC images, HWIO kernel.

use super::{Flow, Layer, Params, Pass, WeightRequest, Work, activation::Activation};
use crate::error::{Code, EngineError, Result};
use crate::initializer::{Fans, Initializer};
use crate::shape::{self, Padding};
use fashion_kernels::conv2d::Conv2d;
use fashion_kernels::gemm;
use serde::{Deserialize, Serialize};

/// Options of the layer `conv2d`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Conv2dSpec {
    /// Output channels.
    pub filters: usize,
    /// `[height, width]` of the window.
    pub kernel_size: [usize; 2],
    /// `[vertical, horizontal]` steps of the window.
    pub strides: [usize; 2],
    /// How windows meet the border.
    pub padding: Padding,
    /// Applied to the output.
    pub activation: Activation,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// First values of the kernel.
    pub kernel_initializer: Initializer,
    /// First values of the bias.
    pub bias_initializer: Initializer,
}

impl Conv2dSpec {
    pub(crate) fn build(&self, place: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
        let input = shape::image(place, input)?;
        if self.filters == 0 {
            return Err(EngineError::new(
                Code::InvalidSpec,
                format!("{place}: filters is 0 → an integer ≥ 1"),
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
        Ok(Box::new(Conv2dLayer {
            spec: self.clone(),
            conv: Conv2d {
                input,
                filters: self.filters,
                kernel: self.kernel_size,
                strides: self.strides,
                padding: [top, bottom, left, right],
            },
        }))
    }
}

struct Conv2dLayer {
    spec: Conv2dSpec,
    conv: Conv2d,
}

impl Conv2dLayer {
    fn input_len(&self) -> usize {
        self.conv.input.iter().product()
    }

    fn output_len(&self) -> usize {
        self.conv.output().iter().product()
    }

    fn bias<'a>(&self, weights: &'a [f32]) -> Option<&'a [f32]> {
        self.spec
            .use_bias
            .then(|| &weights[self.conv.weights_len()..])
    }

    fn packed_forward_len(&self) -> usize {
        gemm::packed_len(self.conv.kernel_len(), self.conv.filters)
    }

    /// The image with its border of zeros, in `padded`; the image itself when there is no border.
    fn padded<'a>(&self, x: &'a [f32], padded: &'a mut [f32]) -> &'a [f32] {
        if padded.is_empty() {
            return x;
        }
        self.conv.pad(x, padded);
        padded
    }
}

impl Layer for Conv2dLayer {
    fn output(&self) -> Vec<usize> {
        self.conv.output().to_vec()
    }

    fn weights(&self) -> Vec<WeightRequest> {
        let [kh, kw] = self.conv.kernel;
        let fans = Fans {
            fan_in: kh * kw * self.conv.input[2],
            fan_out: kh * kw * self.conv.filters,
        };
        let mut weights = vec![WeightRequest {
            suffix: "kernel",
            shape: vec![kh, kw, self.conv.input[2], self.conv.filters],
            initializer: self.spec.kernel_initializer,
            fans,
        }];
        if self.spec.use_bias {
            weights.push(WeightRequest {
                suffix: "bias",
                shape: vec![self.conv.filters],
                initializer: self.spec.bias_initializer,
                fans: Fans {
                    fan_in: self.conv.filters,
                    fan_out: self.conv.filters,
                },
            });
        }
        weights
    }

    fn packed_len(&self) -> usize {
        self.packed_forward_len() + self.conv.packed_backward_input_len()
    }

    fn pack(&self, weights: &[f32], packed: &mut [f32]) {
        let kernel = &weights[..self.conv.weights_len()];
        let (forward, backward) = packed.split_at_mut(self.packed_forward_len());
        let filters = self.conv.filters;
        gemm::pack_b(self.conv.kernel_len(), filters, kernel, filters, forward);
        self.conv.pack_backward_input(kernel, backward);
    }

    fn scratch_len(&self) -> usize {
        self.conv.padded_len() + self.conv.backward_input_scratch_len()
    }

    fn forward(&self, _pass: &Pass, params: Params, x: &[f32], y: &mut [f32], work: Work) {
        let padded = &mut work.scratch[..self.conv.padded_len()];
        let packed = &params.packed[..self.packed_forward_len()];
        let bias = self.bias(params.weights);
        for (x, y) in x
            .chunks_exact(self.input_len())
            .zip(y.chunks_exact_mut(self.output_len()))
        {
            self.conv.forward(self.padded(x, padded), packed, bias, y);
            self.spec.activation.forward(self.conv.filters, y);
        }
    }

    fn backward(&self, _pass: &Pass, params: Params, flow: Flow, work: Work) {
        let Flow {
            x,
            y,
            dy,
            mut dx,
            dw,
        } = flow;
        let (padded, scratch) = work.scratch.split_at_mut(self.conv.padded_len());
        let scratch = &mut scratch[..self.conv.backward_input_scratch_len()];
        let packed = &params.packed[self.packed_forward_len()..];
        let (dkernel, dbias) = dw.split_at_mut(self.conv.weights_len());
        let (input_len, output_len) = (self.input_len(), self.output_len());
        for (image, dy) in dy.chunks_exact_mut(output_len).enumerate() {
            let x = &x[image * input_len..][..input_len];
            let y = &y[image * output_len..][..output_len];
            self.spec.activation.backward(self.conv.filters, y, dy);
            self.conv
                .backward_weights(self.padded(x, padded), dy, dkernel);
            if self.spec.use_bias {
                self.conv.backward_bias(dy, dbias);
            }
            if let Some(dx) = &mut dx {
                let dx = &mut dx[image * input_len..][..input_len];
                self.conv.backward_input(dy, packed, scratch, dx);
            }
        }
    }
}
