//! Nets and data for the engine's tests: L as in the benchmarks, on images with a learnable pattern.

#![allow(dead_code)]

use fashion_engine::{
    spec::ModelSpec,
    training::{Session, compile::CompileSpec},
};
use fashion_kernels::random::philox4x32_10;

/// Net L: two convolutions with pooling, dropout, dense.
pub const L: &str = r#"{"inputShape":[28,28,1],"seed":7,"layers":[
  {"type":"rescaling","scale":0.00392156862745098,"offset":0},
  {"type":"conv2d","filters":32,"kernelSize":[3,3],"strides":[1,1],"padding":"valid","activation":"relu",
   "useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"maxPooling2d","poolSize":[2,2],"strides":[2,2],"padding":"valid"},
  {"type":"conv2d","filters":64,"kernelSize":[3,3],"strides":[1,1],"padding":"valid","activation":"relu",
   "useBias":true,"kernelInitializer":"glorotUniform","biasInitializer":"zeros"},
  {"type":"maxPooling2d","poolSize":[2,2],"strides":[2,2],"padding":"valid"},
  {"type":"flatten"},{"type":"dropout","rate":0.5},
  {"type":"dense","units":10,"activation":"linear","useBias":true,
   "kernelInitializer":"glorotUniform","biasInitializer":"zeros"}]}"#;

/// Forks of every kind: a residual block with a projection, one whose shortcut is its input, a concatenation, a value that
/// three layers read.
pub fn forks() -> String {
    let conv = |inputs: &str, filters: usize, side: usize, stride: usize| {
        format!(
            r#"{{{inputs}"type":"conv2d","filters":{filters},"kernelSize":[{side},{side}],"strides":[{stride},{stride}],
            "padding":"same","activation":"linear","useBias":false,"kernelInitializer":"heNormal","biasInitializer":"zeros"}}"#
        )
    };
    let norm = r#"{"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,"gammaInitializer":"ones",
        "betaInitializer":"zeros","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"}"#;
    let relu = r#"{"type":"activation","activation":"relu"}"#;
    let pool = r#"{"type":"maxPooling2d","poolSize":[2,2],"strides":[2,2],"padding":"valid"}"#;
    let layers = [
        r#"{"type":"rescaling","scale":0.00392156862745098,"offset":0}"#, // 0
        &conv("", 8, 3, 2),
        norm,
        relu, // 3
        &conv("", 8, 3, 1),
        norm,
        relu,
        &conv("", 8, 3, 1),
        norm,
        r#"{"type":"add","inputs":[8,3]}"#, // 9
        relu,
        &conv("", 16, 3, 2), // 11
        norm,
        &conv(r#""inputs":[10],"#, 16, 1, 2),
        norm,
        r#"{"type":"add","inputs":[12,14]}"#, // 15
        &conv("", 12, 3, 1),
        pool,
        r#"{"type":"maxPooling2d","poolSize":[2,2],"strides":[2,2],"padding":"valid","inputs":[15]}"#,
        r#"{"type":"concatenate","inputs":[17,18,17]}"#,
        r#"{"type":"dropout","rate":0.25}"#,
        r#"{"type":"flatten"}"#,
        r#"{"type":"dense","units":10,"activation":"linear","useBias":true,"kernelInitializer":"glorotUniform",
            "biasInitializer":"zeros"}"#,
    ];
    format!(
        r#"{{"inputShape":[28,28,1],"seed":7,"layers":[{}]}}"#,
        layers.join(",")
    )
}

/// The catalogue: normalization at the head, depthwise and separable convolutions, dilation, groups, spatial dropout,
/// activations with options, both global poolings, a regularizer.
pub fn catalogue() -> String {
    let norm = r#"{"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,"gammaInitializer":"ones",
        "betaInitializer":"zeros","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"}"#;
    let conv = |filters: usize, activation: &str, more: &str| {
        format!(
            r#"{{"type":"conv2d","filters":{filters},"kernelSize":[3,3],"strides":[1,1],"padding":"same",
            "activation":{activation},"useBias":true,"kernelInitializer":"lecunNormal","biasInitializer":"zeros",{more}}}"#
        )
    };
    let separable = |filters: usize, stride: usize, activation: &str| {
        format!(
            r#"{{"type":"separableConv2d","filters":{filters},"kernelSize":[3,3],"strides":[{stride},{stride}],"padding":"same",
            "depthMultiplier":1,"dilationRate":[1,1],"activation":{activation},"useBias":true,
            "depthwiseInitializer":"heUniform","pointwiseInitializer":"orthogonal","biasInitializer":"zeros",
            "pointwiseRegularizer":{{"l2":0.001}}}}"#
        )
    };
    let layers = [
        r#"{"type":"normalization","axis":[],"mean":[72.9],"variance":[8100],"invert":false}"#, // 0
        &conv(8, r#""relu""#, r#""kernelRegularizer":{"l1":0.0001}"#),
        r#"{"type":"depthwiseConv2d","kernelSize":[3,3],"strides":[2,2],"padding":"same","depthMultiplier":2,
            "dilationRate":[1,1],"activation":"linear","useBias":false,
            "depthwiseInitializer":"randomNormal","biasInitializer":"zeros"}"#,
        norm,
        r#"{"type":"activation","activation":{"type":"relu","maxValue":6}}"#, // 4
        &separable(12, 1, r#""silu""#),
        &conv(
            12,
            r#"{"type":"leakyRelu","negativeSlope":0.3}"#,
            r#""groups":3,"dilationRate":[2,2]"#,
        ),
        r#"{"type":"spatialDropout2d","rate":0.2}"#,
        &separable(16, 2, r#""linear""#), // 8
        norm,
        r#"{"type":"activation","activation":"hardSwish"}"#,
        r#"{"type":"globalAveragePooling2d","keepdims":false}"#, // 11
        r#"{"type":"globalMaxPooling2d","keepdims":false,"inputs":[10]}"#,
        r#"{"type":"concatenate","inputs":[11,12]}"#,
        r#"{"type":"reshape","targetShape":[4,4,-1]}"#,
        r#"{"type":"normalization","axis":[-1],"invert":false}"#,
        r#"{"type":"flatten"}"#,
        r#"{"type":"dense","units":24,"activation":"gelu","useBias":true,"kernelInitializer":"glorotUniform",
            "biasInitializer":{"type":"constant","value":0.1}}"#,
        r#"{"type":"dense","units":16,"activation":"elu","useBias":true,"kernelInitializer":"heNormal",
            "biasInitializer":"zeros"}"#,
        r#"{"type":"dense","units":10,"activation":"tanh","useBias":true,"kernelInitializer":"glorotUniform",
            "biasInitializer":"zeros"}"#,
    ];
    format!(
        r#"{{"inputShape":[28,28,1],"seed":7,"layers":[{}]}}"#,
        layers.join(",")
    )
}

/// Adam with Keras' defaults.
pub const ADAM: &str = r#"{"optimizer":{"type":"adam","learningRate":0.001,"beta1":0.9,"beta2":0.999,"epsilon":1e-7},
  "loss":"sparseCategoricalCrossentropy","metrics":["accuracy"]}"#;

/// A session of a spec, compiled.
pub fn session(spec: &str, compile: &str) -> Session {
    let mut session = Session::new(ModelSpec::from_json(spec).unwrap()).unwrap();
    session
        .compile(CompileSpec::from_json(compile).unwrap())
        .unwrap();
    session
}

/// `count` bright blobs whose place depends on the label, over noise; added to the session.
pub fn blobs(session: &mut Session, count: usize, classes: u32) -> usize {
    let labels: Vec<u32> = (0..count as u32).map(|i| i % classes).collect();
    add(session, &blob_bytes(&labels), &labels)
}

/// The images of `blobs`.
pub fn blob_bytes(labels: &[u32]) -> Vec<u8> {
    let mut bytes = vec![0u8; labels.len() * 784];
    for (i, &label) in labels.iter().enumerate() {
        let (cx, cy) = (6 + 4 * (label as i32 % 5), if label < 5 { 9 } else { 19 });
        for p in 0..784 {
            let d = (p % 28 - cx).pow(2) + (p / 28 - cy).pow(2);
            let noise = philox4x32_10([9, 9], [i as u32, p as u32, 0, 0])[0] % 60;
            let blob = if d < 30 { 180 } else { 0 };
            bytes[i * 784 + p as usize] = (noise + blob) as u8;
        }
    }
    bytes
}

/// Adds images of 28 × 28 bytes and their labels to the session.
pub fn add(session: &mut Session, bytes: &[u8], labels: &[u32]) -> usize {
    let id = session.add_dataset(labels.len(), 784, false, true).unwrap();
    let dataset = session.dataset_mut(id).unwrap();
    dataset.write_images(0, bytes).unwrap();
    dataset.write_labels(labels).unwrap();
    id
}
