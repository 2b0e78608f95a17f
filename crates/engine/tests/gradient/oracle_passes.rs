//! The passes of the rebuilt model over a whole batch: values, loss, gradient.
//!
//! Values lie flat, image after image. A step works on one image at a time, except for batch normalization, which
//! sees all of them at once.

use crate::faults::{Fault, kernel_len};
use crate::oracle_model::{OracleModel, Placed, Step};
use fashion_kernels::oracle;
use std::ops::Range;

/// An image with its label and its place in the batch.
pub struct Example {
    pub image: Vec<f64>,
    pub label: usize,
    pub position: u32,
}

/// What normalization and dropout go by.
#[derive(Clone, Copy, PartialEq)]
pub enum Mode {
    Training,
    Evaluation,
}

/// Part number `piece` of `pieces` equal ones.
fn part(values: &[f64], piece: usize, pieces: usize) -> &[f64] {
    let len = values.len() / pieces;
    &values[piece * len..][..len]
}

/// The inputs of a step, one after the other.
pub fn inputs_of(placed: &Placed, values: &[Vec<f64>], piece: usize, pieces: usize) -> Vec<f64> {
    let parts = placed
        .inputs
        .iter()
        .flat_map(|&input| part(&values[input], piece, pieces));
    parts.copied().collect()
}

impl OracleModel {
    /// The images and every step's output.
    pub fn forward(&self, weights: &[f64], batch: &[Example], mode: Mode) -> Vec<Vec<f64>> {
        let images = batch.iter().flat_map(|example| example.image.clone());
        let mut values: Vec<Vec<f64>> = vec![images.collect()];
        for placed in &self.steps {
            let w = &weights[placed.weights.clone()];
            let pieces = placed.step.pieces(batch.len());
            let outputs = (0..pieces).flat_map(|piece| {
                let position = batch[piece].position;
                let x = inputs_of(placed, &values, piece, pieces);
                self.step_forward(&placed.step, w, &x, position, mode)
            });
            values.push(outputs.collect());
        }
        values
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
    pub fn loss(&self, weights: &[f64], batch: &[Example], mode: Mode) -> f64 {
        let values = self.forward(weights, batch, mode);
        let outputs = values.last().unwrap();
        let losses = batch.iter().enumerate().map(|(i, example)| {
            self.example_loss(part(outputs, i, batch.len()), example.label)
                .0
        });
        losses.sum::<f64>() / batch.len() as f64 + self.penalty(weights)
    }

    /// The kernels that the loss is larger for, with their factors.
    fn penalised<'a>(&'a self) -> impl Iterator<Item = (Range<usize>, [f64; 2])> + 'a {
        let trained = self.steps.iter().filter(|placed| placed.trained);
        trained.map(|placed| {
            let start = placed.weights.start;
            (start..start + kernel_len(&placed.step), placed.penalty)
        })
    }

    fn penalty(&self, weights: &[f64]) -> f64 {
        let penalties = self.penalised().map(|(range, [l1, l2])| {
            let kernel = weights[range].iter();
            kernel.map(|w| l1 * w.abs() + l2 * w * w).sum::<f64>()
        });
        penalties.sum()
    }

    /// The gradient of the mean training loss; with a fault, the gradient that mistake would give.
    pub fn gradient(
        &self,
        weights: &[f64],
        batch: &[Example],
        fault: Option<(usize, &Fault)>,
    ) -> Vec<f64> {
        let values = self.forward(weights, batch, Mode::Training);
        let mut gradients: Vec<Vec<f64>> = values.iter().map(|v| vec![0.0; v.len()]).collect();
        *gradients.last_mut().unwrap() = self.loss_gradient(values.last().unwrap(), batch, fault);
        let mut gradient = vec![0.0; weights.len()];
        for (k, placed) in self.steps.iter().enumerate().rev() {
            let (step, range) = (&placed.step, placed.weights.clone());
            let w = &weights[range.clone()];
            let pieces = step.pieces(batch.len());
            for (piece, example) in batch[..pieces].iter().enumerate() {
                let x = inputs_of(placed, &values, piece, pieces);
                let y = part(&values[k + 1], piece, pieces);
                let dy = part(&gradients[k + 1], piece, pieces).to_vec();
                let (mut dx, mut dw) = self.step_backward(step, w, &x, y, &dy, example.position);
                if let Some((at, fault)) = fault
                    && at == k
                    && let Some(spoil) = fault.layer
                {
                    spoil(step, w, &x, y, &dy, &mut dx, &mut dw);
                }
                if placed.trained {
                    let sums = gradient[range.clone()].iter_mut();
                    sums.zip(dw).for_each(|(sum, dw)| *sum += dw);
                }
                let mut dx = dx.into_iter();
                for &input in &placed.inputs {
                    let len = values[input].len() / pieces;
                    let sums = gradients[input][piece * len..][..len].iter_mut();
                    sums.for_each(|sum| *sum += dx.next().unwrap());
                }
            }
        }
        let factor = fault.and_then(|(_, fault)| fault.penalty).unwrap_or(1.0);
        for (range, [l1, l2]) in self.penalised() {
            let kernel = gradient[range.clone()].iter_mut().zip(&weights[range]);
            kernel.for_each(|(sum, w)| *sum += factor * (l1 * w.signum() + 2.0 * l2 * w));
        }
        gradient
    }

    /// The gradient of the mean loss in the outputs.
    fn loss_gradient(
        &self,
        outputs: &[f64],
        batch: &[Example],
        fault: Option<(usize, &Fault)>,
    ) -> Vec<f64> {
        let mut all = Vec::with_capacity(outputs.len());
        for (i, example) in batch.iter().enumerate() {
            let output = part(outputs, i, batch.len());
            let mut dy = self.example_loss(output, example.label).1;
            dy.iter_mut().for_each(|dy| *dy /= batch.len() as f64);
            if let Some(spoil) = fault.and_then(|(_, fault)| fault.loss) {
                spoil(output, example.label, batch.len(), &mut dy);
            }
            all.extend(dy);
        }
        all
    }

    /// The weights with every moving statistic moved as one training step does it.
    pub fn moved(&self, weights: &[f64], batch: &[Example]) -> Vec<f64> {
        let values = self.forward(weights, batch, Mode::Training);
        let mut moved = weights.to_vec();
        for placed in &self.steps {
            if let Step::Norm(norm) = &placed.step {
                let x = &values[placed.inputs[0]];
                norm.moved(x, &mut moved[placed.weights.clone()]);
            }
        }
        moved
    }
}
