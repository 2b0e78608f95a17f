//! Batch normalization in models: it couples the batch, so whatever stands before it is checked with it.

use crate::check::check_all;
use crate::spec_text::*;
use crate::{behind_conv, behind_dense};

fn relu() -> String {
    activation("relu")
}

fn standard() -> String {
    norm(0.99, 1e-3, true, true)
}

#[test]
fn of_images() {
    let mut models = Vec::new();
    for (epsilon, center, scale) in [
        (1e-3, true, true),
        (1e-2, false, true),
        (1e-3, true, false),
        (0.1, false, false),
    ] {
        let subject = norm(0.9, epsilon, center, scale);
        models.push(model(
            [6, 5, 2],
            &behind_conv(std::slice::from_ref(&subject)),
        ));
        models.push(model([6, 5, 2], &behind_conv(&[subject.clone(), relu()])));
        // Gammas below 0 turn a window's order around.
        models.push(model(
            [7, 6, 1],
            &behind_conv(&[subject.clone(), pooling([2, 2], [2, 2], "valid")]),
        ));
        models.push(model(
            [7, 6, 1],
            &behind_conv(&[subject, relu(), pooling([2, 2], [2, 2], "valid")]),
        ));
    }
    // More channels than a vector has lanes, and not a multiple of them.
    for filters in [1, 7, 13] {
        let front = conv(filters, [3, 3], [1, 1], "same", "linear", false);
        models.push(model([5, 6, 2], &behind_conv(&[front, standard(), relu()])));
    }
    check_all(
        &models,
        &[
            "batchNormalization: mean's term of dx lost",
            "batchNormalization: variance's term of dx lost",
            "batchNormalization: variance's term of dx negated",
            "batchNormalization: statistics of half the batch",
            "batchNormalization: each half of the batch alone",
            "batchNormalization: moving statistics in training",
            "batchNormalization: unbiased variance",
            "batchNormalization: epsilon lost",
            "batchNormalization: gamma's factor of dx lost",
            "batchNormalization: dx 0.1 % long",
            "batchNormalization: gamma gradient lost",
            "batchNormalization: gamma gradient of what was not normalised",
            "batchNormalization: beta gradient lost",
            "batchNormalization: moving mean with a gradient",
        ],
    );
}

#[test]
fn of_features() {
    let mut models = Vec::new();
    for (center, scale) in [(true, true), (false, true), (true, false), (false, false)] {
        let subject = norm(0.99, 1e-3, center, scale);
        models.push(model(
            [4, 3, 1],
            &behind_dense(std::slice::from_ref(&subject)),
        ));
        models.push(model([4, 3, 1], &behind_dense(&[subject, relu()])));
    }
    // The last layer, whose outputs the loss takes.
    models.push(features(9, &[dense(5, "linear", false), standard()]));
    models.push(features(
        9,
        &[dense(5, "linear", false), standard(), activation("softmax")],
    ));
    // Weights beyond half of a second-level cache widen the micro-batch.
    models.push(features(
        520,
        &[
            dense(260, "linear", false),
            standard(),
            relu(),
            dense(3, "linear", true),
        ],
    ));
    check_all(
        &models,
        &[
            "batchNormalization: mean's term of dx lost",
            "batchNormalization: variance's term of dx lost",
            "batchNormalization: statistics of half the batch",
            "batchNormalization: each half of the batch alone",
            "batchNormalization: unbiased variance",
            "batchNormalization: gamma gradient lost",
            "batchNormalization: beta gradient lost",
        ],
    );
}

#[test]
fn first_in_the_model() {
    let rest = [vec![standard()], behind_conv(&[standard(), relu()])].concat();
    let models = [
        model([5, 6, 3], &rest),
        bytes(
            [5, 6, 1],
            &[vec![rescaling(1.0 / 255.0, -0.5)], rest].concat(),
        ),
        // Nothing scaled: means of about 127, variances of about 5400.
        bytes([5, 6, 1], &[vec![standard()], behind_conv(&[])].concat()),
        features(11, &[standard(), dense(4, "linear", true)]),
        model(
            [4, 4, 2],
            &[standard(), flatten(), dense(3, "linear", true)],
        ),
        // Without weights of its own, nothing is trainable before the dense layer.
        features(
            11,
            &[norm(0.5, 1e-2, false, false), dense(4, "linear", true)],
        ),
    ];
    check_all(
        &models,
        &[
            "batchNormalization: gamma gradient lost",
            "batchNormalization: beta gradient lost",
        ],
    );
}

#[test]
fn among_other_layers() {
    let pool = || pooling([2, 2], [2, 2], "valid");
    let chains = [
        // Two in a row, and two with a relu between.
        vec![standard(), norm(0.9, 1e-2, true, true)],
        vec![norm(0.9, 1e-2, false, true), relu(), standard()],
        vec![standard(), relu(), norm(0.9, 1e-2, true, false), relu()],
        // Behind pooling, behind dropout, before both.
        vec![pool(), standard(), relu()],
        vec![relu(), pool(), standard()],
        vec![dropout(0.3), standard(), relu()],
        vec![standard(), relu(), dropout(0.3)],
        vec![standard(), relu(), pool(), dropout(0.3)],
        vec![standard(), dropout(0.3), pool()],
        vec![standard(), pooling([3, 3], [2, 2], "same"), relu()],
        vec![standard(), pooling([2, 2], [1, 1], "valid"), relu()],
        // Behind and before other activations, and rescaled between.
        vec![activation("sigmoid"), standard(), activation("sigmoid")],
        vec![relu(), standard()],
        vec![standard(), rescaling(-0.5, 0.25), standard(), relu()],
        vec![standard(), activation("softmax")],
        // In front of convolutions of every kind.
        vec![
            standard(),
            relu(),
            conv(9, [3, 3], [1, 1], "same", "relu", true),
        ],
        vec![
            standard(),
            conv(5, [3, 2], [2, 1], "same", "linear", false),
            standard(),
        ],
        vec![conv(5, [2, 2], [2, 2], "valid", "relu", true), standard()],
        // Flat in the middle.
        vec![
            standard(),
            relu(),
            flatten(),
            dense(6, "linear", true),
            standard(),
            relu(),
        ],
        vec![flatten(), standard(), relu()],
    ];
    let models: Vec<Model> = chains
        .iter()
        .map(
            |chain| match chain.iter().any(|layer| *layer == flatten()) {
                false => model([8, 7, 1], &behind_conv(chain)),
                true => {
                    let front = vec![conv(4, [2, 2], [1, 1], "valid", "linear", true)];
                    let end = vec![dense(3, "linear", true)];
                    model([8, 7, 1], &[front, chain.clone(), end].concat())
                }
            },
        )
        .collect();
    check_all(
        &models,
        &[
            "batchNormalization: mean's term of dx lost",
            "batchNormalization: variance's term of dx lost",
            "batchNormalization: dx 0.1 % long",
        ],
    );
}

/// Net D, slim and on small images.
#[test]
fn net_d() {
    let normalised = |layer: String| vec![layer, standard(), relu()];
    let half = |filters| {
        let layer = || conv(filters, [3, 3], [1, 1], "same", "linear", false);
        let end = vec![pooling([2, 2], [2, 2], "valid"), dropout(0.25)];
        [normalised(layer()), normalised(layer()), end].concat()
    };
    let end = [
        vec![flatten()],
        normalised(dense(16, "linear", false)),
        vec![dropout(0.5), dense(10, "linear", true)],
    ]
    .concat();
    let layers = [vec![rescaling(1.0 / 255.0, 0.0)], half(8), half(12), end].concat();
    check_all(&[bytes([11, 9, 1], &layers)], &[]);
}
