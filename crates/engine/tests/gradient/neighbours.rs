//! Layers as they stand beside each other in real nets, in shapes that an engine may compute in ways of their own:
//! wide 3×3 convolutions of stride 1, and convolution, activation and pooling in one.

use crate::check::check_all;
use crate::spec_text::*;

fn pool2() -> String {
    pooling([2, 2], [2, 2], "valid")
}

fn relu() -> String {
    activation("relu")
}

fn norm1() -> String {
    norm(0.99, 1e-3, true, true)
}

/// A 3×3 convolution of stride 1.
fn conv3(filters: usize, padding: &str, activation: &str) -> String {
    conv(filters, [3, 3], [1, 1], padding, activation, true)
}

fn ending(layers: &[String]) -> Vec<String> {
    [layers, &[flatten(), dense(3, "linear", true)]].concat()
}

/// What a 3×3 convolution must show: its own gradients, and those it passes on.
const CONV_FAULTS: [&str; 5] = [
    "conv2d: a tap of dw lost",
    "conv2d: dw 0.1 % long",
    "conv2d: bias gradient lost",
    "conv2d: dx negated",
    "conv2d: a tap of dx lost",
];

#[test]
fn wide_convolutions_of_3() {
    let mut models = Vec::new();
    for (shape, inputs, filters) in [
        ([7, 9, 2], 8, 8),
        ([9, 7, 1], 8, 16),
        ([6, 7, 3], 16, 12),
        ([8, 8, 1], 13, 9),
    ] {
        for padding in ["valid", "same"] {
            let front = conv(inputs, [2, 1], [1, 1], "valid", "linear", true);
            models.push(model(
                shape,
                &ending(&[front, conv3(filters, padding, "relu")]),
            ));
        }
    }
    // One behind the other; and the first of a model, which passes no gradient on.
    models.push(model(
        [7, 7, 8],
        &ending(&[conv3(8, "same", "relu"), conv3(16, "valid", "linear")]),
    ));
    models.push(model([5, 9, 16], &ending(&[conv3(8, "same", "sigmoid")])));
    // As small as they come.
    models.push(model(
        [3, 3, 8],
        &ending(&[conv3(8, "same", "relu"), conv3(8, "valid", "linear")]),
    ));
    models.push(model(
        [1, 2, 8],
        &ending(&[conv3(8, "same", "linear"), conv3(9, "same", "relu")]),
    ));
    check_all(&models, &CONV_FAULTS);
}

#[test]
fn wide_convolutions_with_pooling() {
    let mut models = Vec::new();
    for (shape, inputs, filters, padding) in [
        ([9, 7, 2], 8, 8, "valid"), // 7 × 5 to pool: its last row and column are dropped
        ([8, 10, 1], 8, 12, "same"), // even
        ([7, 5, 1], 16, 8, "same"), // odd, dropped
        ([6, 9, 3], 12, 9, "valid"), // 4 × 7
    ] {
        let front = || conv(inputs, [1, 1], [1, 1], "valid", "linear", true);
        for activation in ["relu", "linear"] {
            let wide = conv3(filters, padding, activation);
            models.push(model(shape, &ending(&[front(), wide, pool2()])));
        }
        let wide = conv3(filters, padding, "linear");
        models.push(model(shape, &ending(&[front(), wide, relu(), pool2()])));
    }
    check_all(&models, &CONV_FAULTS);
}

#[test]
fn wide_convolutions_with_normalization() {
    let mut models = Vec::new();
    for (shape, inputs, filters, padding) in [
        ([7, 9, 2], 8, 8, "valid"),
        ([7, 5, 1], 16, 9, "same"),
        ([6, 8, 1], 12, 16, "same"),
    ] {
        let front = || conv(inputs, [1, 1], [1, 1], "valid", "linear", true);
        let wide = || conv(filters, [3, 3], [1, 1], padding, "linear", false);
        for chain in [
            vec![front(), wide(), norm1()],
            vec![front(), wide(), norm1(), relu()],
            vec![front(), wide(), norm1(), relu(), pool2()],
            vec![front(), norm1(), relu(), wide(), norm1(), relu()],
            vec![front(), norm1(), relu(), wide(), relu(), pool2()],
        ] {
            models.push(model(shape, &ending(&chain)));
        }
    }
    check_all(
        &models,
        &[
            "conv2d: a tap of dw lost",
            "conv2d: a tap of dx lost",
            "batchNormalization: mean's term of dx lost",
            "batchNormalization: variance's term of dx lost",
            "batchNormalization: gamma gradient lost",
        ],
    );
}

#[test]
fn convolution_activation_pooling() {
    let chains: [(&[usize; 3], Vec<String>); 13] = [
        // Odd sizes: the window beyond the border is dropped.
        (&[9, 9, 1], vec![conv3(6, "valid", "relu"), pool2()]),
        (&[9, 7, 1], vec![conv3(5, "same", "relu"), pool2()]),
        // Without relu the greatest of a window may be below 0.
        (&[8, 8, 1], vec![conv3(6, "valid", "linear"), pool2()]),
        (&[8, 8, 1], vec![conv3(6, "valid", "sigmoid"), pool2()]),
        (&[8, 8, 1], vec![conv3(4, "valid", "softmax"), pool2()]),
        // The activation as a layer, before and behind pooling.
        (
            &[8, 8, 1],
            vec![conv3(6, "valid", "linear"), relu(), pool2()],
        ),
        (
            &[8, 8, 1],
            vec![conv3(6, "valid", "linear"), pool2(), relu()],
        ),
        (
            &[8, 8, 1],
            vec![conv3(6, "valid", "relu"), activation("sigmoid"), pool2()],
        ),
        // Net S: stride 3; and 5×5, strided, with and without padding.
        (
            &[16, 13, 1],
            vec![conv(8, [3, 3], [3, 3], "valid", "relu", true), pool2()],
        ),
        (
            &[9, 10, 1],
            vec![conv(8, [5, 5], [1, 1], "valid", "relu", true), pool2()],
        ),
        (
            &[8, 7, 2],
            vec![conv(6, [5, 5], [1, 1], "same", "relu", false), pool2()],
        ),
        (
            &[11, 10, 1],
            vec![conv(6, [5, 5], [2, 2], "same", "relu", true), pool2()],
        ),
        (
            &[9, 9, 1],
            vec![conv3(6, "valid", "relu"), dropout(0.3), pool2()],
        ),
    ];
    let mut models = Vec::new();
    for (shape, chain) in &chains {
        models.push(model(**shape, &ending(chain)));
        // The same with something trainable before it, so that it must pass its gradient on.
        let front = conv(4, [1, 1], [1, 1], "valid", "linear", true);
        models.push(model(**shape, &ending(&[&[front], &chain[..]].concat())));
    }
    check_all(
        &models,
        &[
            "conv2d: dw 0.1 % long",
            "conv2d: bias gradient lost",
            "conv2d: a tap of dx lost",
            "relu: dx not masked",
            "maxPooling2d: gradient to the wrong place",
            "maxPooling2d: dx 1 % long",
        ],
    );
}

#[test]
fn convolution_and_other_pooling() {
    let mut models = Vec::new();
    for (pool, strides, padding) in [
        ([2, 2], [2, 2], "same"),
        ([2, 2], [1, 1], "valid"),
        ([3, 3], [2, 2], "valid"),
        ([3, 3], [3, 3], "same"),
        ([2, 3], [2, 3], "valid"),
        ([2, 2], [3, 3], "valid"),
        ([1, 1], [2, 2], "valid"),
    ] {
        let layers = [
            conv3(8, "same", "relu"),
            pooling(pool, strides, padding),
            conv3(9, "same", "relu"),
            pooling(pool, strides, padding),
        ];
        models.push(model([9, 11, 1], &ending(&layers)));
    }
    check_all(&models, &["maxPooling2d: gradient to the wrong place"]);
}

/// Net L, slim and on small images.
#[test]
fn net_l() {
    let layers = [
        rescaling(1.0 / 255.0, 0.0),
        conv3(8, "valid", "relu"),
        pool2(),
        conv3(16, "valid", "relu"),
        pool2(),
        dropout(0.5),
        flatten(),
        dense(10, "linear", true),
    ];
    check_all(&[bytes([13, 14, 1], &layers)], &CONV_FAULTS);
}
