//! Specs are read strictly, names are Keras', errors say where and what.

mod common;

use common::{L, catalogue};
use fashion_engine::{error::Code, plan::Plan, spec::ModelSpec};

fn refusal(layers: &str) -> (Code, String) {
    let json = format!(r#"{{"inputShape":[28,28,1],"seed":1,"layers":[{layers}]}}"#);
    let error = ModelSpec::from_json(&json)
        .and_then(Plan::new)
        .err()
        .expect(layers);
    (error.code, error.message)
}

const DENSE: &str = r#"{"type":"dense","units":10,"activation":"linear","useBias":true,"kernelInitializer":"zeros","biasInitializer":"zeros"}"#;
const CONV: &str = r#"{"type":"conv2d","filters":4,"kernelSize":[3,3],"strides":[1,1],"padding":"valid","activation":"relu","useBias":true,"kernelInitializer":"zeros","biasInitializer":"zeros"}"#;

#[test]
fn names_shapes_and_counts_are_keras() {
    let plan = Plan::new(ModelSpec::from_json(L).unwrap()).unwrap();
    let names: Vec<&str> = plan.spec().layers.iter().map(|l| l.name.as_str()).collect();
    let expected = [
        "rescaling",
        "conv2d",
        "max_pooling2d",
        "conv2d_1",
        "max_pooling2d_1",
        "flatten",
        "dropout",
        "dense",
    ];
    assert_eq!(names, expected);
    assert_eq!(plan.parameters(), 34_826);
    assert_eq!(plan.weights()[2].name, "conv2d_1.kernel");
    assert_eq!(plan.weights()[2].shape, [3, 3, 32, 64]);
    // What Rust writes it reads again to the same.
    let again = ModelSpec::from_value(plan.spec().to_value()).unwrap();
    assert_eq!(&again, plan.spec());
}

#[test]
fn a_dense_layer_on_an_image_says_what_to_do() {
    let (code, message) = refusal(&format!("{CONV},{DENSE}"));
    assert_eq!(code, Code::ShapeMismatch);
    assert_eq!(
        message,
        "dense (layer 2): input has shape [26, 26, 4] → flatten() must come before it"
    );
}

#[test]
fn of_several_wrong_options_the_first_is_told() {
    let layer = CONV
        .replace("\"filters\":4", "\"filters\":-1,\"x\":1")
        .replace("\"valid\"", "7");
    let (code, message) = refusal(&layer);
    assert_eq!(code, Code::InvalidSpec);
    assert_eq!(
        message,
        "layer 1 (conv2d): option \"filters\" is -1 → a whole number ≥ 0"
    );
    for (spec, expected) in [
        (
            r#"{"inputShape":7,"layers":0}"#,
            "model spec: option \"inputShape\" is 7 → a list",
        ),
        (
            r#"{"inputShape":[1],"layers":[]}"#,
            "model spec: option \"seed\" is missing → a whole number ≥ 0",
        ),
        (
            r#"{"inputShape":[1],"seed":0,"layers":{},"x":1}"#,
            "model spec: option \"layers\" is no list",
        ),
        (
            r#"{"inputShape":[1],"seed":0,"layers":[],"x":1}"#,
            "model spec: unknown option \"x\" → one of: inputShape, seed, layers",
        ),
    ] {
        let error = ModelSpec::from_json(spec).unwrap_err();
        assert_eq!(error.message, expected);
    }
}

#[test]
fn wrong_specs_are_refused_with_place_and_reason() {
    let table: &[(String, Code, &str)] = &[
        (String::new(), Code::InvalidSpec, "0 layers"),
        (
            r#"{"type":"conv3d"}"#.into(),
            Code::InvalidSpec,
            "layer 1 (conv3d): there is no such layer",
        ),
        ("7".into(), Code::InvalidSpec, "layer 1"),
        (
            r#"{"type":"flatten","x":1}"#.into(),
            Code::InvalidSpec,
            "unknown option \"x\"",
        ),
        (
            r#"{"type":"flatten","name":"a b"}"#.into(),
            Code::InvalidSpec,
            "name is \"a b\"",
        ),
        (
            r#"{"type":"flatten","name":"a"},{"type":"flatten","name":"a"}"#.into(),
            Code::InvalidSpec,
            "layer 2: the name \"a\" is taken",
        ),
        (
            r#"{"type":"dropout","rate":1}"#.into(),
            Code::InvalidSpec,
            "dropout (layer 1): rate is 1",
        ),
        (
            r#"{"type":"flatten"},{"type":"zeroPadding2d","padding":[[1,1],[1,1]]}"#.into(),
            Code::ShapeMismatch,
            "zeroPadding2d (layer 2): input has shape [784] → an image [height, width, channels]",
        ),
        (
            r#"{"type":"zeroPadding2d","padding":[[1,1],[1,4294967295]]}"#.into(),
            Code::InvalidSpec,
            "zeroPadding2d (layer 1): shape [30, 4294967324, 1] has more than",
        ),
        (
            r#"{"type":"zeroPadding2d","padding":[1,1]}"#.into(),
            Code::InvalidSpec,
            "option \"padding\" is [1, 1] → two pairs of whole numbers ≥ 0",
        ),
        (
            r#"{"type":"rescaling","scale":1e300,"offset":0}"#.into(),
            Code::InvalidSpec,
            "finite",
        ),
        (
            CONV.replace("\"filters\":4", "\"filters\":0"),
            Code::InvalidSpec,
            "filters is 0",
        ),
        (
            CONV.replace("\"filters\":4", "\"filters\":1.5"),
            Code::InvalidSpec,
            "layer 1 (conv2d)",
        ),
        (
            CONV.replace("\"filters\":4", "\"filters\":99999999"),
            Code::InvalidSpec,
            "elements",
        ),
        (
            CONV.replace("[3,3]", "[29,3]"),
            Code::ShapeMismatch,
            "a window of 29 does not fit an input of 28",
        ),
        (
            CONV.replace("[1,1]", "[0,1]"),
            Code::InvalidSpec,
            "stride 0",
        ),
        (
            CONV.replace("\"valid\"", "\"full\""),
            Code::InvalidSpec,
            "option \"padding\" is \"full\" → one of: valid same",
        ),
        (
            CONV.replace("\"relu\"", "\"gelo\""),
            Code::InvalidSpec,
            "option \"activation\" is \"gelo\" → one of: linear relu",
        ),
        (
            CONV.replace("\"relu\"", r#"{"type":"relu","maxValue":-1}"#),
            Code::InvalidSpec,
            "option \"activation\" is an object → one of: linear",
        ),
        (
            CONV.replace("\"relu\"", r#"{"type":"silu","alpha":1}"#),
            Code::InvalidSpec,
            "option \"activation\" is an object",
        ),
        (
            CONV.replace("}", r#","groups":2}"#),
            Code::ShapeMismatch,
            "conv2d (layer 1): 1 channels and 4 filters in 2 groups → groups must divide both",
        ),
        (
            CONV.replace("}", r#","groups":0}"#),
            Code::ShapeMismatch,
            "in 0 groups",
        ),
        (
            CONV.replace("[1,1]", "[2,1]")
                .replace("}", r#","dilationRate":[1,2]}"#),
            Code::InvalidSpec,
            "strides [2, 1] with dilationRate [1, 2] → one of them must be 1",
        ),
        (
            CONV.replace("}", r#","dilationRate":[14,1]}"#),
            Code::ShapeMismatch,
            "a window of 29 does not fit an input of 28",
        ),
        (
            CONV.replace("}", r#","dilationRate":[0,1]}"#),
            Code::InvalidSpec,
            "must be integers ≥ 1",
        ),
        (
            CONV.replace("}", r#","kernelRegularizer":{"l2":-1}}"#),
            Code::InvalidSpec,
            "option \"kernelRegularizer\" is an object → an object with l1, l2",
        ),
        (
            CONV.replace(
                r#""biasInitializer":"zeros""#,
                r#""biasInitializer":"orthogonal""#,
            ),
            Code::InvalidSpec,
            "conv2d (layer 1): the initializer orthogonal is for kernels",
        ),
        (
            CONV.replace(
                r#""kernelInitializer":"zeros""#,
                r#""kernelInitializer":{"type":"randomNormal","stddev":-1}"#,
            ),
            Code::InvalidSpec,
            "option \"kernelInitializer\" is an object → one of: glorotUniform",
        ),
        (
            r#"{"type":"flatten"},{"type":"globalAveragePooling2d","keepdims":false}"#.into(),
            Code::ShapeMismatch,
            "globalAveragePooling2d (layer 2): input has shape [784] → an image",
        ),
        (
            r#"{"type":"reshape","targetShape":[-1,100]}"#.into(),
            Code::ShapeMismatch,
            "reshape (layer 1): targetShape is [-1, 100], input has shape [28, 28, 1] → a shape of as many values",
        ),
        (
            r#"{"type":"reshape","targetShape":[-1,-1]}"#.into(),
            Code::ShapeMismatch,
            "one side may be −1",
        ),
        (
            r#"{"type":"reshape","targetShape":[]}"#.into(),
            Code::ShapeMismatch,
            "targetShape is []",
        ),
        (
            r#"{"type":"normalization","axis":[0],"invert":false}"#.into(),
            Code::InvalidSpec,
            "normalization (layer 1): axis 0 of an input of shape [28, 28, 1]",
        ),
        (
            r#"{"type":"normalization","axis":[3,-1],"invert":false}"#.into(),
            Code::InvalidSpec,
            "axis -1 of an input",
        ),
        (
            r#"{"type":"normalization","axis":[],"mean":[1],"invert":false}"#.into(),
            Code::InvalidSpec,
            "1 values of mean, 0 of variance",
        ),
        (
            r#"{"type":"normalization","axis":[],"mean":[1],"variance":[-1],"invert":false}"#
                .into(),
            Code::InvalidSpec,
            "variances ≥ 0",
        ),
        (
            r#"{"type":"activation","activation":"softmax","axis":[4]}"#.into(),
            Code::InvalidSpec,
            "activation (layer 1): axis 4 of an input of shape [28, 28, 1]",
        ),
        (
            r#"{"type":"activation","activation":"tanh","axis":[1]}"#.into(),
            Code::InvalidSpec,
            "axis is an option of softmax",
        ),
        (
            r#"{"type":"spatialDropout2d","rate":1}"#.into(),
            Code::InvalidSpec,
            "spatialDropout2d (layer 1): rate is 1",
        ),
        (
            CONV.replace("\"same\"", "")
                .replace("[3,3]", "[4294967295,3]")
                .replace("valid", "same"),
            Code::InvalidSpec,
            "elements",
        ),
    ];
    for (layers, code, part) in table {
        let (got, message) = refusal(layers);
        assert_eq!(got, *code, "{layers}: {message}");
        assert!(message.contains(part), "{layers}: {message}");
    }
}

const SAME: &str = r#"{"type":"conv2d","filters":1,"kernelSize":[3,3],"strides":[1,1],"padding":"same","activation":"relu","useBias":true,"kernelInitializer":"zeros","biasInitializer":"zeros"}"#;
const FLAT: &str = r#"{"type":"flatten"}"#;

#[test]
fn graphs_are_read_and_written_back() {
    let layers = format!(
        r#"{SAME},{},{{"type":"add","inputs":[0,1,-1]}},{{"type":"concatenate","inputs":[2,2]}},{FLAT},{}"#,
        SAME.replace("{\"type\"", r#"{"inputs":[-1],"trainable":false,"type""#),
        DENSE.replace("{\"type\"", r#"{"inputs":[4],"type""#)
    );
    let json = format!(r#"{{"inputShape":[28,28,1],"seed":1,"layers":[{layers}]}}"#);
    let plan = Plan::new(ModelSpec::from_json(&json).unwrap()).unwrap();
    let inputs: Vec<&[usize]> = plan.spec().layers.iter().map(|l| &l.inputs[..]).collect();
    assert_eq!(inputs, [&[0][..], &[0], &[1, 2, 0], &[3, 3], &[4], &[5]]);
    assert_eq!(plan.spec().layers[3].name, "concatenate");
    assert_eq!(plan.output_shape(), [10]);
    assert_eq!(plan.weights()[4].shape, [28 * 28 * 2, 10]);
    assert_eq!(plan.trainable_parameters() + 10, plan.parameters());
    let written = plan.spec().to_value();
    assert_eq!(&ModelSpec::from_value(written).unwrap(), plan.spec());
    // What is as usual is not written: the specs of chains stay what they were.
    let text = format!("{:?}", plan.spec().to_value());
    assert_eq!(text.matches("inputs").count(), 3, "{text}");
    assert_eq!(text.matches("trainable").count(), 1, "{text}");
}

#[test]
fn the_catalogue_is_read_and_written_back() {
    let plan = Plan::new(ModelSpec::from_json(&catalogue()).unwrap()).unwrap();
    let written = plan.spec().to_value();
    assert_eq!(&ModelSpec::from_value(written).unwrap(), plan.spec());
    // Defaults are not written: the specs of before stay what they were.
    let text = format!("{:?}", plan.spec().to_value());
    for (option, count) in [
        ("groups", 1),
        ("dilationRate", 4),
        ("egularizer", 3),
        ("maxValue", 1),
    ] {
        assert_eq!(text.matches(option).count(), count, "{option}: {text}");
    }
    let names: Vec<&str> = plan.weights().iter().map(|w| w.name.as_str()).collect();
    assert!(
        names.contains(&"separable_conv2d.depthwise_kernel"),
        "{names:?}"
    );
    assert!(
        names.contains(&"separable_conv2d_1.pointwise_kernel"),
        "{names:?}"
    );
    assert!(names.contains(&"depthwise_conv2d.kernel"), "{names:?}");
    assert!(names.contains(&"normalization_1.variance"), "{names:?}");
    let statistics = plan.weights().iter().filter(|weight| weight.statistic);
    assert_eq!(statistics.count(), 6);
}

#[test]
fn wrong_graphs_are_refused_with_place_and_reason() {
    let add = |inputs: &str| format!(r#"{{"type":"add","inputs":{inputs}}}"#);
    let concatenate = |inputs: &str| format!(r#"{{"type":"concatenate","inputs":{inputs}}}"#);
    let read = |inputs: &str| format!(r#"{{"type":"flatten","inputs":{inputs}}}"#);
    let table = [
        (
            read("[0]"),
            Code::InvalidSpec,
            "layer 1 (flatten): option \"inputs\" is [0] → a list of places of layers before",
        ),
        (read("[-2]"), Code::InvalidSpec, "option \"inputs\" is [-2]"),
        (
            read("[0.5]"),
            Code::InvalidSpec,
            "option \"inputs\" is [0.5]",
        ),
        (read("0"), Code::InvalidSpec, "option \"inputs\" is 0"),
        (
            read("[]"),
            Code::InvalidSpec,
            "layer 1 (flatten): it has 0 inputs → it takes one input",
        ),
        (
            format!("{FLAT},{}", read("[-1,0]")),
            Code::InvalidSpec,
            "layer 2 (flatten): it has 2 inputs → it takes one input",
        ),
        (
            format!("{FLAT},{}", add("[0]")),
            Code::InvalidSpec,
            "layer 2 (add): it has one input → it takes two inputs or more",
        ),
        (
            format!(r#"{FLAT},{{"type":"add"}}"#),
            Code::InvalidSpec,
            "layer 2 (add): it has one input",
        ),
        (
            format!("{SAME},{CONV},{}", add("[0,1]")),
            Code::ShapeMismatch,
            "add (layer 3): inputs have the shapes [28, 28, 1] and [26, 26, 4] → all must be the same",
        ),
        (
            format!("{SAME},{CONV},{}", concatenate("[0,1]")),
            Code::ShapeMismatch,
            "concatenate (layer 3): inputs have the shapes [28, 28, 1] and [26, 26, 4] → all axes but the last",
        ),
        (
            format!("{SAME},{FLAT},{}", concatenate("[0,1]")),
            Code::ShapeMismatch,
            "inputs have the shapes [28, 28, 1] and [784]",
        ),
        (
            format!(
                "{SAME},{},{FLAT}",
                SAME.replace("{\"type\"", r#"{"inputs":[-1],"type""#)
            ),
            Code::InvalidSpec,
            "conv2d (layer 1): no layer reads its output",
        ),
        (
            r#"{"type":"flatten","trainable":1}"#.to_owned(),
            Code::InvalidSpec,
            "option \"trainable\" is 1 → true or false",
        ),
    ];
    for (layers, code, part) in table {
        let (got, message) = refusal(&layers);
        assert_eq!(got, code, "{layers}: {message}");
        assert!(message.contains(part), "{layers}: {message}");
    }
}
