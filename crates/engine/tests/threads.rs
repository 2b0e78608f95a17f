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

fn train(spec: &str) -> String {
    let mut model = session(spec, ADAM);
    let data = blobs(&mut model, 150, 10);
    for epoch in 0..2 {
        for batch in model.permutation(150, epoch).chunks(100) {
            model.train_batch(data, batch).unwrap();
        }
    }
    model.weights_sha256()
}

#[test]
fn weights_do_not_depend_on_the_number_of_threads() {
    for spec in [L, NORMALISED, PADDED, &forks(), &catalogue()] {
        use_threads(1);
        let expected = train(spec);
        for threads in [1, 2, 3, 8] {
            use_threads(threads);
            assert_eq!(expected, train(spec), "{threads} threads");
        }
    }
}
