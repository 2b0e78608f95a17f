//! What optimizers do beside their step: decay, clipping, averages, accumulated gradients, schedules; and the step in three that
//! a loss of the caller's takes.

mod common;

use common::{L, blobs, catalogue, forks, session};
use fashion_engine::error::Code;
use fashion_engine::training::Session;

/// A net of four weights with dropout, and a normalization in `forks`.
const SMALL: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[
  {"type":"rescaling","scale":0.00392156862745098,"offset":0},{"type":"flatten"},
  {"type":"dense","units":7,"activation":"relu","useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros",
   "kernelRegularizer":{"l2":0.01}},
  {"type":"dropout","rate":0.2},
  {"type":"dense","units":10,"activation":"linear","useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"}]}"#;

fn sgd(rate: &str, more: &str) -> String {
    format!(
        r#"{{"optimizer":{{"type":"sgd","learningRate":{rate},"momentum":0,"nesterov":false{more}}},
        "loss":"sparseCategoricalCrossentropy","metrics":["accuracy"]}}"#
    )
}

fn batch(number: u32) -> Vec<u32> {
    (0..30).map(|i| (i * 7 + number * 13) % 60).collect()
}

/// What a step of size 1 takes off the weights, and the gradient.
fn step(more: &str) -> (Session, Vec<f32>, Vec<f32>) {
    let mut model = session(SMALL, &sgd("1", more));
    let data = blobs(&mut model, 60, 10);
    let gradient = model.gradient(data, &batch(0), &[]).unwrap();
    let before = model.weights().to_vec();
    model.train_batch(data, &batch(0), &[]).unwrap();
    let moved = before
        .iter()
        .zip(model.weights())
        .map(|(a, b)| a - b)
        .collect();
    (model, gradient, moved)
}

#[track_caller]
fn assert_close(got: &[f32], expected: impl Iterator<Item = f32>, what: &str) {
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        let error = (got - expected).abs();
        assert!(
            error <= 1e-6 + 1e-5 * expected.abs(),
            "{what} {i}: {got}, {expected}"
        );
    }
}

fn norm(values: &[f32]) -> f32 {
    values
        .iter()
        .map(|v| libm::pow(f64::from(*v), 2.0))
        .sum::<f64>()
        .sqrt() as f32
}

#[test]
fn values_are_clipped() {
    let (_, gradient, moved) = step(r#","clipvalue":0.01"#);
    assert!(gradient.iter().any(|g| g.abs() > 0.02) && gradient.iter().any(|g| g.abs() < 0.005));
    assert_close(
        &moved,
        gradient.iter().map(|g| g.clamp(-0.01, 0.01)),
        "weight",
    );
}

#[test]
fn norms_of_weights_are_clipped_each_by_itself() {
    let (model, gradient, moved) = step(r#","clipnorm":0.2"#);
    let mut long = 0;
    for weight in model.plan().weights() {
        let range = weight.range.clone();
        let length = norm(&gradient[range.clone()]);
        long += usize::from(length > 0.2);
        let factor = (0.2 / length).min(1.0);
        assert_close(
            &moved[range.clone()],
            gradient[range].iter().map(|g| g * factor),
            &weight.name,
        );
    }
    assert!(0 < long && long < 4, "{long} of 4 are long");
}

#[test]
fn the_norm_of_all_weights_is_clipped() {
    let (_, gradient, moved) = step(r#","globalClipnorm":0.3"#);
    let factor = 0.3 / norm(&gradient);
    assert!(factor < 0.9);
    assert_close(&moved, gradient.iter().map(|g| g * factor), "weight");
    let (_, gradient, moved) = step(r#","globalClipnorm":300"#);
    assert_close(&moved, gradient.into_iter(), "weight");
}

#[test]
fn weights_decay_by_the_rate_before_the_step_but_what_is_excluded() {
    let mut model = session(
        SMALL,
        &sgd(
            "0.5",
            r#","weightDecay":0.02,"excludeFromWeightDecay":["bias","dense_1"]"#,
        ),
    );
    let data = blobs(&mut model, 60, 10);
    let ones = vec![1.0; model.weights().len()];
    model.set_weights(0, &ones).unwrap();
    let gradient = model.gradient(data, &batch(0), &[]).unwrap();
    model.train_batch(data, &batch(0), &[]).unwrap();
    for (number, weight) in model.plan().weights().iter().enumerate() {
        let left = if number == 0 { 0.99 } else { 1.0 };
        let expected = gradient[weight.range.clone()]
            .iter()
            .map(|g| left - 0.5 * g);
        assert_close(
            &model.weights()[weight.range.clone()],
            expected,
            &weight.name,
        );
    }
}

#[test]
fn an_average_of_the_weights_is_kept_and_put_in_their_place() {
    let mut model = session(SMALL, &sgd("0.1", r#","useEma":true,"emaMomentum":0.8"#));
    let data = blobs(&mut model, 60, 10);
    model.swap_ema().unwrap(); // before the first step there is none
    let mut average: Vec<f32> = Vec::new();
    for number in 0..4 {
        model.train_batch(data, &batch(number), &[]).unwrap();
        let weights = model.weights().iter();
        average = match number {
            0 => weights.copied().collect(),
            _ => average
                .iter()
                .zip(weights)
                .map(|(a, w)| 0.8 * a + (1.0 - 0.8) * w)
                .collect(),
        };
    }
    let raw = model.weights().to_vec();
    model.swap_ema().unwrap();
    assert_close(model.weights(), average.iter().copied(), "average");
    assert_ne!(model.weights(), raw);
    model.swap_ema().unwrap();
    assert_eq!(model.weights(), raw);
    model.finalize_ema().unwrap();
    assert_close(model.weights(), average.into_iter(), "average");
    let mut plain = session(SMALL, &sgd("0.1", ""));
    assert_eq!(plain.swap_ema().unwrap_err().code, Code::InvalidArgument);
}

#[test]
fn weights_become_their_average_every_few_steps() {
    let more = r#","useEma":true,"emaMomentum":0.5,"emaOverwriteFrequency":3"#;
    let mut model = session(SMALL, &sgd("0.1", more));
    let data = blobs(&mut model, 60, 10);
    for number in 1..=6 {
        model.train_batch(data, &batch(number), &[]).unwrap();
        let weights = model.weights().to_vec();
        model.swap_ema().unwrap();
        assert_eq!(
            weights == model.weights(),
            number == 1 || number % 3 == 0,
            "{number}"
        );
        model.swap_ema().unwrap();
    }
}

#[test]
fn gradients_of_several_batches_make_one_step_of_their_mean() {
    let dropless = SMALL.replace(r#"{"type":"dropout","rate":0.2},"#, "");
    let mut model = session(&dropless, &sgd("0.5", r#","gradientAccumulationSteps":3"#));
    let data = blobs(&mut model, 60, 10);
    let start = model.weights().to_vec();
    let mut mean = vec![0.0; start.len()];
    for number in 0..3 {
        assert_eq!(model.weights(), start, "batch {number}");
        let gradient = model.gradient(data, &batch(number), &[]).unwrap();
        mean.iter_mut()
            .zip(&gradient)
            .for_each(|(mean, g)| *mean += g / 3.0);
        model.train_batch(data, &batch(number), &[]).unwrap();
    }
    let expected = start.iter().zip(&mean).map(|(w, g)| w - 0.5 * g);
    assert_close(model.weights(), expected, "weight");
    let after = model.weights().to_vec();
    model.train_batch(data, &batch(3), &[]).unwrap();
    assert_eq!(model.weights(), after);
}

#[test]
fn a_schedule_says_the_rate_of_each_step_and_can_be_stretched() {
    let schedule = r#"{"type":"polynomialDecay","initialLearningRate":1,"decaySteps":10,"endLearningRate":0,"power":1,"cycle":false}"#;
    let mut model = session(SMALL, &sgd(schedule, ""));
    let data = blobs(&mut model, 60, 10);
    for number in 0..4 {
        let rate = model.learning_rate().unwrap();
        assert!(
            (rate - (1.0 - 0.1 * f64::from(number))).abs() < 1e-12,
            "{rate}"
        );
        model.train_batch(data, &batch(number), &[]).unwrap();
    }
    model.stretch_schedule(4, 4.0, 2.0).unwrap();
    for (number, expected) in [(4, 0.6), (5, 0.4), (6, 0.2), (7, 0.0)] {
        let rate = model.learning_rate().unwrap();
        assert!((rate - expected).abs() < 1e-12, "{number}: {rate}");
        model.train_batch(data, &batch(number), &[]).unwrap();
    }
    assert_eq!(
        model.set_learning_rate(0.1).unwrap_err().code,
        Code::InvalidArgument
    );
}

/// ∂/∂y of the mean over images and outputs of (y − t)², with the operations of the engine's own loss.
fn squared_errors(outputs: &[f32], labels: &[u32]) -> (f64, Vec<f32>) {
    let units = outputs.len() / labels.len();
    let scale = 1.0 / labels.len() as f32 * (1.0 / units as f32);
    let error = |(i, y): (usize, &f32)| y - f32::from(i % units == labels[i / units] as usize);
    let gradient = outputs
        .iter()
        .enumerate()
        .map(|at| 2.0 * error(at) * scale)
        .collect();
    let sum: f64 = outputs
        .iter()
        .enumerate()
        .map(|at| libm::pow(f64::from(error(at)), 2.0))
        .sum();
    (sum / outputs.len() as f64, gradient)
}

#[test]
fn forward_backward_and_the_step_are_a_step_bit_for_bit() {
    let linear = catalogue().replace(
        r#""units":10,"activation":"tanh""#,
        r#""units":10,"activation":"linear""#,
    );
    for spec in [SMALL, L, &forks(), &linear] {
        let compiled = |loss: &str| common::ADAM.replace("sparseCategoricalCrossentropy", loss);
        let mut whole = session(spec, &compiled("meanSquaredError"));
        let mut parts = session(spec, &compiled("custom"));
        let data = [&mut whole, &mut parts].map(|model| blobs(model, 60, 10));
        for number in 0..3 {
            let batch = batch(number);
            let expected = whole.train_batch(data[0], &batch, &[]).unwrap();
            let outputs = parts.forward_batch(data[1], &batch).unwrap();
            let labels: Vec<u32> = batch.iter().map(|i| i % 10).collect();
            let (loss, gradient) = squared_errors(&outputs, &labels);
            let sums = parts.backward_batch(&gradient, loss).unwrap();
            parts.apply_gradients().unwrap();
            assert!((sums.loss - expected.loss).abs() < 1e-5 * expected.loss);
            assert_eq!(
                (sums.count, &sums.counts),
                (expected.count, &expected.counts)
            );
            assert_eq!(whole.weights_sha256(), parts.weights_sha256(), "{spec}");
        }
    }
}

#[test]
fn the_three_parts_of_a_step_are_refused_in_another_order() {
    let mut model = session(
        SMALL,
        &sgd("0.1", "").replace("sparseCategoricalCrossentropy", "custom"),
    );
    let data = blobs(&mut model, 60, 10);
    let code = |result: Result<(), fashion_engine::error::EngineError>| result.unwrap_err().code;
    assert_eq!(code(model.apply_gradients()), Code::InvalidArgument);
    assert_eq!(
        code(model.backward_batch(&[], 0.0).map(drop)),
        Code::InvalidArgument
    );
    assert_eq!(
        code(model.train_batch(data, &[0], &[]).map(drop)),
        Code::InvalidArgument
    );
    let before = model.weights_sha256();
    model.forward_batch(data, &[0, 1]).unwrap();
    assert_eq!(code(model.apply_gradients()), Code::InvalidArgument);
    assert_eq!(
        code(model.backward_batch(&[0.0; 19], 0.0).map(drop)),
        Code::ShapeMismatch
    );
    assert_eq!(model.weights_sha256(), before);
    model.backward_batch(&[0.1; 20], 0.0).unwrap();
    assert_eq!(
        code(model.backward_batch(&[0.1; 20], 0.0).map(drop)),
        Code::InvalidArgument
    );
    model.apply_gradients().unwrap();
    assert_ne!(model.weights_sha256(), before);
    assert_eq!(code(model.apply_gradients()), Code::InvalidArgument);
    // Weights that were changed in between are other weights than the batch went through.
    model.forward_batch(data, &[0, 1]).unwrap();
    model.set_weights(0, &[0.5]).unwrap();
    assert_eq!(
        code(model.backward_batch(&[0.1; 20], 0.0).map(drop)),
        Code::InvalidArgument
    );
}

#[test]
fn a_rehearsal_leaves_no_trace() {
    let adam = common::ADAM.replace(r#""epsilon":1e-7"#, r#""epsilon":1e-7,"useEma":true"#);
    for spec in [SMALL, &forks()] {
        let mut rehearsed = session(spec, &adam);
        let mut plain = session(spec, &adam);
        for model in [&mut rehearsed, &mut plain] {
            blobs(model, 60, 10);
        }
        for number in 0..4 {
            if number % 2 == 0 {
                rehearsed.begin_rehearsal().unwrap();
                rehearsed.train_batch(0, &batch(number + 7), &[]).unwrap();
                rehearsed.train_batch(0, &batch(number + 8), &[]).unwrap();
                rehearsed.end_rehearsal().unwrap();
            }
            assert_eq!(rehearsed.step(), plain.step());
            assert_eq!(rehearsed.weights_sha256(), plain.weights_sha256());
            for model in [&mut rehearsed, &mut plain] {
                model.train_batch(0, &batch(number), &[]).unwrap();
            }
        }
        rehearsed.swap_ema().unwrap();
        plain.swap_ema().unwrap();
        assert_eq!(rehearsed.weights_sha256(), plain.weights_sha256());
    }
}
