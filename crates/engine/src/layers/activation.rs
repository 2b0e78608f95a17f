//! Activations: a layer of their own, and the `activation` option of convolutions and dense (applied in place).

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, OutputUse,
    PassContext, Scratch, Surroundings,
};
use crate::error::{Code, EngineError, Result, message};
use crate::options::{Field, Value, options, tagged, write_tagged};
use crate::shape;
use fashion_kernels::{activation as kernels, softmax};

/// The closed set of activations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Activation {
    /// x
    #[default]
    Linear,
    /// max(x, 0); derivative 0 at 0
    Relu,
    /// A relu with more options than none.
    ClippedRelu {
        /// Slope below the threshold.
        negative_slope: f64,
        /// Greatest output.
        max_value: Option<f64>,
        /// Inputs up to it are too small.
        threshold: f64,
    },
    /// x where x ≥ 0, else negativeSlope·x
    LeakyRelu {
        /// Slope below 0.
        negative_slope: f64,
    },
    /// x where x > 0, else alpha·(eˣ − 1)
    Elu {
        /// Negative of the least output.
        alpha: f64,
    },
    /// x·Φ(x), or its approximation by tanh
    Gelu {
        /// Whether tanh stands for the error function.
        approximate: bool,
    },
    /// x / (1 + e⁻ˣ)
    Silu,
    /// x·min(max(x + 3, 0), 6) / 6
    HardSwish,
    /// tanh x
    Tanh,
    /// 1 / (1 + e⁻ˣ)
    Sigmoid,
    /// eˣⁱ / Σ eˣʲ over the last axis
    Softmax,
}

/// Slope of the word `leakyRelu` without options, as in Keras; its layer has another default there.
const NEGATIVE_SLOPE: f64 = 0.2;

impl Field for Activation {
    const EXPECTED: &'static str = "one of: linear relu leakyRelu elu gelu silu hardSwish tanh sigmoid softmax, or an object with it as type and its options, which are finite and ≥ 0";

    fn read(value: &Value) -> Option<Self> {
        let (word, mut fields) = tagged(value)?;
        let mut number = |name, default: f64| {
            let value = fields.read_or(name, default);
            (0.0..=f64::from(f32::MAX))
                .contains(&value)
                .then_some(value)
        };
        let activation = match word.as_str() {
            "linear" => Activation::Linear,
            "relu" => {
                let relu = Activation::ClippedRelu {
                    negative_slope: number("negativeSlope", 0.0)?,
                    threshold: number("threshold", 0.0)?,
                    max_value: match fields.take_value("maxValue") {
                        None => None,
                        Some(value) => Some(f64::read(&value).filter(|most| *most >= 0.0)?),
                    },
                };
                relu.simplest()
            }
            "leakyRelu" => Activation::LeakyRelu {
                negative_slope: number("negativeSlope", NEGATIVE_SLOPE)?,
            },
            "elu" => Activation::Elu {
                alpha: number("alpha", 1.0)?,
            },
            "gelu" => Activation::Gelu {
                approximate: fields.read_or("approximate", false),
            },
            "silu" => Activation::Silu,
            "hardSwish" => Activation::HardSwish,
            "tanh" => Activation::Tanh,
            "sigmoid" => Activation::Sigmoid,
            "softmax" => Activation::Softmax,
            _ => return None,
        };
        fields.end(activation).ok()
    }

    fn write(&self) -> Value {
        let mut options = Vec::new();
        let mut number = |name, value: f64, default: f64| {
            if value != default {
                options.push((name, Value::Number(value)));
            }
        };
        let word = match *self {
            Activation::Linear => "linear",
            Activation::Relu => "relu",
            Activation::ClippedRelu {
                negative_slope,
                max_value,
                threshold,
            } => {
                number("negativeSlope", negative_slope, 0.0);
                number("maxValue", max_value.unwrap_or(-1.0), -1.0);
                number("threshold", threshold, 0.0);
                "relu"
            }
            Activation::LeakyRelu { negative_slope } => {
                number("negativeSlope", negative_slope, NEGATIVE_SLOPE);
                "leakyRelu"
            }
            Activation::Elu { alpha } => {
                number("alpha", alpha, 1.0);
                "elu"
            }
            Activation::Gelu { approximate } => {
                if approximate {
                    options.push(("approximate", Value::Bool(true)));
                }
                "gelu"
            }
            Activation::Silu => "silu",
            Activation::HardSwish => "hardSwish",
            Activation::Tanh => "tanh",
            Activation::Sigmoid => "sigmoid",
            Activation::Softmax => "softmax",
        };
        write_tagged(word, options)
    }
}

impl Activation {
    /// The same as the variant that says it without options.
    fn simplest(self) -> Self {
        match self {
            Activation::ClippedRelu {
                negative_slope,
                max_value: None,
                threshold: 0.0,
            } => {
                if negative_slope == 0.0 {
                    Activation::Relu
                } else {
                    Activation::LeakyRelu { negative_slope }
                }
            }
            other => other,
        }
    }

    /// Whether its gradient is written in its input, not in its output.
    pub(crate) fn backward_reads_input(self) -> bool {
        matches!(
            self,
            Activation::Gelu { .. } | Activation::Silu | Activation::HardSwish
        )
    }

    /// What its gradient needs of its output.
    pub(crate) fn output_use(self) -> OutputUse {
        match self {
            Activation::Relu | Activation::LeakyRelu { .. } => OutputUse::Sign,
            Activation::Linear => OutputUse::Nothing,
            other if other.backward_reads_input() => OutputUse::Nothing,
            _ => OutputUse::Values,
        }
    }

    /// Applies it to `x` in place; rows of softmax have `columns` elements.
    pub(crate) fn forward(self, columns: usize, x: &mut [f32]) {
        match self {
            Activation::Linear => {}
            Activation::Relu => kernels::relu(x),
            Activation::ClippedRelu { .. } => kernels::clipped_relu(x, self.clipped()),
            Activation::LeakyRelu { negative_slope } => {
                kernels::leaky_relu(x, negative_slope as f32)
            }
            Activation::Elu { alpha } => kernels::elu(x, alpha as f32),
            Activation::Gelu { approximate: false } => kernels::gelu(x),
            Activation::Gelu { approximate: true } => kernels::gelu_tanh(x),
            Activation::Silu => kernels::silu(x),
            Activation::HardSwish => kernels::hard_swish(x),
            Activation::Tanh => kernels::tanh(x),
            Activation::Sigmoid => kernels::sigmoid(x),
            Activation::Softmax => softmax::softmax(columns, x),
        }
    }

    /// dy becomes the gradient before the activation; `read` is the activation's input or its output, as `backward_reads_input`
    /// says.
    pub(crate) fn backward(self, columns: usize, read: &[f32], dy: &mut [f32]) {
        match self {
            Activation::Linear => {}
            Activation::Relu => kernels::relu_backward(read, dy),
            Activation::ClippedRelu { .. } => {
                kernels::clipped_relu_backward(read, dy, self.clipped())
            }
            Activation::LeakyRelu { negative_slope } => {
                kernels::leaky_relu_backward(read, dy, negative_slope as f32)
            }
            Activation::Elu { alpha } => kernels::elu_backward(read, dy, alpha as f32),
            Activation::Gelu { approximate: false } => kernels::gelu_backward(read, dy),
            Activation::Gelu { approximate: true } => kernels::gelu_tanh_backward(read, dy),
            Activation::Silu => kernels::silu_backward(read, dy),
            Activation::HardSwish => kernels::hard_swish_backward(read, dy),
            Activation::Tanh => kernels::tanh_backward(read, dy),
            Activation::Sigmoid => kernels::sigmoid_backward(read, dy),
            Activation::Softmax => softmax::softmax_backward(columns, read, dy),
        }
    }

    fn clipped(self) -> kernels::ClippedRelu {
        let Activation::ClippedRelu {
            negative_slope,
            max_value,
            threshold,
        } = self
        else {
            unreachable!("it is a clipped relu")
        };
        kernels::ClippedRelu {
            slope: negative_slope as f32,
            most: max_value.map_or(f32::INFINITY, |most| most as f32),
            threshold: threshold as f32,
        }
    }
}

options! {
    /// Options of the layer `activation`.
    pub struct ActivationSpec {
        /// Which one.
        "activation" activation: Activation,
        /// The axes of a batch along which a softmax adds up to 1, negative from the last one back; none for the last.
        "axis" axis: Vec<i32> = Vec::<i32>::new(),
    }
}

impl LayerOptions for ActivationSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        shape::axes(place, inputs[0], &self.axis)?;
        if !self.axis.is_empty() && self.activation != Activation::Softmax {
            return Err(EngineError::new(
                Code::InvalidSpec,
                message!("{place}: axis is an option of softmax → leave it out"),
            ));
        }
        Ok((inputs[0].to_vec(), Vec::new()))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.layer(around.input())?))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.layer(around.input())?))
    }

    fn is_identity(&self, _training: bool) -> bool {
        self.activation == Activation::Linear
    }
}

impl ActivationSpec {
    /// The layer of an activation as it stands in the options of others.
    pub(crate) fn new(activation: Activation) -> Self {
        Self {
            activation,
            axis: Vec::new(),
        }
    }

    /// The activation, where an option of another layer could say it: softmax along other axes than the last it cannot.
    pub(crate) fn as_option(&self, input: &[usize]) -> Option<Activation> {
        let along = shape::axes("", input, &self.axis).ok()?;
        let (last, others) = along.split_last()?;
        let is_last = self.axis.is_empty() || *last && !others.contains(&true);
        is_last.then_some(self.activation)
    }

    fn layer(&self, input: &[usize]) -> Result<ActivationLayer> {
        let mut layer = ActivationLayer {
            activation: self.activation,
            columns: *input.last().expect("shapes have at least one axis"),
            order: Vec::new(),
            len: input.iter().product(),
        };
        if self.as_option(input).is_none() {
            let along = shape::axes("", input, &self.axis)?;
            layer.order = rows_along(input, &along);
            layer.columns = 1;
            for (side, along) in input.iter().zip(along) {
                layer.columns *= if along { *side } else { 1 };
            }
        }
        Ok(layer)
    }
}

/// Places of an image, row by row: a row is what differs along some axes only.
fn rows_along(input: &[usize], along: &[bool]) -> Vec<u32> {
    let mut order = vec![0; input.iter().product()];
    for place in 0..order.len() {
        // Row and column, and how many there are of either.
        let (mut rest, mut at, mut counts) = (place, [0, 0], [1, 1]);
        for (&side, &of_row) in input.iter().zip(along).rev() {
            let axis = usize::from(of_row);
            at[axis] += rest % side * counts[axis];
            counts[axis] *= side;
            rest /= side;
        }
        order[at[0] * counts[1] + at[1]] = place as u32;
    }
    order
}

struct ActivationLayer {
    activation: Activation,
    columns: usize,
    /// Places of an image in the order of rows that softmax takes; empty where they lie so.
    order: Vec<u32>,
    len: usize,
}

impl ActivationLayer {
    /// The values of an image in the order of its rows.
    fn gather(&self, values: &[f32], rows: &mut [f32]) {
        for (row, &place) in rows.iter_mut().zip(&self.order) {
            *row = values[place as usize];
        }
    }

    fn scatter(&self, rows: &[f32], values: &mut [f32]) {
        for (row, &place) in rows.iter().zip(&self.order) {
            values[place as usize] = *row;
        }
    }
}

impl Forward for ActivationLayer {
    fn forward(
        &self,
        _count: usize,
        _packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        if self.order.is_empty() {
            y.copy_from_slice(inputs.only());
            self.activation.forward(self.columns, y);
            return;
        }
        let rows = &mut scratch[..self.len];
        let images = inputs.only().chunks_exact(self.len);
        for (x, y) in images.zip(y.chunks_exact_mut(self.len)) {
            self.gather(x, rows);
            self.activation.forward(self.columns, rows);
            self.scatter(rows, y);
        }
    }

    fn scratch_len(&self) -> usize {
        self.order.len()
    }

    fn products(&self) -> usize {
        self.len
    }
}

impl Backward for ActivationLayer {
    fn needs(&self) -> Needs {
        Needs {
            input: self.activation.backward_reads_input(),
            output: self.activation.output_use(),
            scratch: 2 * self.order.len(),
            ..Needs::NOTHING
        }
    }

    fn backward(&self, _pass: &PassContext, _packed: &[f32], args: BackwardArgs, scratch: Scratch) {
        let Some(dx) = args.dx else { return };
        if self.order.is_empty() {
            let read = if self.activation.backward_reads_input() {
                &args.x[..args.dy.len()]
            } else {
                args.y
            };
            self.activation.backward(self.columns, read, args.dy);
            dx.copy_from_slice(args.dy);
            return;
        }
        let (y_rows, rows) = scratch.floats[..2 * self.len].split_at_mut(self.len);
        let images = args
            .y
            .chunks_exact(self.len)
            .zip(args.dy.chunks_exact(self.len));
        for ((y, dy), dx) in images.zip(dx.chunks_exact_mut(self.len)) {
            self.gather(y, y_rows);
            self.gather(dy, rows);
            self.activation.backward(self.columns, y_rows, rows);
            self.scatter(rows, dx);
        }
    }
}
