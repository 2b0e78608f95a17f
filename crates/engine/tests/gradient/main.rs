//! Gradients of whole models: analytic against differences, the engine's against the analytic ones.
//!
//! 1. A model is rebuilt from its spec in f64 with the naive oracle layers, over the whole batch. Its gradient must agree
//!    with central differences along random directions to 1e−6.
//! 2. The engine's f32 gradient must agree with it to 1e−4 of the greatest element.
//! 3. The same two checks must turn away gradients with one mistake put into one layer, for each kind of layer.

mod catalogue;
mod catalogue_faults;
mod check;
mod faults;
mod fork_faults;
mod forks;
mod frozen;
mod kinks;
mod norm_faults;
mod oracle_model;
mod oracle_norm;
mod oracle_passes;
mod oracle_step;
mod problem;
mod spec_text;

mod moving;
mod neighbours;
mod normalization;

use check::check_all;
use spec_text::*;

/// Something trainable in front, so that the gradient must pass through the layer in question.
fn behind_conv(layers: &[String]) -> Vec<String> {
    let mut all = vec![conv(4, [2, 2], [1, 1], "valid", "linear", true)];
    all.extend_from_slice(layers);
    all.push(flatten());
    all.push(dense(3, "linear", true));
    all
}

fn behind_dense(layers: &[String]) -> Vec<String> {
    let mut all = vec![flatten(), dense(7, "linear", true)];
    all.extend_from_slice(layers);
    all.push(dense(3, "linear", true));
    all
}

#[test]
fn conv2d() {
    let mut models = Vec::new();
    for (filters, kernel, strides, padding, activation, bias) in [
        (5, [3, 3], [1, 1], "valid", "relu", true),
        (9, [3, 3], [1, 1], "same", "relu", true),
        (8, [2, 3], [2, 1], "valid", "linear", false),
        (3, [1, 1], [1, 1], "valid", "sigmoid", true),
        (4, [5, 4], [3, 2], "same", "linear", true),
        (1, [3, 2], [2, 3], "same", "relu", false),
        (6, [1, 1], [2, 2], "same", "softmax", true),
    ] {
        let subject = conv(filters, kernel, strides, padding, activation, bias);
        models.push(model([8, 7, 2], &behind_conv(&[subject])));
    }
    // One input channel, as in the first layer of most models; nothing trainable before it.
    let first = conv(10, [3, 3], [1, 1], "valid", "relu", true);
    models.push(model(
        [9, 9, 1],
        &[first, flatten(), dense(4, "linear", true)],
    ));
    check_all(
        &models,
        &[
            "conv2d: a tap of dw lost",
            "conv2d: dw 0.1 % long",
            "conv2d: bias gradient lost",
            "conv2d: dx negated",
            "conv2d: a tap of dx lost",
            "conv2d: dx 0.1 % long",
        ],
    );
}

#[test]
fn max_pooling2d() {
    let mut models = Vec::new();
    for (pool, strides, padding) in [
        ([2, 2], [2, 2], "valid"),
        ([2, 2], [2, 2], "same"),
        ([3, 3], [1, 1], "same"),
        ([3, 2], [2, 1], "valid"),
        ([3, 3], [2, 2], "same"),
        ([1, 4], [1, 3], "valid"),
    ] {
        models.push(model(
            [8, 8, 2],
            &behind_conv(&[pooling(pool, strides, padding)]),
        ));
    }
    // Behind relu windows are full of equal zeros.
    let front = conv(4, [3, 3], [1, 1], "same", "relu", true);
    let layers = [
        front,
        pooling([2, 2], [2, 2], "valid"),
        flatten(),
        dense(3, "linear", true),
    ];
    models.push(model([7, 7, 1], &layers));
    check_all(
        &models,
        &[
            "maxPooling2d: gradient to the wrong place",
            "maxPooling2d: later windows overwrite",
            "maxPooling2d: dx 1 % long",
        ],
    );
}

#[test]
fn average_pooling2d() {
    let mut models = Vec::new();
    for (pool, strides, padding) in [
        ([2, 2], [2, 2], "valid"),
        ([3, 3], [1, 1], "same"),
        ([3, 2], [2, 1], "valid"),
        ([3, 3], [2, 2], "same"),
        ([1, 4], [1, 3], "valid"),
    ] {
        let layers = behind_conv(&[average_pooling(pool, strides, padding)]);
        models.push(model([8, 8, 2], &layers));
    }
    // After relu, with a dropout that works in place on what it gives; and over the whole image.
    let front = conv(4, [3, 3], [1, 1], "same", "relu", true);
    let layers = [
        front,
        average_pooling([2, 2], [2, 2], "same"),
        dropout(0.25),
        average_pooling([4, 4], [1, 1], "valid"),
        flatten(),
        dense(3, "linear", true),
    ];
    models.push(model([7, 7, 1], &layers));
    check_all(
        &models,
        &[
            "averagePooling2d: dx 0.1 % long",
            "averagePooling2d: padding counted",
        ],
    );
}

#[test]
fn zero_padding2d() {
    let mut models = Vec::new();
    for padding in [
        [[1, 1], [1, 1]],
        [[1, 1], [2, 2]],
        [[0, 1], [2, 0]],
        [[3, 0], [0, 1]],
        [[0, 0], [0, 0]],
    ] {
        models.push(model([6, 5, 2], &behind_conv(&[zero_padding(padding)])));
    }
    // Before a convolution, as it is used, with a dropout that works in place on what it gives; and twice in a row.
    let layers = [
        zero_padding([[0, 1], [0, 1]]),
        conv(4, [3, 3], [2, 2], "valid", "relu", true),
        zero_padding([[1, 2], [2, 1]]),
        dropout(0.25),
        conv(3, [3, 3], [1, 1], "valid", "linear", true),
        zero_padding([[1, 0], [0, 0]]),
        zero_padding([[0, 0], [0, 2]]),
        flatten(),
        dense(3, "linear", true),
    ];
    models.push(model([8, 8, 1], &layers));
    check_all(
        &models,
        &[
            "zeroPadding2d: dx 0.1 % long",
            "zeroPadding2d: cropped at the top left",
            "zeroPadding2d: sides exchanged",
        ],
    );
}

#[test]
fn flatten_layer() {
    let models = [model([5, 6, 2], &behind_conv(&[]))];
    check_all(&models, &["flatten: channels first"]);
}

#[test]
fn dense_layer() {
    let mut models = Vec::new();
    for (units, activation, bias) in [
        (1, "linear", true),
        (5, "relu", true),
        (8, "relu", false),
        (13, "sigmoid", true),
        (6, "softmax", true),
    ] {
        models.push(model(
            [4, 3, 1],
            &behind_dense(&[dense(units, activation, bias)]),
        ));
    }
    models.push(features(
        19,
        &[dense(12, "relu", true), dense(10, "linear", true)],
    ));
    // Weights beyond half of a second-level cache widen the micro-batch.
    models.push(features(
        520,
        &[dense(260, "sigmoid", true), dense(3, "linear", true)],
    ));
    check_all(
        &models,
        &[
            "dense: dw 0.1 % long",
            "dense: a row of dw lost",
            "dense: bias gradient lost",
            "dense: dx negated",
            "dense: dx 0.1 % long",
        ],
    );
}

#[test]
fn dropout_layer() {
    let mut models = Vec::new();
    for rate in [0.25, 0.5, 0.8] {
        models.push(model([6, 5, 1], &behind_conv(&[dropout(rate)])));
        models.push(model(
            [4, 3, 1],
            &behind_dense(&[dropout(rate), dense(9, "relu", true)]),
        ));
    }
    models.push(model([4, 3, 1], &behind_dense(&[dropout(0.0)])));
    models.push(model(
        [4, 4, 1],
        &[dropout(0.3), flatten(), dense(5, "linear", true)],
    ));
    check_all(
        &models,
        &["dropout: dx not masked", "dropout: dx not scaled"],
    );
}

#[test]
fn activations() {
    let mut models = Vec::new();
    for name in ["relu", "sigmoid", "softmax", "linear"] {
        models.push(model([5, 5, 1], &behind_conv(&[activation(name)])));
        models.push(model([4, 3, 1], &behind_dense(&[activation(name)])));
    }
    check_all(
        &models,
        &[
            "relu: dx not masked",
            "sigmoid: factor y lost",
            "softmax: diagonal only",
        ],
    );
}

#[test]
fn rescaling_layer() {
    let models = [
        bytes(
            [5, 5, 1],
            &[vec![rescaling(1.0 / 255.0, 0.0)], behind_conv(&[])].concat(),
        ),
        bytes(
            [5, 5, 1],
            &[vec![rescaling(-1.0 / 127.5, 1.0)], behind_conv(&[])].concat(),
        ),
        model([5, 5, 1], &behind_conv(&[rescaling(-2.5, 0.75)])),
    ];
    check_all(
        &models,
        &["rescaling: dx not scaled", "rescaling: dx negated"],
    );
}

#[test]
fn losses() {
    let models = [
        features(9, &[dense(7, "linear", true)]),
        features(9, &[dense(7, "softmax", true)]),
        features(9, &[dense(7, "sigmoid", true)]),
        features(9, &[dense(7, "linear", true), activation("softmax")]),
        features(9, &[dense(7, "linear", true), activation("sigmoid")]),
        features(9, &[dense(1, "linear", true)]),
    ];
    check_all(
        &models,
        &[
            "loss: label's term lost",
            "loss: normalisation's term lost",
            "loss: gradient 0.1 % long",
            "loss: sum instead of mean",
        ],
    );
}

#[test]
fn a_clipped_probability_has_no_gradient() {
    check::clipped(&features(2, &[dense(4, "sigmoid", true)]));
}

#[test]
fn a_whole_net() {
    let layers = [
        rescaling(1.0 / 255.0, 0.0),
        conv(6, [3, 3], [1, 1], "valid", "relu", true),
        pooling([2, 2], [2, 2], "valid"),
        conv(9, [3, 3], [1, 1], "same", "relu", true),
        pooling([3, 3], [2, 2], "same"),
        flatten(),
        dropout(0.4),
        dense(11, "relu", true),
        dense(10, "softmax", true),
    ];
    check_all(&[bytes([14, 13, 1], &layers)], &[]);
}
