//! The loss that is told is the one that is made small: with what regularizers add, in training and in evaluation.

mod common;

use common::{ADAM, blobs, session};

const PLAIN: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[{"type":"flatten"},
  {"type":"dense","units":10,"activation":"linear","useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"ones"}]}"#;

#[test]
fn regularizers_are_part_of_the_loss() {
    let with = |options: &str| {
        PLAIN.replace(
            r#""biasInitializer":"ones""#,
            &format!(r#""biasInitializer":"ones","kernelRegularizer":{options}"#),
        )
    };
    let batch: Vec<u32> = (0..40).collect();
    let losses = |spec: &str| {
        let mut model = session(spec, ADAM);
        let data = blobs(&mut model, 40, 10);
        let kernel = model.weights()[..7840].to_vec();
        let tested = model.test_batch(data, &batch, &[]).unwrap();
        let trained = model.train_batch(data, &batch, &[]).unwrap();
        assert_eq!(tested.count, 40);
        (kernel, tested.loss / 40.0, trained.loss / 40.0)
    };
    let (kernel, tested, trained) = losses(PLAIN);
    let sum = |f: fn(f64) -> f64| kernel.iter().map(|&w| f(f64::from(w))).sum::<f64>();
    let expected = 0.01 * sum(f64::abs) + 0.002 * sum(|w| w * w);
    assert!(expected > 0.5);
    let (same, tested_more, trained_more) = losses(&with(r#"{"l1":0.01,"l2":0.002}"#));
    assert_eq!(kernel, same);
    for more in [tested_more - tested, trained_more - trained] {
        assert!(
            (more - expected).abs() < 1e-9 * expected,
            "{more} for {expected}"
        );
    }
    // What is not trained adds nothing, as in Keras.
    let frozen = with(r#"{"l1":0.01}"#)
        .replace(r#"{"type":"dense""#, r#"{"trainable":false,"type":"dense""#);
    assert_eq!(losses(&frozen).1, tested);
}

#[test]
fn large_weights_become_smaller() {
    let l2 = PLAIN.replace(
        r#""biasInitializer":"ones""#,
        r#""biasInitializer":"ones","kernelRegularizer":{"l2":1}"#,
    );
    let mut model = session(&l2, ADAM);
    let data = blobs(&mut model, 40, 10);
    let size = |weights: &[f32]| weights[..7840].iter().map(|w| w * w).sum::<f32>();
    let before = size(model.weights());
    for _ in 0..300 {
        model
            .train_batch(data, &(0..40).collect::<Vec<u32>>(), &[])
            .unwrap();
    }
    assert!(size(model.weights()) < 0.3 * before);
}
