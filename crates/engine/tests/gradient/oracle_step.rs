//! One step of the rebuilt model: its output, and its gradients.

use crate::oracle_model::{OracleModel, Step};
use crate::oracle_passes::Mode;
use fashion_kernels::oracle;

impl Step {
    /// Into how many pieces a batch falls: as many as it has images, unless the step couples them.
    pub fn pieces(&self, batch: usize) -> usize {
        match self {
            Step::Norm(_) | Step::MovingNorm(_) => 1,
            _ => batch,
        }
    }
}

impl OracleModel {
    /// The output for one piece of the batch; `position` is an image's place in it.
    pub fn step_forward(
        &self,
        step: &Step,
        w: &[f64],
        x: &[f64],
        position: u32,
        mode: Mode,
    ) -> Vec<f64> {
        match *step {
            Step::Conv { shape, bias } => {
                let (w, b) = w.split_at(shape.weights_len());
                oracle::conv2d(&shape, x, w, bias.then_some(b))
            }
            Step::GroupedConv { shape, bias } => {
                let (w, b) = w.split_at(shape.weights_len());
                oracle::grouped_conv2d(&shape, x, w, bias.then_some(b))
            }
            Step::Standardise(ref step) => {
                let values = x.iter().enumerate().map(|(i, x)| {
                    let (mean, deviation) = step.of(w, i);
                    match step.invert {
                        true => x * deviation + mean,
                        false => (x - mean) / deviation,
                    }
                });
                values.collect()
            }
            Step::Unary(unary) => x.iter().map(|&x| unary.value(x)).collect(),
            Step::SpatialDropout {
                rate,
                layer,
                channels,
            } if mode == Mode::Training => self.spatial_dropout(x, rate, layer, channels, position),
            Step::Dense {
                inputs,
                units,
                bias,
            } => {
                let (w, b) = w.split_at(inputs * units);
                oracle::dense(inputs, units, x, w, bias.then_some(b))
            }
            Step::Norm(norm) => norm.forward(w, x, mode),
            Step::MovingNorm(norm) => norm.forward(w, x, Mode::Evaluation),
            Step::Add { inputs } => {
                let len = x.len() / inputs;
                let sum = |i: usize| x[i..].iter().step_by(len).sum();
                (0..len).map(sum).collect()
            }
            Step::Concatenate { ref channels } => {
                let places = concatenated(channels, x.len());
                places.into_iter().map(|place| x[place]).collect()
            }
            Step::Pool(shape) => oracle::max_pool(&shape, x).0,
            Step::AveragePool(shape) => oracle::average_pool(&shape, x),
            Step::ZeroPad { input, padding } => {
                let source = padded(input, padding);
                let value = |place: Option<usize>| place.map_or(0.0, |place| x[place]);
                source.into_iter().map(value).collect()
            }
            Step::Dropout { rate, layer } if mode == Mode::Training => {
                self.dropout(x, rate, layer, position)
            }
            Step::Flatten { .. } | Step::Dropout { .. } | Step::SpatialDropout { .. } => x.to_vec(),
            Step::Rescale { scale, offset } => x.iter().map(|x| x * scale + offset).collect(),
            Step::Relu => oracle::relu(x),
            Step::Sigmoid => oracle::sigmoid(x),
            Step::Softmax { columns } => oracle::softmax(columns, x),
            Step::SoftmaxAmong(ref numbers) => each_number(numbers, |members| {
                oracle::softmax(members.len(), &at(x, members))
            }),
        }
    }

    /// The mask of the first training step.
    fn dropout(&self, x: &[f64], rate: f32, layer: u32, position: u32) -> Vec<f64> {
        oracle::dropout(x, self.key, [layer, 0, position], rate)
    }

    /// That of the channels, for every pixel.
    fn spatial_dropout(
        &self,
        x: &[f64],
        rate: f32,
        layer: u32,
        channels: usize,
        position: u32,
    ) -> Vec<f64> {
        let pixels = x.chunks(channels);
        pixels
            .flat_map(|pixel| self.dropout(pixel, rate, layer, position))
            .collect()
    }

    /// Gradients in its input and its weights.
    pub fn step_backward(
        &self,
        step: &Step,
        w: &[f64],
        x: &[f64],
        y: &[f64],
        dy: &[f64],
        position: u32,
    ) -> (Vec<f64>, Vec<f64>) {
        let none = Vec::new();
        match *step {
            Step::Conv { shape, bias } => {
                let dx = oracle::conv2d_backward_input(&shape, dy, &w[..shape.weights_len()]);
                let mut dw = oracle::conv2d_backward_weights(&shape, x, dy);
                if bias {
                    dw.extend(oracle::conv2d_backward_bias(&shape, dy));
                }
                (dx, dw)
            }
            Step::Dense {
                inputs,
                units,
                bias,
            } => {
                let dx = oracle::dense_backward_input(inputs, units, dy, &w[..inputs * units]);
                let mut dw = oracle::dense_backward_weights(inputs, units, x, dy);
                if bias {
                    dw.extend(oracle::dense_backward_bias(units, dy));
                }
                (dx, dw)
            }
            Step::GroupedConv { shape, bias } => {
                let kernel = &w[..shape.weights_len()];
                let dx = oracle::grouped_conv2d_backward_input(&shape, dy, kernel);
                let mut dw = oracle::grouped_conv2d_backward_weights(&shape, x, dy);
                if bias {
                    dw.extend((0..shape.filters).map(|filter| {
                        let own = dy.iter().skip(filter).step_by(shape.filters);
                        own.sum::<f64>()
                    }));
                }
                (dx, dw)
            }
            Step::Standardise(ref step) => {
                let dx = dy.iter().enumerate().map(|(i, dy)| {
                    let (_, deviation) = step.of(w, i);
                    if step.invert {
                        dy * deviation
                    } else {
                        dy / deviation
                    }
                });
                (dx.collect(), none)
            }
            Step::Unary(unary) => {
                let dx = x.iter().zip(dy).map(|(&x, dy)| dy * unary.derivative(x));
                (dx.collect(), none)
            }
            Step::SpatialDropout {
                rate,
                layer,
                channels,
            } => (
                self.spatial_dropout(dy, rate, layer, channels, position),
                none,
            ),
            Step::Norm(norm) => norm.backward(w, x, dy),
            Step::MovingNorm(norm) => (norm.backward_moving(w, dy), none),
            Step::Add { inputs } => (dy.repeat(inputs), none),
            Step::Concatenate { ref channels } => {
                let mut dx = vec![0.0; dy.len()];
                let places = concatenated(channels, dy.len());
                places
                    .into_iter()
                    .zip(dy)
                    .for_each(|(place, dy)| dx[place] = *dy);
                (dx, none)
            }
            Step::Pool(shape) => {
                let argmax = oracle::max_pool(&shape, x).1;
                (oracle::max_pool_backward(&shape, dy, &argmax), none)
            }
            Step::AveragePool(shape) => (oracle::average_pool_backward(&shape, dy), none),
            Step::ZeroPad { input, padding } => {
                let mut dx = vec![0.0; input.iter().product()];
                for (place, dy) in padded(input, padding).into_iter().zip(dy) {
                    if let Some(place) = place {
                        dx[place] = *dy;
                    }
                }
                (dx, none)
            }
            Step::Flatten { .. } => (dy.to_vec(), none),
            Step::Dropout { rate, layer } => (self.dropout(dy, rate, layer, position), none),
            Step::Rescale { scale, .. } => (dy.iter().map(|dy| dy * scale).collect(), none),
            Step::Relu => (oracle::relu_backward(y, dy), none),
            Step::Sigmoid => (oracle::sigmoid_backward(y, dy), none),
            Step::Softmax { columns } => (oracle::softmax_backward(columns, y, dy), none),
            Step::SoftmaxAmong(ref numbers) => {
                let dx = each_number(numbers, |members| {
                    oracle::softmax_backward(members.len(), &at(y, members), &at(dy, members))
                });
                (dx, none)
            }
        }
    }
}

/// For each value of a padded image its place in the image; none in the border.
pub fn padded(input: [usize; 3], padding: [[usize; 2]; 2]) -> Vec<Option<usize>> {
    let [height, width, channels] = input;
    let [[top, bottom], [left, right]] = padding;
    let mut places = Vec::new();
    for row in 0..top + height + bottom {
        for column in 0..left + width + right {
            for channel in 0..channels {
                let inside =
                    (top..top + height).contains(&row) && (left..left + width).contains(&column);
                let place = || ((row - top) * width + column - left) * channels + channel;
                places.push(inside.then(place));
            }
        }
    }
    places
}

/// For each value of a concatenation its place among the inputs, which lie one after the other.
fn concatenated(channels: &[usize], len: usize) -> Vec<usize> {
    let total: usize = channels.iter().sum();
    let positions = len / total;
    let mut places = Vec::with_capacity(len);
    for position in 0..positions {
        let mut before = 0;
        for &own in channels {
            let first = before * positions + position * own;
            places.extend(first..first + own);
            before += own;
        }
    }
    places
}

fn at(values: &[f64], places: &[usize]) -> Vec<f64> {
    places.iter().map(|&place| values[place]).collect()
}

/// What `f` makes of the places of each number, put back in those places.
fn each_number(numbers: &[usize], f: impl Fn(&[usize]) -> Vec<f64>) -> Vec<f64> {
    let mut results = vec![f64::NAN; numbers.len()];
    for number in 0..=*numbers.iter().max().unwrap() {
        let members = (0..numbers.len()).filter(|&place| numbers[place] == number);
        let members: Vec<usize> = members.collect();
        for (&place, value) in members.iter().zip(f(&members)) {
            results[place] = value;
        }
    }
    results
}
