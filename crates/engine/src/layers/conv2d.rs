//! 2-D convolution: y[i, j, f] = act(b[f] + Σ w[u, v, c, f] · x[i·s + u, j·s + v, c]) (a cross-correlation, as in
//! every framework). NHWC images, HWIO kernel.
//!
//! With a 2 × 2 max pooling behind (`fuse.rs`) it keeps the greatest of four outputs, and its gradients are its winners'.
//! Which of the kernels' ways each pass goes follows from the shapes.

mod forward;

pub(crate) use forward::Forward;

use super::{Described, Flow, Layer, Params, Pass, WeightRequest, Work, activation::Activation};
use crate::error::{Code, EngineError, Result, message};
use crate::initializer::{Fans, Initializer};
use crate::options::options;
use crate::shape::{self, Padding};
use fashion_kernels::conv2d::{Conv2d, store::Epilogue, winograd::Winograd};

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

/// What stands around a convolution, for its choice of ways.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings {
    /// A 2 × 2 max pooling behind that it does itself.
    pub(crate) pooled: bool,
    /// Somebody needs the gradient of its input.
    pub(crate) input_gradient: bool,
}

impl Surroundings {
    /// A convolution by itself, with all its gradients.
    pub(crate) fn alone() -> Self {
        Self {
            pooled: false,
            input_gradient: true,
        }
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

    pub(crate) fn describe(&self, place: &str, input: &[usize]) -> Result<Described> {
        let conv = self.shape(place, input)?;
        let ([kh, kw], [_, _, channels], filters) = (conv.kernel, conv.input, conv.filters);
        let mut weights = vec![WeightRequest {
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
            weights.push(WeightRequest::vector("bias", filters, initializer));
        }
        Ok((conv.output().to_vec(), weights))
    }

    /// Whether it can do a 2 × 2 max pooling behind it: there is a window, nothing but relu comes between, and winners
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

    pub(crate) fn build(
        &self,
        place: &str,
        input: &[usize],
        around: Surroundings,
    ) -> Result<Box<dyn Layer>> {
        let conv = self.shape(place, input)?;
        let turned = conv
            .turned()
            .filter(|_| around.input_gradient && !around.pooled);
        Ok(Box::new(Conv2dLayer {
            forward: Forward::new(conv, around.pooled, self.activation),
            conv,
            around,
            use_bias: self.use_bias,
            turned_tiles: turned.and_then(|turned| turned.winograd(false)),
        }))
    }
}

struct Conv2dLayer {
    /// Without pooling, the weight gradient goes through its tiles, too.
    forward: Forward,
    conv: Conv2d,
    around: Surroundings,
    use_bias: bool,
    /// The input gradient through tiles.
    turned_tiles: Option<Winograd>,
}

impl Conv2dLayer {
    fn input_len(&self) -> usize {
        self.forward.input_len()
    }

    fn output_len(&self) -> usize {
        self.forward.output_len()
    }

    fn packed_backward_len(&self) -> usize {
        match self.turned_tiles {
            _ if !self.around.input_gradient => 0,
            _ if self.around.pooled => self.conv.packed_winners_len(),
            Some(tiles) => tiles.packed_len(),
            None => self.conv.packed_backward_input_len(),
        }
    }

    /// The image with its border of zeros and `SLACK` behind it, in `padded`; the image itself when there is no border.
    fn padded<'a>(&self, x: &'a [f32], padded: &'a mut [f32]) -> &'a [f32] {
        if !self.conv.is_padded() {
            return x;
        }
        let len = self.conv.padded_len();
        self.conv.pad(&x[..self.input_len()], &mut padded[..len]);
        &padded[..len + Conv2d::SLACK]
    }

    /// Floats for one padded image and what may be read behind it.
    fn border_len(&self) -> usize {
        match self.conv.padded_len() {
            0 => 0,
            len => len + Conv2d::SLACK,
        }
    }

    /// Gradients of the winners of every image.
    fn backward_winners(&self, pass: &Pass, params: Params, flow: Flow, work: Work) {
        let Flow {
            x,
            dy,
            mut dx,
            sums,
            dw,
            ..
        } = flow;
        let (conv, len, input_len) = (&self.conv, self.output_len(), self.input_len());
        let (dy, winners) = (&dy[..pass.count * len], &work.notes[..pass.count * len]);
        if self.use_bias {
            conv.backward_bias(dy, &mut dw[conv.weights_len()..]);
        }
        let packed = &params.packed[self.forward.packed_len()..];
        if !conv.is_padded() {
            let x = &x[..pass.count * input_len + Conv2d::SLACK];
            let input = dx.map(|dx| (packed, &mut dx[..pass.count * input_len]));
            return conv.backward_winners(x, dy, winners, work.indices, sums, input);
        }
        let padded_len = conv.padded_len();
        let (border, rest) = work.scratch.split_at_mut(self.border_len());
        for image in 0..pass.count {
            let own = image * input_len..(image + 1) * input_len;
            let x = self.padded(&x[own.clone()], border);
            let (dy, winners) = (&dy[image * len..][..len], &winners[image * len..][..len]);
            let input = (dx.is_some()).then(|| (packed, &mut rest[..padded_len]));
            conv.backward_winners(x, dy, winners, work.indices, sums, input);
            if let Some(dx) = &mut dx {
                conv.crop(&rest[..padded_len], &mut dx[own]);
            }
        }
    }
}

impl Layer for Conv2dLayer {
    fn bears_dropout(&self) -> bool {
        matches!(
            self.forward.activation,
            Activation::Linear | Activation::Relu
        )
    }

    fn packed_len(&self) -> usize {
        self.forward.packed_len() + self.packed_backward_len()
    }

    fn pack(&self, weights: &[f32], packed: &mut [f32]) {
        let conv = &self.conv;
        let kernel = &weights[..conv.weights_len()];
        let (forward, backward) = packed.split_at_mut(self.forward.packed_len());
        self.forward.pack(kernel, forward);
        match self.turned_tiles {
            _ if backward.is_empty() => {}
            _ if self.around.pooled => conv.pack_winners(kernel, backward),
            Some(tiles) => tiles.pack_turned(kernel, backward),
            None => conv.pack_backward_input(kernel, backward),
        }
    }

    fn scratch_len(&self) -> usize {
        let tiles =
            [self.forward.tiles, self.turned_tiles].map(|t| t.map_or(0, |t| t.scratch_len()));
        let gradient = if self.around.pooled {
            self.conv.padded_len()
        } else {
            self.conv.backward_input_scratch_len()
        };
        let direct = self.border_len() + gradient;
        direct.max(tiles[0]).max(tiles[1])
    }

    fn indices_len(&self) -> usize {
        if self.around.pooled {
            self.conv.winners_scratch_len(self.around.input_gradient)
        } else {
            0
        }
    }

    fn notes_len(&self) -> usize {
        if self.around.pooled {
            self.output_len()
        } else {
            0
        }
    }

    fn sums_len(&self) -> usize {
        match self.forward.tiles {
            _ if self.around.pooled => self.conv.winners_gradient_len(),
            Some(tiles) => tiles.gradient_len(),
            None => 0,
        }
    }

    fn forward(&self, pass: &Pass, params: Params, x: &[f32], y: &mut [f32], work: Work) {
        let bias = (self.use_bias).then(|| &params.weights[self.conv.weights_len()..]);
        let packed = &params.packed[..self.forward.packed_len()];
        let winners = if pass.training && self.around.pooled {
            &mut work.notes[..y.len()]
        } else {
            &mut []
        };
        let scratch = work.scratch;
        let epilogue = Epilogue {
            bias,
            ..Epilogue::default()
        };
        (self.forward).run(pass.count, x, packed, epilogue, y, winners, scratch);
    }

    fn backward(&self, pass: &Pass, params: Params, flow: Flow, work: Work) {
        let conv = &self.conv;
        self.forward
            .activation
            .backward(conv.filters, flow.y, flow.dy);
        if self.around.pooled {
            return self.backward_winners(pass, params, flow, work);
        }
        let Flow {
            x,
            dy,
            dx,
            dw,
            sums,
            ..
        } = flow;
        let (dkernel, dbias) = dw.split_at_mut(conv.weights_len());
        let (input_len, output_len) = (self.input_len(), self.output_len());
        if self.use_bias {
            conv.backward_bias(dy, dbias);
        }
        let images = &x[..pass.count * input_len];
        match self.forward.tiles {
            Some(tiles) => tiles.backward_weights(pass.count, images, dy, work.scratch, sums),
            None => {
                let images = images.chunks_exact(input_len);
                for (x, dy) in images.zip(dy.chunks_exact(output_len)) {
                    let x = &self.padded(x, work.scratch)[..conv.padded_input().iter().product()];
                    conv.backward_weights(x, dy, dkernel);
                }
            }
        }
        let Some(dx) = dx else { return };
        let packed = &params.packed[self.forward.packed_len()..];
        if let Some(tiles) = self.turned_tiles {
            let plain = Epilogue::default();
            return tiles.forward(pass.count, dy, packed, plain, dx, work.scratch);
        }
        for (dy, dx) in dy
            .chunks_exact(output_len)
            .zip(dx.chunks_exact_mut(input_len))
        {
            conv.backward_input(dy, packed, work.scratch, dx);
        }
    }

    fn finish(&self, sums: &[f32], dw: &mut [f32]) {
        let dkernel = &mut dw[..self.conv.weights_len()];
        match self.forward.tiles {
            _ if self.around.pooled => self.conv.finish_weights_winners(sums, dkernel),
            Some(tiles) => tiles.finish_weights(sums, dkernel),
            None => {}
        }
    }
}
