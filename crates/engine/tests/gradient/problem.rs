//! A model with weights and a batch, in the engine and in the oracle.

use fashion_engine::spec::ModelSpec;
use fashion_engine::training::Session;
use fashion_engine::training::compile::CompileSpec;
use fashion_kernels::random::{philox4x32_10, unit_f32};

use crate::oracle_model::OracleModel;
use crate::oracle_passes::{Example, Mode};
use crate::spec_text::Model;

/// Step of the central difference: a rounding error of about 1e−10 in it, and kinks farther away than it reaches.
const STEP: f64 = 1e-6;
/// Least distance of a problem from relu's and pooling's kinks.
const MARGIN: f64 = 1e-4;
const DIRECTIONS: u32 = 5;
pub const IMAGES: usize = 6;
/// More than a lane holds, out of order and with a repetition.
pub const BATCH: [u32; 11] = [3, 0, 5, 1, 4, 2, 2, 5, 0, 3, 1];

const COMPILE: &str = r#"{"optimizer":{"type":"sgd","learningRate":0.01,"momentum":0,"nesterov":false},
  "loss":"sparseCategoricalCrossentropy","metrics":[]}"#;

/// `len` numbers in [−1, 1).
fn numbers(seed: u32, stream: u32, len: usize) -> Vec<f32> {
    (0..len)
        .map(|i| 2.0 * unit_f32(philox4x32_10([seed, stream], [i as u32, 0, 0, 0])[0]) - 1.0)
        .collect()
}

/// The same weights and images on both sides.
pub struct Problem {
    pub session: Session,
    pub dataset: usize,
    pub oracle: OracleModel,
    pub weights: Vec<f64>,
    /// The examples of `BATCH`.
    pub batch: Vec<Example>,
}

impl Problem {
    /// The first seed whose weights and images keep away from kinks.
    pub fn new(model: &Model) -> Self {
        (0..200)
            .map(|seed| Self::draw(model, seed))
            .find(|problem| problem.oracle.margin(&problem.weights, &problem.batch) > MARGIN)
            .unwrap_or_else(|| panic!("no seed keeps away from kinks: {}", model.json))
    }

    fn draw(model: &Model, seed: u32) -> Self {
        let spec = ModelSpec::from_json(&model.json).unwrap();
        let oracle = OracleModel::new(&spec);
        let mut session = Session::new(spec).unwrap();
        session
            .compile(CompileSpec::from_json(COMPILE).unwrap())
            .unwrap();
        assert_eq!(session.plan().parameters(), oracle.parameters());

        let mut weights = numbers(seed, 1, oracle.parameters());
        for weight in session.plan().weights() {
            let fan_in: usize = weight.shape.iter().rev().skip(1).product();
            weights[weight.range.clone()]
                .iter_mut()
                .for_each(|w| *w *= 2.0 / (fan_in as f32).sqrt());
            if weight.name.ends_with("variance") {
                weights[weight.range.clone()]
                    .iter_mut()
                    .for_each(|w| *w = w.abs() + 0.1);
            }
        }
        session.set_weights(0, &weights).unwrap();

        let (image_len, classes) = (session.plan().input_len(), session.plan().output_len());
        let mut images = numbers(seed, 2, IMAGES * image_len);
        let bytes: Vec<u8> = if model.bytes {
            images
                .iter_mut()
                .for_each(|x| *x = (127.5 * (*x + 1.0)).floor());
            images.iter().map(|x| *x as u8).collect()
        } else {
            images.iter().flat_map(|x| x.to_le_bytes()).collect()
        };
        let labels: Vec<u32> = (0..IMAGES).map(|i| (i % classes) as u32).collect();
        let dataset = session
            .add_dataset(IMAGES, image_len, !model.bytes, true)
            .unwrap();
        session
            .dataset_mut(dataset)
            .unwrap()
            .write_images(0, &bytes)
            .unwrap();
        session
            .dataset_mut(dataset)
            .unwrap()
            .write_labels(&labels)
            .unwrap();

        let example = |(position, index): (usize, &u32)| Example {
            image: images[*index as usize * image_len..][..image_len]
                .iter()
                .map(|x| f64::from(*x))
                .collect(),
            label: labels[*index as usize] as usize,
            position: position as u32,
        };
        let batch = BATCH.iter().enumerate().map(example).collect();
        let weights = weights.into_iter().map(f64::from).collect();
        Self {
            session,
            dataset,
            oracle,
            weights,
            batch,
        }
    }

    /// Differences of the loss along random directions, each with its direction.
    pub fn differences(&self) -> Vec<(Vec<f64>, f64)> {
        let loss = |sign: f64, direction: &[f64]| {
            let moved: Vec<f64> = self
                .weights
                .iter()
                .zip(direction)
                .map(|(w, u)| w + sign * STEP * u)
                .collect();
            self.oracle.loss(&moved, &self.batch, Mode::Training)
        };
        (0..DIRECTIONS)
            .map(|stream| {
                let mut direction: Vec<f64> = numbers(99, stream, self.weights.len())
                    .into_iter()
                    .map(f64::from)
                    .collect();
                for placed in self.oracle.steps.iter().filter(|placed| !placed.trained) {
                    direction[placed.weights.clone()].fill(0.0);
                }
                let difference = (loss(1.0, &direction) - loss(-1.0, &direction)) / (2.0 * STEP);
                (direction, difference)
            })
            .collect()
    }
}
