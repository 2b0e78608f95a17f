//! The plan of inference says what that of training says of a model with nothing to train, and an image's bits do not depend on its batch.

mod common;

use common::{ADAM, L, add, blob_bytes, blobs, catalogue, forks, session};
use fashion_engine::error::Code;
use fashion_engine::pixels::Pixels;
use fashion_engine::predictor::Predictor;
use fashion_engine::spec::ModelSpec;
use fashion_engine::training::Session;
use fashion_engine::weight_format::EncodedWeight;
use fashion_kernels::random::philox4x32_10;

const CONV: &str = r#""type":"conv2d","strides":[1,1],"useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros""#;
const NORM: &str = r#"{"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,
  "gammaInitializer":"ones","betaInitializer":"zeros","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"}"#;
const BARE_NORM: &str = r#"{"type":"batchNormalization","momentum":0.9,"epsilon":0.01,"center":false,"scale":false,
  "gammaInitializer":"ones","betaInitializer":"zeros","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"}"#;
const RELU: &str = r#"{"type":"activation","activation":"relu"}"#;
const POOL: &str = r#"{"type":"maxPooling2d","poolSize":[2,2],"strides":[2,2],"padding":"valid"}"#;
const WIDE_POOL: &str =
    r#"{"type":"maxPooling2d","poolSize":[3,3],"strides":[2,2],"padding":"same"}"#;
const FLAT: &str = r#"{"type":"flatten"}"#;
const FRAME: &str = r#"{"type":"zeroPadding2d","padding":[[1,0],[2,1]]}"#;
const NO_FRAME: &str = r#"{"type":"zeroPadding2d","padding":[[0,0],[0,0]]}"#;
const DROP: &str = r#"{"type":"dropout","rate":0.25}"#;
const RESCALE: &str = r#"{"type":"rescaling","scale":0.00392156862745098,"offset":-0.25}"#;

fn conv(filters: usize, side: usize, padding: &str, activation: &str) -> String {
    format!(
        r#"{{{CONV},"filters":{filters},"kernelSize":[{side},{side}],"padding":"{padding}","activation":"{activation}"}}"#
    )
}

fn dense(units: usize, activation: &str) -> String {
    format!(
        r#"{{"type":"dense","units":{units},"activation":"{activation}","useBias":true,
           "kernelInitializer":"glorotUniform","biasInitializer":"zeros"}}"#
    )
}

fn model(layers: &[&str]) -> String {
    format!(
        r#"{{"inputShape":[28,28,1],"seed":7,"layers":[{}]}}"#,
        layers.join(",")
    )
}

/// Each rule of `graph/rewrite`, and neighbours to which it does not apply.
fn models() -> Vec<(&'static str, String)> {
    let (end, soft) = (dense(10, "linear"), dense(10, "softmax"));
    let (same, valid) = (conv(8, 3, "same", "linear"), conv(12, 3, "valid", "linear"));
    let (tanned, five) = (conv(8, 3, "same", "relu"), conv(5, 5, "valid", "linear"));
    let wavy = conv(8, 3, "same", "sigmoid");
    vec![
        ("L", L.to_owned()),
        ("forks", forks()),
        ("catalogue", without_regularizers(&catalogue())),
        (
            "folded, relu, pooled, direct and in tiles",
            model(&[
                RESCALE, &same, NORM, RELU, POOL, DROP, &valid, NORM, RELU, POOL, FLAT, &end,
            ]),
        ),
        (
            "folded through dropout, odd filters",
            model(&[RESCALE, &five, DROP, BARE_NORM, RELU, POOL, FLAT, &soft]),
        ),
        (
            "folded into dense layers, one behind the other",
            model(&[
                RESCALE,
                FLAT,
                &dense(40, "linear"),
                NORM,
                RELU,
                DROP,
                &dense(24, "linear"),
                NORM,
                &end,
            ]),
        ),
        (
            "normalised first, behind relu, behind pooling, behind flatten",
            model(&[
                NORM, &tanned, NORM, POOL, NORM, RELU, WIDE_POOL, FLAT, NORM, &end,
            ]),
        ),
        (
            "flatten between a convolution and its normalization",
            model(&[RESCALE, &five, FLAT, NORM, RELU, &end]),
        ),
        (
            "sigmoid between a convolution and its pooling, rescaling within",
            model(&[
                RESCALE,
                &wavy,
                POOL,
                RESCALE,
                WIDE_POOL,
                FLAT,
                &dense(10, "sigmoid"),
            ]),
        ),
        (
            "no dense layer",
            model(&[RESCALE, &conv(10, 28, "valid", "linear"), FLAT]),
        ),
        (
            "zeros around the image, between a convolution and its neighbours, and none",
            model(&[
                FRAME, RESCALE, &valid, FRAME, NORM, RELU, FRAME, POOL, NO_FRAME, FLAT, &end,
            ]),
        ),
        ("nothing but a dense layer", model(&[FLAT, &end])),
        (
            "two normalizations",
            model(&[RESCALE, &same, NORM, BARE_NORM, RELU, FLAT, &end]),
        ),
    ]
}

/// Whose loss is that of the outputs alone.
fn without_regularizers(spec: &str) -> String {
    let mut spec: serde_json::Value = serde_json::from_str(spec).unwrap();
    for layer in spec["layers"].as_array_mut().unwrap() {
        let fields = layer.as_object_mut().unwrap();
        fields.retain(|name, _| !name.ends_with("Regularizer"));
    }
    spec.to_string()
}

/// With weights that are like trained ones: variances > 0, everything else around 0.
fn shaken(spec: &str) -> Session {
    let mut model = session(spec, ADAM);
    let mut weights = model.weights().to_vec();
    for weight in model.plan().weights() {
        for (i, value) in weights[weight.range.clone()].iter_mut().enumerate() {
            let word = philox4x32_10([3, 5], [i as u32, weight.range.start as u32, 0, 0])[0];
            let noise = word as f32 / u32::MAX as f32 - 0.5;
            if weight.name.ends_with("variance") {
                *value = 1.0 + noise;
            } else if weight.shape.len() == 1 {
                *value += 0.4 * noise;
            }
        }
    }
    model.set_weights(0, &weights).unwrap();
    model
}

/// The model with nothing to train and nothing dropped: training's plan then runs it layer by layer, by moving statistics.
fn unfolded(spec: &str) -> String {
    let mut spec: serde_json::Value = serde_json::from_str(spec).unwrap();
    for layer in spec["layers"].as_array_mut().unwrap() {
        layer["trainable"] = false.into();
        if layer["type"] == "dropout" || layer["type"] == "spatialDropout2d" {
            layer["rate"] = 0.into();
        }
    }
    spec.to_string()
}

#[test]
fn inference_agrees_with_the_plan_of_training() {
    for (name, spec) in models() {
        let mut shaken = shaken(&spec);
        let data = blobs(&mut shaken, 10, 10);
        let outputs = shaken.predict(data, 0, 10).unwrap();
        let mut model = session(&unfolded(&spec), ADAM);
        model.set_weights(0, shaken.weights()).unwrap();
        // The loss of an image with each label in turn gives away its probabilities.
        let bytes = pixels(10);
        for label in 0..10 {
            let labelled = add(&mut model, &bytes, &[label; 10]);
            for image in 0..10 {
                let loss = model
                    .train_batch(labelled, &[image as u32], &[])
                    .unwrap()
                    .loss;
                let row = &outputs[image * 10..][..10];
                let expected = cross_entropy(&spec, row, label as usize);
                assert!(
                    (loss - expected).abs() <= 1e-5 * expected.abs().max(1.0),
                    "{name}, image {image}, label {label}: {loss} in training, {expected} in inference"
                );
            }
            model.release_dataset(labelled);
        }
    }
}

#[test]
fn evaluation_is_the_loss_of_the_predictions() {
    for (name, spec) in models() {
        let mut model = shaken(&spec);
        let data = blobs(&mut model, 70, 10);
        let outputs = model.predict(data, 0, 70).unwrap();
        let order: Vec<u32> = (0..70).rev().collect();
        let found = model.test_batch(data, &order, &[]).unwrap();
        let losses = outputs.chunks(10).enumerate();
        let expected: f64 = losses
            .map(|(i, row)| cross_entropy(&spec, row, i % 10))
            .sum();
        assert_eq!(found.count, 70);
        let error = (found.loss - expected).abs();
        assert!(
            error <= 1e-5 * expected,
            "{name}: {} for {expected}",
            found.loss
        );
    }
}

/// The images of `blobs`.
fn pixels(count: u32) -> Vec<u8> {
    let labels: Vec<u32> = (0..count).map(|i| i % 10).collect();
    blob_bytes(&labels)
}

fn cross_entropy(spec: &str, row: &[f32], label: usize) -> f64 {
    let row: Vec<f64> = row.iter().map(|&v| f64::from(v)).collect();
    let sum: f64 = row.iter().sum();
    if spec.contains("\"softmax\"") || spec.contains("\"units\":10,\"activation\":\"sigmoid\"") {
        return -libm::log((row[label] / sum).clamp(1e-7, 1.0 - 1e-7));
    }
    let max = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = row.iter().map(|v| libm::exp(v - max)).sum();
    libm::log(sum) + max - row[label]
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn an_image_has_the_same_bits_alone_and_in_any_batch() {
    for (name, spec) in models() {
        let mut model = shaken(&spec);
        let data = blobs(&mut model, 150, 10);
        let whole = bits(&model.predict(data, 0, 150).unwrap());
        for (start, count) in [(0, 1), (149, 1), (3, 2), (7, 31), (1, 33), (50, 100)] {
            let part = bits(&model.predict(data, start, count).unwrap());
            assert_eq!(
                part,
                whole[start * 10..(start + count) * 10],
                "{name}, {start}, {count}"
            );
        }
        let bytes = pixels(150);
        let sent = model.predict_images(150, Pixels::U8(&bytes)).unwrap();
        assert_eq!(bits(&sent), whole, "{name}, sent");
        let floats: Vec<f32> = bytes.iter().map(|&byte| f32::from(byte)).collect();
        let sent = model.predict_images(150, Pixels::F32(&floats)).unwrap();
        assert_eq!(bits(&sent), whole, "{name}, sent as floats");
    }
}

#[test]
fn new_weights_are_seen() {
    let mut model = session(L, ADAM);
    let data = blobs(&mut model, 20, 10);
    let before = model.predict(data, 0, 20).unwrap();
    let batch: Vec<u32> = (0..20).collect();
    model.train_batch(data, &batch, &[]).unwrap();
    let trained = model.predict(data, 0, 20).unwrap();
    assert_ne!(bits(&before), bits(&trained));
    let weights = model.weights().to_vec();
    let mut other = session(L, ADAM);
    let data = blobs(&mut other, 20, 10);
    other.predict(data, 0, 20).unwrap();
    other.set_weights(0, &weights).unwrap();
    assert_eq!(bits(&other.predict(data, 0, 20).unwrap()), bits(&trained));
}

#[test]
fn a_predictor_has_the_bits_of_the_session() {
    for (name, spec) in models() {
        let mut model = shaken(&spec);
        let bytes = pixels(5);
        let mut predictor = Predictor::new(&ModelSpec::from_json(&spec).unwrap()).unwrap();
        let early = predictor.predict(5, Pixels::U8(&bytes));
        assert!(early.unwrap_err().message.contains("was never set"));
        for (number, weight) in model.plan().weights().iter().enumerate() {
            let values = &model.weights()[weight.range.clone()];
            let data: Vec<u8> = values
                .iter()
                .flat_map(|value| value.to_le_bytes())
                .collect();
            // In pieces, as files come: the next is the only one that is taken.
            for (piece, bytes) in data.chunks(400).enumerate() {
                let next = EncodedWeight::floats(bytes);
                let skipped = predictor.restore_weight(number, 100 * piece + 1, next);
                assert_eq!(skipped.unwrap_err().code, Code::CheckpointInvalid);
                assert!(predictor.restore_weight(number, 100 * piece, next).unwrap());
            }
            let again = predictor.restore_weight(number, 0, EncodedWeight::floats(&data));
            assert!(again.unwrap_err().message.contains("is not the next"));
        }
        let expected = model.predict_images(5, Pixels::U8(&bytes)).unwrap();
        let predicted = predictor.predict(5, Pixels::U8(&bytes)).unwrap();
        assert_eq!(bits(&predicted), bits(&expected), "{name}");
        assert!(predictor.predict(4, Pixels::U8(&bytes)).is_err());
    }
}
