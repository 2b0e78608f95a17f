//! Layers that are not trained: no gradient of their own, but that of what stands before them.

use crate::check::check_all;
use crate::problem::{BATCH, Problem};
use crate::spec_text::*;

fn norm1() -> String {
    norm(0.9, 1e-3, true, true)
}

fn models() -> Vec<Model> {
    let conv3 = |activation: &str| conv(8, [3, 3], [1, 1], "same", activation, true);
    let end = [flatten(), dense(3, "linear", true)];
    let with_end = |layers: &[String]| [layers, &end].concat();
    vec![
        // Behind something that is trained, direct and through tiles, and pooled.
        model(
            [6, 6, 2],
            &with_end(&[
                conv3("relu"),
                frozen(&conv3("relu")),
                frozen(&norm1()),
                activation("relu"),
                frozen(&conv(4, [2, 2], [1, 1], "valid", "linear", true)),
                pooling([2, 2], [2, 2], "valid"),
            ]),
        ),
        // At the head, as when a model is fine-tuned.
        model(
            [6, 5, 1],
            &with_end(&[
                frozen(&conv3("relu")),
                frozen(&norm1()),
                conv(8, [3, 3], [1, 1], "same", "linear", false),
                norm1(),
                activation("relu"),
            ]),
        ),
        features(
            8,
            &[
                dense(6, "relu", true),
                frozen(&dense(5, "sigmoid", true)),
                frozen(&norm(0.9, 1e-3, false, false)),
                dense(3, "linear", true),
            ],
        ),
    ]
}

#[test]
fn gradients_pass_through_layers_that_are_not_trained() {
    check_all(&models(), &["conv2d: dx negated", "dense: dx negated"]);
}

#[test]
fn a_step_leaves_them_as_they_are() {
    for model in models() {
        let mut problem = Problem::new(&model);
        let before = problem.session.weights().to_vec();
        problem
            .session
            .train_batch(problem.dataset, &BATCH, &[])
            .unwrap();
        for weight in problem.session.plan().weights() {
            let range = weight.range.clone();
            let moved = before[range.clone()] != problem.session.weights()[range];
            let moving = weight.name.contains(".moving_") && !is_frozen(&problem, &weight.name);
            assert_eq!(moved, weight.trainable || moving, "{}", weight.name);
        }
    }
}

fn is_frozen(problem: &Problem, weight: &str) -> bool {
    let layers = &problem.session.plan().spec().layers;
    let layer = layers
        .iter()
        .find(|layer| weight.starts_with(&format!("{}.", layer.name)));
    !layer.unwrap().trainable
}

#[test]
fn nothing_to_train_is_no_error() {
    let layers = [flatten(), frozen(&dense(3, "linear", true))];
    let mut problem = Problem::new(&model([3, 3, 1], &layers));
    let gradient = problem
        .session
        .gradient(problem.dataset, &BATCH, &[])
        .unwrap();
    assert!(gradient.iter().all(|g| *g == 0.0));
    let sums = problem
        .session
        .train_batch(problem.dataset, &BATCH, &[])
        .unwrap();
    assert!(sums.loss > 0.0 && sums.count as usize == BATCH.len());
}
