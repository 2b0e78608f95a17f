//! The same bits natively as in WebAssembly, whose lanes are written a second time (kernels/src/simd/wasm.rs).
//!
//! test/model/native.test.ts trains the same nets on the same images there and expects the same fingerprints. Both fail when
//! an order of additions changes: then `NUMERICS` rises, and the file gets what this test prints.

mod common;

use common::{ADAM, L, add, session};
use fashion_engine::training::Session;

const NORMALISED: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[
  {"type":"rescaling","scale":0.00392156862745098,"offset":0},
  {"type":"conv2d","filters":8,"kernelSize":[3,3],"strides":[1,1],"padding":"same","activation":"linear",
   "useBias":false,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,"betaInitializer":"zeros",
   "gammaInitializer":"ones","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"},
  {"type":"activation","activation":"relu"},
  {"type":"conv2d","filters":32,"kernelSize":[3,3],"strides":[1,1],"padding":"same","activation":"linear",
   "useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"maxPooling2d","poolSize":[2,2],"strides":[2,2],"padding":"valid"},
  {"type":"dropout","rate":0.3},{"type":"flatten"},
  {"type":"dense","units":10,"activation":"linear","useBias":true,
   "kernelInitializer":"glorotUniform","biasInitializer":"zeros"}]}"#;

/// Kernels of 5 × 5: directly from one channel, through tiles with and without a pooling behind.
const FIVE: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[
  {"type":"rescaling","scale":0.00392156862745098,"offset":0},
  {"type":"conv2d","filters":8,"kernelSize":[5,5],"strides":[1,1],"padding":"valid","activation":"relu",
   "useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"maxPooling2d","poolSize":[2,2],"strides":[2,2],"padding":"valid"},
  {"type":"conv2d","filters":12,"kernelSize":[5,5],"strides":[1,1],"padding":"same","activation":"relu",
   "useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"conv2d","filters":16,"kernelSize":[5,5],"strides":[1,1],"padding":"same","activation":"relu",
   "useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"maxPooling2d","poolSize":[2,2],"strides":[2,2],"padding":"valid"},
  {"type":"flatten"},
  {"type":"dense","units":10,"activation":"linear","useBias":true,
   "kernelInitializer":"glorotUniform","biasInitializer":"zeros"}]}"#;

/// What test/model/garments.ts makes, for seed 1.
fn garments(session: &mut Session, count: usize) -> usize {
    let (mut bytes, mut labels) = (vec![0u8; count * 784], vec![0u32; count]);
    let mut state = 1u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    for (image, label) in bytes.chunks_exact_mut(784).zip(&mut labels) {
        *label = random() % 10;
        for pixel in image.iter_mut() {
            *pixel = (random() % 60) as u8;
        }
        for pixel in image.iter_mut().skip(56 * *label as usize + 28).take(56) {
            *pixel = (180 + random() % 60) as u8;
        }
    }
    add(session, &bytes, &labels)
}

#[test]
fn fingerprints_are_those_of_webassembly() {
    let file = include_str!("../../../test/model/native.json");
    let expected: serde_json::Value = serde_json::from_str(file).unwrap();
    for (name, spec) in [("L", L), ("normalised", NORMALISED), ("five", FIVE)] {
        let mut session = session(spec, ADAM);
        let id = garments(&mut session, 100);
        let order: Vec<u32> = (0..100).collect();
        for batch in order.chunks(32) {
            session.train_batch(id, batch, &[]).unwrap();
        }
        let sha256 = session.weights_sha256();
        assert_eq!(expected[name], sha256.as_str(), "{name}");
    }
}
