//! The optimizer moves what is trainable, and leaves moving statistics and their part of its slots alone.

mod common;

use common::{ADAM, blobs, session};
use fashion_engine::training::Session;

const NORMALISED: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[
  {"type":"flatten"},
  {"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,"betaInitializer":"zeros",
   "gammaInitializer":"ones","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"},
  {"type":"dense","units":10,"activation":"linear","useBias":true,
   "kernelInitializer":"glorotUniform","biasInitializer":"zeros"}]}"#;

fn trained(compile: &str, prepare: impl Fn(&mut Session)) -> Session {
    let mut model = session(NORMALISED, compile);
    prepare(&mut model);
    let data = blobs(&mut model, 40, 10);
    let batch: Vec<u32> = (0..40).collect();
    for _ in 0..3 {
        model.train_batch(data, &batch, &[]).unwrap();
    }
    model
}

#[test]
fn statistics_do_not_follow_a_slot() {
    let momentum = ADAM.replace(
        r#""type":"adam","learningRate":0.001,"beta1":0.9,"beta2":0.999,"epsilon":1e-7"#,
        r#""type":"sgd","learningRate":0.001,"momentum":0.9,"nesterov":true"#,
    );
    for compile in [ADAM, momentum.as_str()] {
        let plain = trained(compile, |_| ());
        let weights = plain.plan().weights().iter().enumerate();
        let fixed: Vec<(usize, usize)> = weights
            .filter(|(_, weight)| !weight.trainable)
            .map(|(number, weight)| (number, weight.range.len()))
            .collect();
        assert_eq!(fixed.len(), 2);
        let ones = |len: usize| 1f32.to_le_bytes().repeat(len);
        let pushed = trained(compile, |model| {
            for &(number, len) in &fixed {
                let sound = model.restore_slot("momentum", number, 0, &ones(len));
                assert!(sound.unwrap());
            }
        });
        assert_eq!(pushed.weights_sha256(), plain.weights_sha256());
        for &(number, len) in &fixed {
            let slot = pushed.store_slot("momentum", number, 0, len).unwrap();
            assert_eq!(slot, ones(len));
        }
    }
}
