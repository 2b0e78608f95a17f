//! A session learns, predicts an image alone as in a batch, and survives wrong calls unchanged.

mod common;

use common::{ADAM, L, blobs, session};
use fashion_engine::error::Code;

#[test]
fn loss_falls_and_accuracy_rises() {
    let mut model = session(L, ADAM);
    let data = blobs(&mut model, 200, 10);
    let all: Vec<u32> = (0..200).collect();
    let before = model.test_batch(data, &all, &[]).unwrap();
    for epoch in 0..6 {
        let order = model.permutation(200, epoch);
        for batch in order.chunks(64) {
            model.train_batch(data, batch, &[]).unwrap();
        }
    }
    let after = model.test_batch(data, &all, &[]).unwrap();
    assert_eq!(after.count, 200);
    assert!(after.loss < before.loss / 4.0, "{before:?} {after:?}");
    assert!(after.correct() >= 195.0, "{after:?}");
}

#[test]
fn an_image_has_the_same_output_alone_and_in_any_batch() {
    let mut model = session(L, ADAM);
    let data = blobs(&mut model, 77, 10);
    let together = model.predict(data, 0, 77).unwrap();
    for i in 0..77 {
        let alone = model.predict(data, i, 1).unwrap();
        assert_eq!(alone, together[i * 10..][..10], "image {i}");
    }
    assert_eq!(model.predict(data, 13, 50).unwrap(), together[130..630]);
}

/// A normalization over one value: its mean is the value, its variance 0, so that its output is β whatever the image.
#[test]
fn a_batch_of_one_value_is_normalised_to_nothing() {
    const ONE: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[{"type":"flatten"},
      {"type":"dense","units":5,"activation":"linear","useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
      {"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,
       "gammaInitializer":"ones","betaInitializer":"zeros","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"},
      {"type":"dense","units":10,"activation":"linear","useBias":false,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"}]}"#;
    let mut model = session(ONE, ADAM);
    let data = blobs(&mut model, 3, 10);
    let gradient = model.gradient(data, &[1], &[]).unwrap();
    let result = model.train_batch(data, &[1], &[]).unwrap();
    assert!(
        (result.loss - std::f64::consts::LN_10).abs() < 1e-6,
        "{result:?}"
    );
    // Nothing comes back through x̂ = 0: neither to γ nor to what is before. β has a gradient.
    let before = 28 * 28 * 5 + 5;
    assert!(gradient[..before + 5].iter().all(|&g| g == 0.0));
    assert!(gradient[before + 5..before + 10].iter().all(|&g| g != 0.0));
    assert!(
        model
            .predict(data, 0, 3)
            .unwrap()
            .iter()
            .all(|y| y.is_finite())
    );
}

/// Gradients of dense layers come about in one way up to 1,024 images and in another beyond; memory of one is there for the
/// other, too.
#[test]
fn the_gradient_of_a_large_batch_is_the_mean_of_its_parts() {
    const DENSE: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[{"type":"flatten"},
      {"type":"rescaling","scale":0.00392156862745098,"offset":0},
      {"type":"dense","units":13,"activation":"relu","useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
      {"type":"dense","units":10,"activation":"linear","useBias":false,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"}]}"#;
    let mut model = session(DENSE, ADAM);
    let data = blobs(&mut model, 2050, 10);
    let all: Vec<u32> = (0..2050).collect();
    let whole = model.gradient(data, &all, &[]).unwrap();
    let parts = [&all[..1025], &all[1025..]].map(|part| model.gradient(data, part, &[]).unwrap());
    let quarters = [0, 1, 2, 3].map(|i| {
        let part = &all[i * 2050 / 4..(i + 1) * 2050 / 4];
        let gradient = model.gradient(data, part, &[]).unwrap();
        gradient
            .into_iter()
            .map(move |g| g * part.len() as f32 / 2050.0)
    });
    let scale = whole.iter().fold(0.0f32, |most, g| most.max(g.abs()));
    assert!(scale > 1e-3);
    let [mut a, mut b, mut c, mut d] = quarters;
    for (i, whole) in whole.iter().enumerate() {
        let halves = (parts[0][i] + parts[1][i]) / 2.0;
        let mut next = || Some(a.next()? + b.next()? + c.next()? + d.next()?);
        let quarters = next().unwrap();
        for other in [halves, quarters] {
            assert!(
                (whole - other).abs() <= 2e-6 * scale,
                "{i}: {whole} {other}"
            );
        }
    }
}

#[test]
fn an_epoch_order_is_a_permutation_and_depends_on_epoch_and_seed() {
    let model = session(L, ADAM);
    let first = model.permutation(1000, 0);
    let mut sorted = first.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..1000).collect::<Vec<u32>>());
    assert_ne!(first, model.permutation(1000, 1));
    assert_eq!(first, model.permutation(1000, 0));
    let other = session(&L.replace("\"seed\":7", "\"seed\":8"), ADAM);
    assert_ne!(first, other.permutation(1000, 0));
    assert!(model.permutation(0, 0).is_empty());
}

#[test]
fn glorot_uniform_fills_its_range() {
    let model = session(L, ADAM);
    for weight in model
        .plan()
        .weights()
        .iter()
        .filter(|w| w.name.ends_with("kernel"))
    {
        let (fan_in, fan_out) = match weight.shape[..] {
            [h, w, i, o] => (h * w * i, h * w * o),
            [i, o] => (i, o),
            _ => unreachable!(),
        };
        let limit = (6.0 / (fan_in + fan_out) as f32).sqrt();
        let values = &model.weights()[weight.range.clone()];
        let max = values.iter().fold(0.0f32, |m, v| m.max(v.abs()));
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        assert!(
            max <= limit && max > 0.9 * limit,
            "{}: {max} of {limit}",
            weight.name
        );
        assert!(mean.abs() < 0.1 * limit, "{}: mean {mean}", weight.name);
    }
}

#[test]
fn wrong_calls_are_refused_and_change_nothing() {
    let mut model = session(L, ADAM);
    let data = blobs(&mut model, 20, 10);
    let bad_label = model.add_dataset(1, 784, false, true).unwrap();
    model
        .dataset_mut(bad_label)
        .unwrap()
        .write_labels(&[10])
        .unwrap();
    let before = model.weights_sha256();
    let code = |result: fashion_engine::error::Result<fashion_engine::StepMetrics>| {
        result.unwrap_err().code
    };
    assert_eq!(
        code(model.train_batch(data, &[], &[])),
        Code::InvalidArgument
    );
    assert_eq!(
        code(model.train_batch(data, &[20], &[])),
        Code::InvalidArgument
    );
    assert_eq!(
        code(model.train_batch(99, &[0], &[])),
        Code::InvalidArgument
    );
    assert_eq!(
        code(model.train_batch(bad_label, &[0], &[])),
        Code::DataMismatch
    );
    assert_eq!(
        model.add_dataset(1, 783, false, true).unwrap_err().code,
        Code::ShapeMismatch
    );
    assert_eq!(
        model
            .add_dataset(usize::MAX / 4, 784, false, true)
            .unwrap_err()
            .code,
        Code::InvalidArgument
    );
    assert_eq!(
        model.set_weights(1 << 30, &[0.0]).unwrap_err().code,
        Code::ShapeMismatch
    );
    assert_eq!(
        model.set_learning_rate(f64::NAN).unwrap_err().code,
        Code::InvalidSpec
    );
    assert_eq!(before, model.weights_sha256());
    model.train_batch(data, &[0, 1], &[]).unwrap();
    assert_ne!(before, model.weights_sha256());
}

/// Its variance is 0: what comes out is beta, and nothing before it has a gradient.
#[test]
fn a_batch_normalization_of_one_value_trains_on() {
    const ONE: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[
      {"type":"conv2d","filters":4,"kernelSize":[3,3],"strides":[1,1],"padding":"same","activation":"linear","useBias":false,
       "kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
      {"type":"globalAveragePooling2d","keepdims":false},
      {"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,"gammaInitializer":"ones",
       "betaInitializer":"zeros","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"},
      {"type":"dense","units":10,"activation":"linear","useBias":true,"kernelInitializer":"glorotUniform",
       "biasInitializer":"zeros"}]}"#;
    let mut model = session(ONE, ADAM);
    let data = blobs(&mut model, 3, 10);
    let gradient = model.gradient(data, &[1], &[]).unwrap();
    let kernel = model.plan().weights()[0].range.clone();
    assert!(gradient[kernel].iter().all(|g| *g == 0.0));
    assert!(gradient.iter().any(|g| *g != 0.0));
    let loss = model.train_batch(data, &[1], &[]).unwrap().loss;
    assert!((loss - libm::log(10.0)).abs() < 1e-6, "{loss}");
    assert!(model.train_batch(data, &[1], &[]).unwrap().loss < loss);
    assert!(model.weights().iter().all(|weight| weight.is_finite()));
}
