//! Graphs: residual blocks, projections, concatenation, values that several layers read, forks within forks.

use crate::check::check_all;
use crate::spec_text::*;

fn norm1() -> String {
    norm(0.99, 1e-3, true, true)
}

fn relu() -> String {
    activation("relu")
}

fn conv3(filters: usize, strides: [usize; 2], activation: &str) -> String {
    conv(filters, [3, 3], strides, "same", activation, true)
}

/// A convolution without bias, as they stand before a normalization.
fn bare(filters: usize, kernel: usize, stride: usize) -> String {
    conv(
        filters,
        [kernel, kernel],
        [stride, stride],
        "same",
        "linear",
        false,
    )
}

fn ending(layers: &[String]) -> Vec<String> {
    [layers, &[flatten(), dense(3, "linear", true)]].concat()
}

#[test]
fn residual_blocks_without_normalization() {
    let models = [
        // The shortcut is the block's input.
        model(
            [6, 5, 2],
            &ending(&[
                conv3(4, [1, 1], "relu"),
                conv3(4, [1, 1], "relu"),
                conv3(4, [1, 1], "linear"),
                add(&[2, 0]),
                relu(),
            ]),
        ),
        // A projection, wide enough for Winograd tiles; pooling after it.
        model(
            [8, 7, 8],
            &ending(&[
                conv3(8, [1, 1], "relu"),
                conv3(16, [2, 2], "linear"),
                from(&[0], &conv(16, [1, 1], [2, 2], "same", "linear", true)),
                add(&[1, 2]),
                relu(),
                pooling([2, 2], [2, 2], "valid"),
            ]),
        ),
        // The model's own input is the shortcut; of bytes, with a rescaling that both branches read.
        bytes(
            [5, 4, 3],
            &ending(&[
                rescaling(1.0 / 255.0, -0.5),
                conv(3, [3, 3], [1, 1], "same", "linear", true),
                add(&[0, 1]),
            ]),
        ),
        features(
            7,
            &[
                dense(7, "relu", true),
                from(&[-1], &dense(7, "sigmoid", true)),
                add(&[-1, 0, 1]),
                dense(3, "linear", true),
            ],
        ),
    ];
    check_all(
        &models,
        &[
            "add: first input without gradient",
            "add: last input without gradient",
            "add: gradient shared out",
            "conv2d: dx negated",
        ],
    );
}

#[test]
fn residual_blocks_with_normalization() {
    let block = |filters: usize, stride: usize| {
        [
            bare(filters, 3, stride),
            norm1(),
            relu(),
            bare(filters, 3, 1),
            norm1(),
        ]
    };
    // 0 stem, then a block whose shortcut is its input.
    let identity = [
        &[bare(8, 3, 1), norm1(), relu()][..],
        &block(8, 1),
        &[add(&[7, 2]), relu()],
    ]
    .concat();
    // A projection shortcut with a normalization of its own, at another depth than it is read at.
    let projection = [
        &[bare(4, 3, 1), norm1(), relu()][..],
        &block(8, 2),
        &[from(&[2], &bare(8, 1, 2)), norm1(), add(&[7, 9]), relu()],
    ]
    .concat();
    // Its relu before the sum, and a dropout that may not work in place on a value that two read.
    let relus = [
        bare(4, 3, 1),
        norm1(),
        relu(),
        dropout(0.25),
        bare(4, 3, 1),
        norm1(),
        relu(),
        add(&[6, 3]),
        from(&[3], &dropout(0.5)),
        add(&[7, 8]),
    ];
    // A linear bottleneck, without relu after its sum; the shortcut comes first in it.
    let bottleneck = [
        &[bare(4, 3, 1), norm1(), relu()][..],
        &[bare(8, 1, 1), norm1(), relu(), bare(4, 1, 1), norm1()],
        &[add(&[2, 7]), bare(4, 3, 1), norm1(), add(&[10, 8])],
    ]
    .concat();
    // A shortcut that a later layer reads, too, and then a dropout in place.
    let read_again = [
        &[bare(4, 3, 1), norm1(), relu(), bare(4, 3, 1), norm1()][..],
        &[
            add(&[4, 2]),
            relu(),
            dropout(0.25),
            from(&[2], &bare(3, 1, 1)),
        ],
        &[concatenate(&[7, 8])],
    ]
    .concat();
    // The shortcut is the model's input, which has no gradient; a sum of three is none that the normalization does.
    let of_input = [
        &[bare(3, 3, 1), norm1(), add(&[-1, 1]), relu()][..],
        &[bare(3, 3, 1), norm1(), add(&[5, 3, -1])],
    ]
    .concat();
    // Normalizations that are not trained, before the sum and in the shortcut.
    let not_trained = [
        &[frozen(&bare(4, 3, 1)), frozen(&norm1()), relu()][..],
        &[bare(4, 3, 1), norm1(), add(&[4, 2]), relu()],
        &[bare(4, 3, 1), frozen(&norm1()), add(&[8, 6]), relu()],
    ]
    .concat();
    let models = [
        model([6, 5, 2], &ending(&identity)),
        model([7, 6, 2], &ending(&projection)),
        model([5, 5, 1], &ending(&relus)),
        model([5, 4, 2], &ending(&bottleneck)),
        model([5, 5, 1], &ending(&read_again)),
        model([4, 5, 3], &ending(&of_input)),
        model([5, 4, 2], &ending(&not_trained)),
    ];
    check_all(
        &models,
        &[
            "add: first input without gradient",
            "add: last input without gradient",
            "batchNormalization: mean's term of dx lost",
            "batchNormalization: gamma gradient lost",
        ],
    );
}

#[test]
fn concatenation() {
    let models = [
        model(
            [6, 5, 2],
            &ending(&[
                conv3(4, [1, 1], "relu"),
                conv(3, [1, 1], [1, 1], "valid", "linear", true),
                from(&[0], &conv3(5, [1, 1], "relu")),
                from(&[0], &pooling([3, 3], [1, 1], "same")),
                concatenate(&[1, 2, 3]),
                conv3(4, [1, 1], "relu"),
            ]),
        ),
        // Dense blocks: each layer reads all before it.
        model(
            [5, 4, 3],
            &ending(&[
                bare(4, 3, 1),
                concatenate(&[-1, 0]),
                norm1(),
                relu(),
                bare(4, 3, 1),
                concatenate(&[1, 4]),
            ]),
        ),
        features(
            6,
            &[
                dense(5, "relu", true),
                from(&[-1], &dense(4, "linear", true)),
                concatenate(&[0, 1]),
                norm1(),
                dense(3, "linear", true),
            ],
        ),
    ];
    check_all(
        &models,
        &[
            "concatenate: gradient not cut by channels",
            "concatenate: last input without gradient",
        ],
    );
}

#[test]
fn values_that_three_read_and_forks_within_forks() {
    let models = [
        // One value three times, one of them as it is, and twice by one layer.
        model(
            [6, 6, 2],
            &ending(&[
                conv3(4, [1, 1], "relu"),
                conv3(4, [1, 1], "relu"),
                from(&[0], &conv3(4, [1, 1], "sigmoid")),
                add(&[0, 1, 2]),
                add(&[3, 3]),
            ]),
        ),
        // A fork whose branch forks.
        model(
            [6, 5, 3],
            &ending(&[
                bare(4, 3, 1),
                norm1(),
                relu(),
                bare(4, 1, 1),
                norm1(),
                from(&[4], &bare(4, 3, 1)),
                norm1(),
                add(&[4, 6]),
                relu(),
                from(&[2], &bare(4, 1, 1)),
                norm1(),
                concatenate(&[8, 10, 2]),
                conv(5, [1, 1], [1, 1], "valid", "relu", true),
            ]),
        ),
        // A normalization's input that another layer reads, too; and one at the very end.
        features(
            9,
            &[
                dense(6, "linear", true),
                norm1(),
                add(&[0, 1]),
                dense(3, "linear", false),
                norm1(),
            ],
        ),
        // The input itself, normalised and not.
        model(
            [4, 4, 2],
            &ending(&[norm1(), concatenate(&[-1, 0]), conv3(4, [1, 1], "relu")]),
        ),
    ];
    check_all(
        &models,
        &[
            "add: last input without gradient",
            "concatenate: last input without gradient",
            "batchNormalization: variance's term of dx lost",
        ],
    );
}
