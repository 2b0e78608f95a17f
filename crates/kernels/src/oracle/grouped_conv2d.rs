//! Convolution with dilation and groups, from the definition: every product of an output, a tap and a channel, visited once.

use super::Real;
use crate::depthwise::DepthwiseConv2d;
use crate::grouped_conv2d::GroupedConv2d;

/// A depthwise convolution is one with as many groups as channels; the weights lie alike.
impl From<DepthwiseConv2d> for GroupedConv2d {
    fn from(shape: DepthwiseConv2d) -> Self {
        Self {
            input: shape.input,
            filters: shape.input[2] * shape.multiplier,
            kernel: shape.kernel,
            strides: shape.strides,
            dilation: shape.dilation,
            groups: shape.input[2],
            padding: shape.padding,
        }
    }
}

/// Calls `visit(output, input, weight)` with the flat index of each, for every product in the convolution.
fn products(shape: &GroupedConv2d, mut visit: impl FnMut(usize, usize, usize)) {
    let [height, width, channels] = shape.input;
    let [rows, columns, filters] = shape.output();
    let (group_channels, group_filters) = (channels / shape.groups, filters / shape.groups);
    for oy in 0..rows {
        for ox in 0..columns {
            for ky in 0..shape.kernel[0] {
                for kx in 0..shape.kernel[1] {
                    let y = oy * shape.strides[0] + ky * shape.dilation[0];
                    let x = ox * shape.strides[1] + kx * shape.dilation[1];
                    let (Some(y), Some(x)) = (
                        y.checked_sub(shape.padding[0]),
                        x.checked_sub(shape.padding[2]),
                    ) else {
                        continue;
                    };
                    if y >= height || x >= width {
                        continue;
                    }
                    for ci in 0..group_channels {
                        for co in 0..filters {
                            let channel = co / group_filters * group_channels + ci;
                            let tap = ky * shape.kernel[1] + kx;
                            visit(
                                (oy * columns + ox) * filters + co,
                                (y * width + x) * channels + channel,
                                (tap * group_channels + ci) * filters + co,
                            );
                        }
                    }
                }
            }
        }
    }
}

/// `y = bias + Σ x · w` over the taps and the channels of a filter's group.
pub fn grouped_conv2d<T: Real>(
    shape: &GroupedConv2d,
    x: &[T],
    w: &[T],
    bias: Option<&[T]>,
) -> Vec<T> {
    let mut y = vec![T::ZERO; shape.output_len()];
    if let Some(bias) = bias {
        for (i, value) in y.iter_mut().enumerate() {
            *value = bias[i % shape.filters];
        }
    }
    products(shape, |output, input, weight| {
        y[output] += x[input] * w[weight]
    });
    y
}

/// `dw = Σ x · dy`.
pub fn grouped_conv2d_backward_weights<T: Real>(
    shape: &GroupedConv2d,
    x: &[T],
    dy: &[T],
) -> Vec<T> {
    let mut dw = vec![T::ZERO; shape.weights_len()];
    products(shape, |output, input, weight| {
        dw[weight] += x[input] * dy[output]
    });
    dw
}

/// `dx = Σ dy · w`.
pub fn grouped_conv2d_backward_input<T: Real>(shape: &GroupedConv2d, dy: &[T], w: &[T]) -> Vec<T> {
    let mut dx = vec![T::ZERO; shape.input_len()];
    products(shape, |output, input, weight| {
        dx[input] += dy[output] * w[weight]
    });
    dx
}
