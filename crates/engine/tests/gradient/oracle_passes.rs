//! The passes of the rebuilt model: values, loss, gradient, and the distance from kinks.

use fashion_kernels::oracle;
use fashion_kernels::pool::MaxPool2d;

use crate::faults::Fault;
use crate::oracle_model::{OracleModel, Placed, Step};

/// An image with its label and its place in the batch.
pub struct Example {
    pub image: Vec<f64>,
    pub label: usize,
    pub position: u32,
}

impl OracleModel {
    /// The input and every step's output.
    pub fn forward(&self, weights: &[f64], example: &Example) -> Vec<Vec<f64>> {
        let mut values = vec![example.image.clone()];
        for Placed {
            step,
            weights: range,
        } in &self.steps
        {
            let x = values.last().unwrap();
            let y = match *step {
                Step::Conv { shape, bias } => {
                    let (w, b) = weights[range.clone()].split_at(shape.weights_len());
                    oracle::conv2d(&shape, x, w, bias.then_some(b))
                }
                Step::Dense {
                    inputs,
                    units,
                    bias,
                } => {
                    let (w, b) = weights[range.clone()].split_at(inputs * units);
                    oracle::dense(inputs, units, x, w, bias.then_some(b))
                }
                Step::Pool(shape) => oracle::max_pool(&shape, x).0,
                Step::Flatten { .. } => x.clone(),
                Step::Dropout { rate, layer } => self.dropout(x, rate, layer, example.position),
                Step::Rescale { scale, offset } => x.iter().map(|x| x * scale + offset).collect(),
                Step::Relu => oracle::relu(x),
                Step::Sigmoid => oracle::sigmoid(x),
                Step::Softmax { columns } => oracle::softmax(columns, x),
            };
            values.push(y);
        }
        values
    }

    /// The mask of the first training step.
    fn dropout(&self, x: &[f64], rate: f32, layer: u32, position: u32) -> Vec<f64> {
        oracle::dropout(x, self.key, [layer, 0, position], rate)
    }

    /// The loss of one image and its gradient in the last step's output.
    fn example_loss(&self, output: &[f64], label: usize) -> (f64, Vec<f64>) {
        match self.steps.last().map(|last| &last.step) {
            Some(Step::Softmax { .. } | Step::Sigmoid) => {
                oracle::crossentropy_from_probabilities(output, label)
            }
            _ => oracle::crossentropy_from_logits(output, label),
        }
    }

    /// The mean loss of a batch.
    pub fn loss(&self, weights: &[f64], batch: &[Example]) -> f64 {
        let losses = batch.iter().map(|example| {
            let values = self.forward(weights, example);
            self.example_loss(values.last().unwrap(), example.label).0
        });
        losses.sum::<f64>() / batch.len() as f64
    }

    /// The gradient of the mean loss; with a fault, the gradient that mistake would give.
    pub fn gradient(
        &self,
        weights: &[f64],
        batch: &[Example],
        fault: Option<(usize, &Fault)>,
    ) -> Vec<f64> {
        let mut gradient = vec![0.0; weights.len()];
        for example in batch {
            let values = self.forward(weights, example);
            let output = values.last().unwrap();
            let mut dy = self.example_loss(output, example.label).1;
            dy.iter_mut().for_each(|dy| *dy /= batch.len() as f64);
            if let Some((
                _,
                Fault {
                    loss: Some(spoil), ..
                },
            )) = fault
            {
                spoil(output, example.label, batch.len(), &mut dy);
            }
            for (
                k,
                Placed {
                    step,
                    weights: range,
                },
            ) in self.steps.iter().enumerate().rev()
            {
                let w = &weights[range.clone()];
                let (mut dx, mut dw) =
                    self.step_backward(step, w, &values[k], &values[k + 1], &dy, example.position);
                if let Some((
                    at,
                    Fault {
                        layer: Some(spoil), ..
                    },
                )) = fault
                    && at == k
                {
                    spoil(step, w, &values[k], &values[k + 1], &dy, &mut dx, &mut dw);
                }
                gradient[range.clone()]
                    .iter_mut()
                    .zip(dw)
                    .for_each(|(sum, dw)| *sum += dw);
                dy = dx;
            }
        }
        gradient
    }

    /// Gradients of a step in its input and its weights.
    fn step_backward(
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
            Step::Pool(shape) => {
                let winners = oracle::max_pool(&shape, x).1;
                (oracle::max_pool_backward(&shape, dy, &winners), none)
            }
            Step::Flatten { .. } => (dy.to_vec(), none),
            Step::Dropout { rate, layer } => (self.dropout(dy, rate, layer, position), none),
            Step::Rescale { scale, .. } => (dy.iter().map(|dy| dy * scale).collect(), none),
            Step::Relu => (oracle::relu_backward(y, dy), none),
            Step::Sigmoid => (oracle::sigmoid_backward(y, dy), none),
            Step::Softmax { columns } => (oracle::softmax_backward(columns, y, dy), none),
        }
    }

    /// How far the batch is from every kink: relu's inputs from 0, a window's greatest from its second.
    pub fn margin(&self, weights: &[f64], batch: &[Example]) -> f64 {
        let mut margin = f64::INFINITY;
        for example in batch {
            let values = self.forward(weights, example);
            for (k, placed) in self.steps.iter().enumerate() {
                let x = &values[k];
                match &placed.step {
                    Step::Relu => margin = x.iter().fold(margin, |margin, x| margin.min(x.abs())),
                    Step::Pool(shape) => margin = margin.min(pool_margin(shape, x)),
                    _ => {}
                }
            }
        }
        margin
    }
}

/// The least distance between the greatest and the second element of a window. Zeros behind a relu tie harmlessly:
/// they stay zeros nearby, and no gradient passes them.
fn pool_margin(shape: &MaxPool2d, x: &[f64]) -> f64 {
    let (best, winners) = oracle::max_pool(shape, x);
    let mut margin = f64::INFINITY;
    for (i, (best, winner)) in best.iter().zip(&winners).enumerate() {
        let mut others = x.to_vec();
        others[*winner as usize] = f64::NEG_INFINITY;
        let second = oracle::max_pool(shape, &others).0[i];
        if *best != 0.0 || second != 0.0 {
            margin = margin.min(best - second);
        }
    }
    margin
}
