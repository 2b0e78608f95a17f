//! Every loss, of every form of outputs and targets: its value by its formula in double precision, its gradient by central
//! differences of that, with weights of the images; the gradient of another loss is turned away.

mod common;

use common::session;
use fashion_engine::training::Session;
use fashion_kernels::random::{philox4x32_10, unit_f32};
use losses::{FORMS, Form, LOSSES, Row};

#[path = "losses/formulas.rs"]
mod losses;

const FEATURES: usize = 5;
const UNITS: usize = 4;
const IMAGES: usize = 7;

fn numbers(stream: u32, len: usize) -> Vec<f32> {
    let draw = |i: usize| unit_f32(philox4x32_10([3, stream], [i as u32, 0, 0, 0])[0]);
    (0..len).map(|i| 2.0 * draw(i) - 1.0).collect()
}

/// A dense layer on features, its data set, and the features.
fn problem(form: Form, loss: &str, units: usize, row: Row) -> (Session, usize, Vec<f32>) {
    let spec = format!(
        r#"{{"inputShape":[{FEATURES}],"seed":1,"layers":[{{"type":"dense","units":{units},"activation":"{}",
        "useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"}}]}}"#,
        form.word()
    );
    let compile = format!(
        r#"{{"optimizer":{{"type":"sgd","learningRate":1,"momentum":0,"nesterov":false}},"loss":{loss},"metrics":["accuracy"]}}"#
    );
    let mut model = session(&spec, &compile);
    let weights = numbers(1, (FEATURES + 1) * units);
    model.set_weights(0, &weights).unwrap();
    let features = numbers(2, IMAGES * FEATURES);
    let id = model.add_dataset(IMAGES, FEATURES, true, true).unwrap();
    let data = model.dataset_mut(id).unwrap();
    let bytes: Vec<u8> = features.iter().flat_map(|x| x.to_le_bytes()).collect();
    data.write_images(0, &bytes).unwrap();
    match row {
        Row::Class => data.write_labels(&labels(units)).unwrap(),
        _ => data.write_targets(&targets(units, row)).unwrap(),
    }
    (model, id, features)
}

fn labels(units: usize) -> Vec<u32> {
    (0..IMAGES as u32)
        .map(|i| i % units.max(2) as u32)
        .collect()
}

/// What the outputs of the images should be.
fn targets(units: usize, row: Row) -> Vec<f32> {
    match row {
        Row::Class if units == 1 => labels(1).iter().map(|&label| label as f32).collect(),
        Row::Class => {
            let one_hot = |label: u32| (0..units).map(move |i| f32::from(i == label as usize));
            labels(units).into_iter().flat_map(one_hot).collect()
        }
        Row::Soft => {
            let mut rows: Vec<f32> = numbers(4, IMAGES * units).iter().map(|x| x + 1.1).collect();
            for row in rows.chunks_mut(units) {
                let sum: f32 = row.iter().sum();
                row.iter_mut()
                    .for_each(|x| *x /= if units > 1 { sum } else { 2.2 });
            }
            rows
        }
        Row::Number => numbers(5, IMAGES * units).iter().map(|x| 3.0 * x).collect(),
    }
}

/// Mean loss over the images by the formula, in double precision.
fn oracle(
    formula: &dyn Fn(&[f64], &[f64]) -> f64,
    form: Form,
    weights: &[f64],
    features: &[f32],
    targets: &[f32],
    image_weights: &[f32],
) -> f64 {
    let units = weights.len() / (FEATURES + 1);
    let mut total = 0.0;
    for image in 0..IMAGES {
        let z: Vec<f64> = (0..units)
            .map(|unit| {
                let x = &features[image * FEATURES..][..FEATURES];
                let products = x
                    .iter()
                    .enumerate()
                    .map(|(i, &x)| f64::from(x) * weights[i * units + unit]);
                products.sum::<f64>() + weights[FEATURES * units + unit]
            })
            .collect();
        let t: Vec<f64> = targets[image * units..][..units]
            .iter()
            .map(|&t| f64::from(t))
            .collect();
        let weight = image_weights
            .get(image)
            .map_or(1.0, |&weight| f64::from(weight));
        total += weight * formula(&form.outputs(&z), &t);
    }
    total / IMAGES as f64
}

fn differences(loss: impl Fn(&[f64]) -> f64, weights: &[f64]) -> Vec<f64> {
    const STEP: f64 = 1e-5;
    (0..weights.len())
        .map(|i| {
            let at = |step: f64| {
                let mut moved = weights.to_vec();
                moved[i] += step;
                loss(&moved)
            };
            (at(STEP) - at(-STEP)) / (2.0 * STEP)
        })
        .collect()
}

fn is_close(gradient: &[f32], expected: &[f64]) -> bool {
    let most = expected.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    (gradient.iter().zip(expected)).all(|(&g, x)| (f64::from(g) - x).abs() <= 1e-4 * most + 1e-7)
}

#[test]
fn values_and_gradients_are_those_of_the_formulas() {
    let mut checked = 0;
    for loss in LOSSES {
        for form in FORMS {
            for units in [1, UNITS] {
                for &row in loss.rows {
                    if !loss.takes(units, form) {
                        continue;
                    }
                    for image_weights in [&[][..], &[1.0, 0.0, 2.5, 1.0, 0.3, 1.0, 7.0]] {
                        let (mut model, data, features) = problem(form, loss.json, units, row);
                        let weights: Vec<f64> =
                            model.weights().iter().map(|&w| f64::from(w)).collect();
                        let targets = targets(units, row);
                        let formula = |y: &[f64], t: &[f64]| (loss.formula)(form.seen(loss), y, t);
                        let value = |weights: &[f64]| {
                            oracle(&formula, form, weights, &features, &targets, image_weights)
                        };
                        let batch: Vec<u32> = (0..IMAGES as u32).collect();
                        let context = format!("{} {} {units} {row:?}", loss.json, form.word());

                        let expected = value(&weights);
                        let tested = model.test_batch(data, &batch, image_weights).unwrap();
                        let gradient = model.gradient(data, &batch, image_weights).unwrap();
                        let trained = model.train_batch(data, &batch, image_weights).unwrap();
                        for sums in [tested, trained] {
                            let mean = sums.loss / IMAGES as f64;
                            let error = (mean - expected).abs();
                            assert!(
                                error <= 2e-6 * expected.abs().max(1.0),
                                "{context}: {mean}, {expected}"
                            );
                            let all = image_weights.iter().map(|&w| f64::from(w)).sum();
                            let weight = if image_weights.is_empty() {
                                IMAGES as f64
                            } else {
                                all
                            };
                            assert!((sums.weight - weight).abs() < 1e-6, "{context}");
                        }
                        let expected = differences(value, &weights);
                        assert!(
                            is_close(&gradient, &expected),
                            "{context}: {gradient:?} {expected:?}"
                        );
                        checked += 1;
                        // A gradient that is 1 % off.
                        let wrong: Vec<f32> = gradient.iter().map(|g| g * 1.01).collect();
                        assert!(!is_close(&wrong, &expected), "{context}");
                    }
                }
            }
        }
    }
    assert_eq!(checked, 200);
}
