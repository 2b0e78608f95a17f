//! The same bits on any number of threads.

#![cfg(feature = "threads")]

mod common;

use common::{ADAM, L, blobs, catalogue, forks, session};
use fashion_engine::parallel::use_threads;

/// Tiles, a pooled convolution, batch normalization and dropout.
const NORMALISED: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[
  {"type":"conv2d","filters":8,"kernelSize":[3,3],"strides":[2,2],"padding":"same","activation":"linear",
   "useBias":false,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,"gammaInitializer":"ones",
   "betaInitializer":"zeros","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"},
  {"type":"activation","activation":"relu"},
  {"type":"conv2d","filters":12,"kernelSize":[3,3],"strides":[1,1],"padding":"same","activation":"linear",
   "useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,"gammaInitializer":"ones",
   "betaInitializer":"zeros","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"},
  {"type":"activation","activation":"relu"},
  {"type":"maxPooling2d","poolSize":[2,2],"strides":[2,2],"padding":"valid"},
  {"type":"dropout","rate":0.25},{"type":"flatten"},
  {"type":"dense","units":10,"activation":"linear","useBias":true,
   "kernelInitializer":"glorotUniform","biasInitializer":"zeros"}]}"#;

/// Zeros around images and within a net.
const PADDED: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[
  {"type":"zeroPadding2d","padding":[[0,1],[2,1]]},
  {"type":"conv2d","filters":8,"kernelSize":[3,3],"strides":[2,2],"padding":"valid","activation":"relu",
   "useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"zeroPadding2d","padding":[[1,1],[1,1]]},{"type":"dropout","rate":0.25},{"type":"flatten"},
  {"type":"dense","units":10,"activation":"linear","useBias":true,
   "kernelInitializer":"glorotUniform","biasInitializer":"zeros"}]}"#;

/// Every optimizer, and what is worked out over all weights: norms, averages; a schedule, weights of the images.
fn compiled() -> Vec<String> {
    let kinds = [
        r#""type":"adamw","beta1":0.9,"beta2":0.999,"epsilon":1e-7,"weightDecay":0.004,"globalClipnorm":0.5,"useEma":true"#,
        r#""type":"nadam","beta1":0.9,"beta2":0.999,"epsilon":1e-7,"clipnorm":0.1"#,
        r#""type":"rmsprop","rho":0.9,"momentum":0.5,"epsilon":1e-7,"centered":true,"clipvalue":0.01"#,
        r#""type":"adagrad","initialAccumulatorValue":0.1,"epsilon":1e-7,"gradientAccumulationSteps":2"#,
        r#""type":"lion","beta1":0.9,"beta2":0.99,"globalClipnorm":0.1,"emaOverwriteFrequency":2,"useEma":true"#,
    ];
    let rate = r#"{"type":"oneCycle","maxLearningRate":0.01,"totalSteps":4,"pctStart":0.3,"annealStrategy":"cos","divFactor":25,"finalDivFactor":10000}"#;
    let spec = |kind: &str| {
        format!(
            r#"{{"optimizer":{{{kind},"learningRate":{rate}}},"loss":{{"type":"sparseCategoricalCrossentropy","labelSmoothing":0.1}},
        "metrics":["accuracy",{{"type":"precision","threshold":0.4}}]}}"#
        )
    };
    kinds.map(spec).into()
}

fn train(spec: &str, compile: &str) -> String {
    let mut model = session(spec, compile);
    let data = blobs(&mut model, 150, 10);
    for epoch in 0..2 {
        for batch in model.permutation(150, epoch).chunks(100) {
            let weights: Vec<f32> = batch.iter().map(|i| 0.5 + (i % 3) as f32).collect();
            let weights = if compile == ADAM { &[][..] } else { &weights };
            model.train_batch(data, batch, weights).unwrap();
        }
    }
    model.weights_sha256()
}

#[test]
fn weights_do_not_depend_on_the_number_of_threads() {
    let compiled = compiled();
    let nets = [L, NORMALISED, PADDED, &forks(), &catalogue()];
    let mut cases: Vec<(&str, &str)> = nets.iter().map(|net| (*net, ADAM)).collect();
    cases.extend(
        compiled
            .iter()
            .map(|compile| (NORMALISED, compile.as_str())),
    );
    for (spec, compile) in cases {
        use_threads(1);
        let expected = train(spec, compile);
        for threads in [1, 2, 3, 8] {
            use_threads(threads);
            assert_eq!(expected, train(spec, compile), "{threads} threads");
        }
    }
}
