//! What a step does to a normalization's moving statistics, and that evaluation goes by them.

use crate::oracle_passes::{Example, Mode};
use crate::problem::{BATCH, IMAGES, Problem};
use crate::spec_text::*;

const LEARNING_RATE: f64 = 0.01; // that of the problems

fn models() -> [Model; 4] {
    let behind = |layers: &[String]| {
        let front = [
            conv(8, [3, 3], [1, 1], "same", "linear", false),
            norm(0.9, 1e-3, true, true),
        ];
        let end = [flatten(), dense(3, "linear", true)];
        [&front, layers, &end].concat()
    };
    [
        model([6, 5, 2], &behind(&[])),
        model(
            [7, 6, 1],
            &behind(&[
                activation("relu"),
                pooling([2, 2], [2, 2], "valid"),
                dropout(0.25),
                conv(9, [3, 3], [1, 1], "valid", "linear", true),
                norm(0.5, 0.1, false, true),
            ]),
        ),
        bytes(
            [4, 3, 1],
            &[
                flatten(),
                norm(0.99, 1e-3, true, false),
                dense(7, "relu", true),
                norm(0.0, 1e-2, false, false),
                norm(0.75, 1e-2, true, true),
                dense(3, "linear", true),
            ],
        ),
        features(9, &[dense(5, "linear", false), norm(0.8, 1e-3, true, true)]),
    ]
}

/// The images of the data set, in its order.
fn all_images(problem: &Problem) -> Vec<Example> {
    let example = |index: usize| {
        let place = BATCH.iter().position(|i| *i as usize == index).unwrap();
        let Example { image, label, .. } = &problem.batch[place];
        Example {
            image: image.clone(),
            label: *label,
            position: index as u32,
        }
    };
    (0..IMAGES).map(example).collect()
}

/// Within 1e−4 of the greatest: what the checks of gradients allow, and a convolution may err by.
#[track_caller]
fn assert_close(got: &[f32], expected: &[f64], what: &str) {
    assert_eq!(got.len(), expected.len());
    let greatest = expected.iter().fold(0.0_f64, |a, x| a.max(x.abs()));
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        let error = (f64::from(*got) - expected).abs();
        assert!(
            error <= 1e-4 * greatest,
            "{what} {i} is {got}, expected {expected}"
        );
    }
}

#[track_caller]
fn assert_evaluates(problem: &mut Problem, weights: &[f64]) {
    let images = all_images(problem);
    let values = problem.oracle.forward(weights, &images, Mode::Evaluation);
    let got = problem.session.predict(problem.dataset, 0, IMAGES).unwrap();
    assert_close(&got, values.last().unwrap(), "output");
    let indices: Vec<u32> = (0..IMAGES as u32).collect();
    let sums = problem
        .session
        .test_batch(problem.dataset, &indices, &[])
        .unwrap();
    let loss = problem.oracle.loss(weights, &images, Mode::Evaluation);
    assert!((sums.loss / IMAGES as f64 - loss).abs() <= 1e-4 * loss);
}

#[test]
fn evaluation_goes_by_the_moving_statistics() {
    for model in &models() {
        let mut problem = Problem::new(model);
        let weights = problem.weights.clone();
        assert_evaluates(&mut problem, &weights);
        // The test of the test: the batch's own statistics give something else.
        let images = all_images(&problem);
        let [training, evaluation] = [Mode::Training, Mode::Evaluation]
            .map(|mode| problem.oracle.loss(&weights, &images, mode));
        assert!((training - evaluation).abs() > 1e-2 * evaluation);
    }
}

#[test]
fn a_gradient_changes_nothing() {
    for model in &models() {
        let mut problem = Problem::new(model);
        let before = problem.session.weights().to_vec();
        let gradient = problem
            .session
            .gradient(problem.dataset, &BATCH, &[])
            .unwrap();
        assert_eq!(before, problem.session.weights());
        for weight in problem.session.plan().weights() {
            let zeros = gradient[weight.range.clone()].iter().all(|g| *g == 0.0);
            // A bias right before a normalization has the gradient 0 up to rounding.
            if !weight.name.ends_with(".bias") {
                let moving = weight.name.contains(".moving_");
                assert_eq!(moving, zeros, "{}\n{}", weight.name, model.json);
            }
        }
        assert_eq!(
            gradient,
            problem
                .session
                .gradient(problem.dataset, &BATCH, &[])
                .unwrap()
        );
    }
}

#[test]
fn a_step_moves_statistics_by_momentum_and_weights_by_the_gradient() {
    for model in &models() {
        let mut problem = Problem::new(model);
        let (weights, batch) = (&problem.weights, &problem.batch);
        let mut expected = problem.oracle.moved(weights, batch);
        let gradient = problem.oracle.gradient(weights, batch, None);
        for (weight, gradient) in expected.iter_mut().zip(gradient) {
            *weight -= LEARNING_RATE * gradient;
        }
        let sums = problem
            .session
            .train_batch(problem.dataset, &BATCH, &[])
            .unwrap();
        let loss = problem.oracle.loss(weights, batch, Mode::Training);
        assert!((sums.loss / BATCH.len() as f64 - loss).abs() <= 1e-4 * loss);
        for weight in problem.session.plan().weights() {
            let (range, what) = (weight.range.clone(), &weight.name);
            assert_close(
                &problem.session.weights()[range.clone()],
                &expected[range],
                what,
            );
        }
        assert_evaluates(&mut problem, &expected);
    }
}
