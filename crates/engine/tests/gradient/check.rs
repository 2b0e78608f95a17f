//! The two checks, and the demand that they accept right gradients and turn wrong ones away.

use std::collections::HashSet;

use fashion_engine::compile::CompileSpec;
use fashion_engine::session::Session;
use fashion_engine::spec::ModelSpec;
use fashion_kernels::random::{philox4x32_10, unit_f32};

use crate::faults::FAULTS;
use crate::oracle_model::OracleModel;
use crate::oracle_passes::Example;
use crate::spec_text::Model;

/// Step of the central difference: a rounding error of about 1e−10 in it, and kinks farther away than it reaches.
const STEP: f64 = 1e-6;
/// Least distance of a problem from relu's and pooling's kinks.
const MARGIN: f64 = 1e-4;
const DIRECTIONS: u32 = 5;
const IMAGES: usize = 6;
/// More than a lane holds, out of order and with a repetition.
const BATCH: [u32; 11] = [3, 0, 5, 1, 4, 2, 2, 5, 0, 3, 1];

const COMPILE: &str = r#"{"optimizer":{"type":"sgd","learningRate":0.01,"momentum":0,"nesterov":false},
  "loss":"sparseCategoricalCrossentropy","metrics":[]}"#;

/// `len` numbers in [−1, 1).
fn numbers(seed: u32, stream: u32, len: usize) -> Vec<f32> {
    (0..len)
        .map(|i| 2.0 * unit_f32(philox4x32_10([seed, stream], [i as u32, 0, 0, 0])[0]) - 1.0)
        .collect()
}

/// A model with weights and a batch, in the engine and in the oracle.
struct Problem {
    session: Session,
    dataset: usize,
    oracle: OracleModel,
    weights: Vec<f64>,
    batch: Vec<Example>,
}

impl Problem {
    /// The first seed whose weights and images keep away from kinks.
    fn new(model: &Model) -> Self {
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
            let fan_in: usize = weight.shape[..weight.shape.len() - 1].iter().product();
            weights[weight.range.clone()]
                .iter_mut()
                .for_each(|w| *w *= 2.0 / (fan_in as f32).sqrt());
        }
        session.set_weights(&weights).unwrap();

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
    fn differences(&self) -> Vec<(Vec<f64>, f64)> {
        let loss = |sign: f64, direction: &[f64]| {
            let moved: Vec<f64> = self
                .weights
                .iter()
                .zip(direction)
                .map(|(w, u)| w + sign * STEP * u)
                .collect();
            self.oracle.loss(&moved, &self.batch)
        };
        (0..DIRECTIONS)
            .map(|stream| {
                let direction: Vec<f64> = numbers(99, stream, self.weights.len())
                    .into_iter()
                    .map(f64::from)
                    .collect();
                let difference = (loss(1.0, &direction) - loss(-1.0, &direction)) / (2.0 * STEP);
                (direction, difference)
            })
            .collect()
    }
}

/// |⟨g, u⟩ − (L(w + hu) − L(w − hu)) / 2h| ≤ 1e−6·‖g‖ for every direction u.
fn agrees_with_differences(
    gradient: &[f64],
    differences: &[(Vec<f64>, f64)],
) -> Result<(), String> {
    let size = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
    for (direction, difference) in differences {
        let slope: f64 = gradient.iter().zip(direction).map(|(g, u)| g * u).sum();
        let error = (slope - difference).abs();
        if error > 1e-6 * size || error.is_nan() {
            return Err(format!(
                "slope {slope} but difference {difference}, off by {:e} of the gradient",
                error / size
            ));
        }
    }
    Ok(())
}

/// |g₃₂ − g| ≤ 1e−4·max |g| for every weight.
fn agrees_with_engine(gradient: &[f64], engine: &[f32]) -> Result<(), String> {
    let greatest = gradient.iter().fold(0.0_f64, |a, g| a.max(g.abs()));
    for (i, (gradient, engine)) in gradient.iter().zip(engine).enumerate() {
        let error = (f64::from(*engine) - gradient).abs();
        if error > 1e-4 * greatest || error.is_nan() {
            return Err(format!(
                "weight {i}: the engine says {engine}, the oracle {gradient}"
            ));
        }
    }
    Ok(())
}

/// Every model's gradient is accepted; every fault that changes it is turned away by both checks; and each of the
/// `demanded` faults has been.
pub fn check_all(models: &[Model], demanded: &[&'static str]) {
    let mut rejected = HashSet::new();
    for model in models {
        let mut problem = Problem::new(model);
        let differences = problem.differences();
        let right = problem
            .oracle
            .gradient(&problem.weights, &problem.batch, None);
        let engine = problem.session.gradient(problem.dataset, &BATCH).unwrap();
        let context = &model.json;
        agrees_with_differences(&right, &differences)
            .unwrap_or_else(|why| panic!("{why}\n{context}"));
        agrees_with_engine(&right, &engine).unwrap_or_else(|why| panic!("{why}\n{context}"));

        let greatest = right.iter().fold(0.0_f64, |a, g| a.max(g.abs()));
        for fault in &FAULTS {
            for place in fault.places(&problem.oracle) {
                let wrong =
                    problem
                        .oracle
                        .gradient(&problem.weights, &problem.batch, Some((place, fault)));
                let change = right
                    .iter()
                    .zip(&wrong)
                    .fold(0.0_f64, |a, (right, wrong)| a.max((right - wrong).abs()));
                // A mistake in a place nothing trainable depends on, or a window of one, changes nothing.
                if change <= 5e-4 * greatest {
                    continue;
                }
                let name = fault.name;
                assert!(
                    agrees_with_differences(&wrong, &differences).is_err(),
                    "differences accept {name}\n{context}"
                );
                assert!(
                    agrees_with_engine(&wrong, &engine).is_err(),
                    "the engine's gradient accepts {name}\n{context}"
                );
                rejected.insert(name);
            }
        }
    }
    for name in demanded {
        assert!(rejected.contains(name), "no model shows the fault {name}");
    }
}

/// A label whose share of the sigmoids lies below the clip: loss −ln 1e−7, gradient exactly 0, in both.
pub fn clipped(model: &Model) {
    let mut problem = Problem::new(model);
    let classes = problem.session.plan().output_len();
    let mut weights = vec![0.0_f32; problem.weights.len()];
    let biases = weights.len() - classes;
    // Every label but the last is crushed; images of the last are left out.
    weights[biases..].fill(-30.0);
    weights[biases + classes - 1] = 5.0;
    problem.session.set_weights(&weights).unwrap();
    let indices: Vec<u32> = (0..IMAGES as u32)
        .filter(|i| *i as usize % classes != classes - 1)
        .collect();
    let batch: Vec<Example> = problem
        .batch
        .into_iter()
        .filter(|example| example.label != classes - 1)
        .collect();
    let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
    assert!((problem.oracle.loss(&weights, &batch) + libm::log(1e-7)).abs() < 1e-9);
    assert!(
        problem
            .oracle
            .gradient(&weights, &batch, None)
            .iter()
            .all(|g| *g == 0.0)
    );
    let engine = problem.session.gradient(problem.dataset, &indices).unwrap();
    assert!(engine.iter().all(|g| *g == 0.0), "{engine:?}");
}
