//! The shape of a convolution, which decides the kernels that can compute it.

use fashion_kernels::conv2d::Conv2d;
use fashion_kernels::depthwise::DepthwiseConv2d;
use fashion_kernels::grouped_conv2d::GroupedConv2d;

use crate::error::{Code, EngineError, Result, message};
use crate::shape::{self, Padding};

/// A convolution by the kernels that can compute it.
#[derive(Clone, Copy)]
pub(crate) enum ConvShape {
    /// All filters read all channels, without gaps.
    Plain(Conv2d),
    /// Every filter reads one channel.
    Depthwise(DepthwiseConv2d),
    /// Any other.
    Grouped(GroupedConv2d),
}

/// Sides and steps of a window, `[vertical, horizontal]`.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) kernel: [usize; 2],
    pub(crate) strides: [usize; 2],
    pub(crate) dilation: [usize; 2],
    pub(crate) padding: Padding,
}

impl ConvShape {
    /// The convolution of `input` by `filters` in `groups`; errors say what does not fit.
    pub(crate) fn new(
        place: &str,
        input: &[usize],
        filters: usize,
        groups: usize,
        window: Window,
    ) -> Result<Self> {
        let input = shape::image(place, input)?;
        let ([height, width, channels], kernel) = (input, window.kernel);
        let spans = [0, 1].map(|axis| span(kernel[axis], window.dilation[axis]));
        let sides = [height, width];
        let mut padding = [0; 4];
        let mut output = [0, 0, filters];
        for axis in [0, 1] {
            let (span, stride) = (spans[axis], window.strides[axis]);
            (output[axis], padding[2 * axis], padding[2 * axis + 1]) =
                shape::windows(place, window.padding, sides[axis], span, stride)?;
        }
        if groups == 0 || !channels.is_multiple_of(groups) || !filters.is_multiple_of(groups) {
            return Err(EngineError::new(
                Code::ShapeMismatch,
                message!(
                    "{place}: {channels} channels and {filters} filters in {groups} groups → groups must divide both"
                ),
            ));
        }
        let [top, bottom, left, right] = padding;
        let [kh, kw] = kernel;
        shape::elements(place, &[kh, kw, channels / groups, filters])?;
        shape::elements(place, &output)?;
        shape::elements(
            place,
            &[height + top + bottom, width + left + right, channels],
        )?;
        let (strides, dilation) = (window.strides, window.dilation);
        if groups == 1 && dilation == [1, 1] {
            return Ok(Self::Plain(Conv2d {
                input,
                filters,
                kernel,
                strides,
                padding,
            }));
        }
        if groups == channels {
            shape::elements(
                place,
                &[height + top + bottom, width + left + right, filters],
            )?;
            return Ok(Self::Depthwise(DepthwiseConv2d {
                input,
                multiplier: filters / channels,
                kernel,
                strides,
                dilation,
                padding,
            }));
        }
        // The patch matrix of an image.
        shape::elements(place, &[output[0], output[1], kh, kw, channels / groups])?;
        Ok(Self::Grouped(GroupedConv2d {
            input,
            filters,
            kernel,
            strides,
            dilation,
            groups,
            padding,
        }))
    }

    /// Height, width and channels of the output.
    pub(crate) fn output(&self) -> [usize; 3] {
        match self {
            Self::Plain(conv) => conv.output(),
            Self::Depthwise(conv) => conv.output(),
            Self::Grouped(conv) => conv.output(),
        }
    }

    /// Floats of the kernel.
    pub(crate) fn weights_len(&self) -> usize {
        match self {
            Self::Plain(conv) => conv.weights_len(),
            Self::Depthwise(conv) => conv.weights_len(),
            Self::Grouped(conv) => conv.weights_len(),
        }
    }
}

/// Pixels that a kernel spans, with the gaps of its dilation; 0 where either is 0.
fn span(kernel: usize, dilation: usize) -> usize {
    match (kernel, dilation) {
        (0, _) | (_, 0) => 0,
        _ => (kernel - 1).saturating_mul(dilation).saturating_add(1),
    }
}

/// The convolution of `count` images as of one. One of 1 × 1 without strides is a product with all pixels of all images, which
/// then is one product; others go image by image, and have no other shape.
pub(super) fn merged(conv: &Conv2d, count: usize) -> Conv2d {
    let [height, width, channels] = conv.input;
    if conv.kernel == [1, 1] && conv.strides == [1, 1] && !conv.is_padded() {
        Conv2d {
            input: [1, count * height * width, channels],
            ..*conv
        }
    } else {
        *conv
    }
}
