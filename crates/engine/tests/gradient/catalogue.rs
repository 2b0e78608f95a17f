//! The layers of a CNN's catalogue: hundreds of random convolutions with dilation, groups, depthwise kernels, and one test for
//! each other layer.

use fashion_kernels::random::philox4x32_10;

use crate::check::check_all;
use crate::spec_text::*;

/// Draws from small ranges.
struct Draw(u32, u32);

impl Draw {
    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        self.1 += 1;
        let word = philox4x32_10([self.0, 77], [self.1, 0, 0, 0])[0];
        values[word as usize % values.len()]
    }
}

fn ending(layers: &[String]) -> Vec<String> {
    [layers, &[flatten(), dense(3, "linear", true)]].concat()
}

const GROUPED: [&str; 5] = [
    "grouped: a tap of dw lost",
    "grouped: dw 0.1 % long",
    "grouped: bias gradient lost",
    "grouped: dx negated",
    "grouped: a tap of dx lost",
];

#[test]
fn random_convolutions_with_dilation_and_groups() {
    let mut models = Vec::new();
    for seed in 0..200 {
        let mut draw = Draw(seed, 0);
        let groups = draw.one_of(&[1, 1, 2, 3]);
        let mut dilation = [draw.one_of(&[1, 2, 3]), draw.one_of(&[1, 2])];
        let mut strides = [draw.one_of(&[1, 2]), draw.one_of(&[1, 2])];
        if draw.one_of(&[true, false]) {
            dilation = [1, 1];
        } else {
            strides = [1, 1];
        }
        let kernel = [draw.one_of(&[1, 2, 3]), draw.one_of(&[1, 2, 3])];
        let padding = draw.one_of(&["valid", "same"]);
        let front = conv(
            groups * draw.one_of(&[1, 2]),
            [1, 1],
            [1, 1],
            "valid",
            "linear",
            true,
        );
        let filters = groups * draw.one_of(&[1, 2, 3]);
        let own = conv(
            filters,
            kernel,
            strides,
            padding,
            "linear",
            draw.one_of(&[true, false]),
        );
        let own = with(
            &own,
            &format!(r#""dilationRate":{dilation:?},"groups":{groups}"#),
        );
        let side = [draw.one_of(&[7, 8]), draw.one_of(&[5, 6]), 1];
        models.push(model(side, &ending(&[front, own])));
    }
    check_all(&models, &GROUPED);
    check_all(&models[..40], &["grouped: gaps forgotten in dx"]);
}

#[test]
fn random_depthwise_convolutions() {
    let mut models = Vec::new();
    for seed in 0..200 {
        let mut draw = Draw(1000 + seed, 0);
        let kernel = draw.one_of(&[[3, 3], [3, 3], [2, 3], [1, 1], [3, 1], [4, 2]]);
        let strides = draw.one_of(&[[1, 1], [1, 1], [2, 2], [2, 2], [1, 2], [3, 2]]);
        let dilation = draw.one_of(&[[1, 1], [1, 1], [1, 1], [2, 1], [2, 2]]);
        let padding = draw.one_of(&["valid", "same"]);
        let multiplier = draw.one_of(&[1, 1, 1, 2, 3]);
        let front = conv(
            draw.one_of(&[1, 3, 4, 5, 8]),
            [1, 1],
            [1, 1],
            "valid",
            "linear",
            true,
        );
        let own = depthwise(
            kernel,
            strides,
            dilation,
            padding,
            multiplier,
            draw.one_of(&[true, false]),
        );
        let side = [draw.one_of(&[7, 8, 9]), draw.one_of(&[6, 7]), 1];
        models.push(model(side, &ending(&[front, own])));
    }
    check_all(&models, &GROUPED);
}

#[test]
fn random_separable_convolutions() {
    let mut models = Vec::new();
    for seed in 0..60 {
        let mut draw = Draw(2000 + seed, 0);
        let strides = draw.one_of(&[[1, 1], [2, 2]]);
        let padding = draw.one_of(&["valid", "same"]);
        let activation = draw.one_of(&[r#""linear""#, r#""relu""#, r#""silu""#, r#""gelu""#]);
        let front = conv(
            draw.one_of(&[1, 3, 4]),
            [2, 2],
            [1, 1],
            "valid",
            "linear",
            true,
        );
        let filters = draw.one_of(&[1, 5, 8]);
        let own = separable(
            filters,
            [3, 3],
            strides,
            padding,
            draw.one_of(&[1, 2]),
            activation,
        );
        models.push(model([7, 6, 1], &ending(&[front, own])));
    }
    check_all(
        &models,
        &[
            "grouped: a tap of dw lost",
            "grouped: a tap of dx lost",
            "conv2d: dw 0.1 % long",
            "conv2d: bias gradient lost",
            "activation: dx not scaled",
        ],
    );
}

#[test]
fn convolutions_at_their_limits() {
    let wide = |filters| conv(filters, [1, 1], [1, 1], "valid", "linear", true);
    check_all(
        &[
            // One pixel; a kernel as large as its image; a stride beyond it; three channels.
            model(
                [1, 1, 3],
                &ending(&[wide(4), depthwise([1, 1], [1, 1], [1, 1], "valid", 1, true)]),
            ),
            model(
                [5, 4, 3],
                &ending(&[wide(3), depthwise([5, 4], [1, 1], [1, 1], "valid", 1, true)]),
            ),
            model(
                [6, 7, 3],
                &ending(&[wide(4), depthwise([2, 2], [5, 6], [1, 1], "same", 2, true)]),
            ),
            model(
                [3, 3, 3],
                &ending(&[
                    wide(8),
                    separable(7, [3, 3], [3, 3], "same", 1, r#""relu""#),
                ]),
            ),
            model(
                [2, 2, 1],
                &ending(&[wide(4), depthwise([3, 3], [1, 1], [2, 2], "same", 1, false)]),
            ),
            // Pooling, normalization and dropout beside them.
            model(
                [8, 8, 1],
                &ending(&[
                    wide(8),
                    depthwise([3, 3], [1, 1], [1, 1], "same", 1, false),
                    norm(0.99, 1e-3, true, true),
                    activation("relu"),
                    pooling([2, 2], [2, 2], "valid"),
                    separable(9, [3, 3], [2, 2], "same", 1, r#""linear""#),
                    norm(0.99, 1e-3, true, true),
                    activation_of(r#""hardSwish""#),
                    dropout(0.25),
                ]),
            ),
        ],
        &[
            "grouped: a tap of dx lost",
            "activation: derivative at the output",
        ],
    );
}

#[test]
fn a_hundred_classes() {
    let layers = [
        conv(8, [1, 1], [1, 1], "valid", "relu", true),
        depthwise([3, 3], [1, 1], [1, 1], "same", 1, false),
        global_average(false),
        dense(100, "linear", true),
    ];
    check_all(&[model([5, 5, 3], &layers)], &["dense: a row of dw lost"]);
}

#[test]
fn global_pooling() {
    let front = || conv(5, [2, 2], [1, 1], "valid", "relu", true);
    let mut models = Vec::new();
    for keepdims in [true, false] {
        for layer in [global_average(keepdims), global_max(keepdims)] {
            models.push(model([6, 5, 2], &ending(&[front(), layer.clone()])));
            models.push(model([2, 2, 1], &ending(&[front(), dropout(0.3), layer])));
        }
    }
    check_all(
        &models,
        &[
            "averagePooling2d: dx 0.1 % long",
            "maxPooling2d: dx 1 % long",
        ],
    );
}

#[test]
fn spatial_dropout2d() {
    let front = || conv(9, [2, 2], [1, 1], "valid", "linear", true);
    let mut models = Vec::new();
    for rate in [0.0, 0.25, 0.6] {
        models.push(model([5, 6, 1], &ending(&[front(), spatial_dropout(rate)])));
        // Where its input may not be changed in place.
        let layers = [front(), activation("sigmoid"), spatial_dropout(rate)];
        models.push(model([5, 6, 1], &ending(&layers)));
    }
    check_all(&models, &["spatialDropout2d: dx not masked"]);
}

#[test]
fn reshape_layer() {
    let front = || conv(4, [2, 2], [1, 1], "valid", "linear", true);
    let models = [
        model([5, 4, 1], &ending(&[front(), reshape(&[3, 4, 4])])),
        model(
            [5, 4, 1],
            &ending(&[front(), reshape(&[-1, 2, 8]), front()]),
        ),
        model(
            [5, 4, 1],
            &[front(), reshape(&[-1]), dense(3, "linear", true)],
        ),
        features(
            24,
            &ending(&[dense(24, "relu", true), reshape(&[2, 3, -1]), front()]),
        ),
    ];
    check_all(&models, &["flatten: channels first"]);
}

#[test]
fn normalization_layer() {
    let front = || conv(3, [2, 2], [1, 1], "valid", "linear", true);
    let mut models = Vec::new();
    for invert in [true, false] {
        for axis in [&[-1][..], &[3], &[], &[1, 2], &[1, 2, 3], &[-2]] {
            models.push(model(
                [5, 4, 1],
                &ending(&[front(), normalization(axis, "", invert)]),
            ));
        }
        let known = r#""mean":[0.5,-1,2],"variance":[4,0.25,0]"#;
        if invert {
            models.push(model(
                [5, 4, 1],
                &ending(&[front(), normalization(&[-1], known, true)]),
            ));
        }
        let one = r#""mean":[100],"variance":[5000]"#;
        models.push(model(
            [5, 4, 1],
            &ending(&[front(), normalization(&[], one, invert)]),
        ));
        // At the head of a model, of bytes; with its weights, and known.
        for known in ["", one] {
            let layers = [normalization(&[-1], known, false), front()];
            models.push(bytes([5, 4, 1], &ending(&layers)));
        }
    }
    check_all(
        &models,
        &[
            "normalization: dx not divided",
            "normalization: dx by the variance",
        ],
    );
}

#[test]
fn activations_with_options() {
    let mut models = Vec::new();
    for json in [
        r#"{"type":"relu","maxValue":0.5}"#,
        r#"{"type":"relu","negativeSlope":0.3,"maxValue":0.7,"threshold":0.1}"#,
        r#"{"type":"relu","threshold":0.2}"#,
        r#""leakyRelu""#,
        r#"{"type":"leakyRelu","negativeSlope":0.3}"#,
        r#""elu""#,
        r#"{"type":"elu","alpha":0.4}"#,
        r#""gelu""#,
        r#"{"type":"gelu","approximate":true}"#,
        r#""silu""#,
        r#""hardSwish""#,
        r#""tanh""#,
    ] {
        let wide = conv(5, [2, 2], [1, 1], "valid", "linear", true);
        let layer = activation_of(json);
        models.push(model([5, 5, 1], &ending(&[wide.clone(), layer.clone()])));
        // As an option, before dropout and pooling, and between dense layers.
        let option = conv(6, [3, 3], [1, 1], "same", "linear", true);
        let option = option.replace(
            r#""activation":"linear""#,
            &format!(r#""activation":{json}"#),
        );
        models.push(model(
            [5, 5, 1],
            &ending(&[wide.clone(), option.clone(), dropout(0.25)]),
        ));
        models.push(model(
            [5, 5, 1],
            &ending(&[
                wide,
                option,
                pooling([2, 2], [2, 2], "valid"),
                activation("sigmoid"),
            ]),
        ));
        models.push(features(
            7,
            &[
                dense(6, "linear", true).replace(r#""linear""#, json),
                dense(5, "linear", true),
                layer.clone(),
                dense(3, "linear", true),
            ],
        ));
        // At the very end, where softmax and sigmoid would be the loss'.
        models.push(features(7, &[dense(3, "linear", true), layer]));
    }
    check_all(
        &models,
        &[
            "activation: dx not scaled",
            "activation: derivative at the output",
        ],
    );
}

#[test]
fn softmax_along_other_axes() {
    let wide = conv(5, [2, 2], [1, 1], "valid", "linear", true);
    let softmax = |axes: &str| with(&activation("softmax"), &format!(r#""axis":{axes}"#));
    let mut models = Vec::new();
    for axes in [
        "[1]", "[2]", "[-2]", "[3]", "[-1,1]", "[1,2]", "[3,2]", "[2,1,3]",
    ] {
        models.push(model([5, 4, 1], &ending(&[wide.clone(), softmax(axes)])));
        models.push(model(
            [5, 4, 2],
            &ending(&[wide.clone(), softmax(axes), dropout(0.25), wide.clone()]),
        ));
    }
    // The last axis, which the dense layer applies.
    models.push(features(
        7,
        &[
            dense(6, "linear", true),
            softmax("[1]"),
            dense(3, "linear", true),
        ],
    ));
    check_all(&models, &["softmax: diagonal only"]);
}

#[test]
fn regularizers() {
    let kernel = |layer: &str, l1: f64, l2: f64| {
        with(
            layer,
            &format!(r#""kernelRegularizer":{{"l1":{l1},"l2":{l2}}}"#),
        )
    };
    let wide = conv(4, [3, 3], [1, 1], "valid", "relu", true);
    let last = dense(3, "linear", true);
    let both = r#""depthwiseRegularizer":{"l1":0.1},"pointwiseRegularizer":{"l2":0.2}"#;
    let models = [
        model(
            [5, 5, 1],
            &[kernel(&wide, 0.0, 0.1), flatten(), kernel(&last, 0.05, 0.0)],
        ),
        model(
            [5, 5, 1],
            &[kernel(&wide, 0.02, 0.03), flatten(), last.clone()],
        ),
        // Several shards, and a frozen layer, whose weights count for nothing.
        features(
            6,
            &[
                kernel(&dense(9, "relu", true), 0.1, 0.0),
                frozen(&kernel(&dense(4, "linear", true), 1.0, 1.0)),
                last.clone(),
            ],
        ),
        model(
            [6, 6, 1],
            &ending(&[
                with(&separable(4, [3, 3], [1, 1], "same", 2, r#""relu""#), both),
                with(
                    &depthwise([3, 3], [2, 2], [1, 1], "same", 1, true),
                    r#""depthwiseRegularizer":{"l2":0.3}"#,
                ),
            ]),
        ),
    ];
    check_all(&models, &["regularizer: half of its gradient"]);
}
