//! Specs as text, the way TypeScript sends them.

/// A model under test: its spec, and whether its images are bytes or numbers in [−1, 1).
pub struct Model {
    pub json: String,
    pub bytes: bool,
}

pub fn conv(
    filters: usize,
    kernel: [usize; 2],
    strides: [usize; 2],
    padding: &str,
    activation: &str,
    bias: bool,
) -> String {
    format!(
        r#"{{"type":"conv2d","filters":{filters},"kernelSize":{kernel:?},"strides":{strides:?},"padding":"{padding}",
        "activation":"{activation}","useBias":{bias},"kernelInitializer":"glorotUniform","biasInitializer":"zeros"}}"#
    )
}

pub fn dense(units: usize, activation: &str, bias: bool) -> String {
    format!(
        r#"{{"type":"dense","units":{units},"activation":"{activation}","useBias":{bias},
        "kernelInitializer":"glorotUniform","biasInitializer":"zeros"}}"#
    )
}

pub fn pooling(pool: [usize; 2], strides: [usize; 2], padding: &str) -> String {
    format!(
        r#"{{"type":"maxPooling2d","poolSize":{pool:?},"strides":{strides:?},"padding":"{padding}"}}"#
    )
}

pub fn average_pooling(pool: [usize; 2], strides: [usize; 2], padding: &str) -> String {
    format!(
        r#"{{"type":"averagePooling2d","poolSize":{pool:?},"strides":{strides:?},"padding":"{padding}"}}"#
    )
}

/// `padding` is `[[top, bottom], [left, right]]`.
pub fn zero_padding(padding: [[usize; 2]; 2]) -> String {
    format!(r#"{{"type":"zeroPadding2d","padding":{padding:?}}}"#)
}

pub fn flatten() -> String {
    r#"{"type":"flatten"}"#.into()
}

pub fn dropout(rate: f64) -> String {
    format!(r#"{{"type":"dropout","rate":{rate}}}"#)
}

pub fn rescaling(scale: f64, offset: f64) -> String {
    format!(r#"{{"type":"rescaling","scale":{scale},"offset":{offset}}}"#)
}

pub fn activation(name: &str) -> String {
    format!(r#"{{"type":"activation","activation":"{name}"}}"#)
}

/// A batch normalization with `momentum` and `epsilon`, with or without beta and gamma.
pub fn norm(momentum: f64, epsilon: f64, center: bool, scale: bool) -> String {
    format!(
        r#"{{"type":"batchNormalization","momentum":{momentum},"epsilon":{epsilon},"center":{center},"scale":{scale},
        "gammaInitializer":"ones","betaInitializer":"zeros","movingMeanInitializer":"zeros",
        "movingVarianceInitializer":"ones"}}"#
    )
}

/// A layer that reads others: places in the list of layers, −1 for the model's input.
pub fn from(inputs: &[i32], layer: &str) -> String {
    format!("{{\"inputs\":{inputs:?},{}", &layer[1..])
}

/// The same layer, not trained.
pub fn frozen(layer: &str) -> String {
    format!("{{\"trainable\":false,{}", &layer[1..])
}

pub fn add(inputs: &[i32]) -> String {
    from(inputs, r#"{"type":"add"}"#)
}

pub fn concatenate(inputs: &[i32]) -> String {
    from(inputs, r#"{"type":"concatenate"}"#)
}

fn spec(shape: &[usize], layers: &[String]) -> String {
    // A seed beyond 32 bits, so that both words of the key matter.
    format!(
        r#"{{"inputShape":{shape:?},"seed":12345678901,"layers":[{}]}}"#,
        layers.join(",")
    )
}

/// A model of images of numbers.
pub fn model(shape: [usize; 3], layers: &[String]) -> Model {
    Model {
        json: spec(&shape, layers),
        bytes: false,
    }
}

/// A model of images of bytes.
pub fn bytes(shape: [usize; 3], layers: &[String]) -> Model {
    Model {
        json: spec(&shape, layers),
        bytes: true,
    }
}

/// A model of flat numbers.
pub fn features(count: usize, layers: &[String]) -> Model {
    Model {
        json: spec(&[count], layers),
        bytes: false,
    }
}

/// A layer with more options, as JSON: `with(&conv(…), r#""groups":2"#)`.
pub fn with(layer: &str, options: &str) -> String {
    format!("{},{options}}}", &layer[..layer.len() - 1])
}

/// A depthwise convolution.
pub fn depthwise(
    kernel: [usize; 2],
    strides: [usize; 2],
    dilation: [usize; 2],
    padding: &str,
    multiplier: usize,
    bias: bool,
) -> String {
    format!(
        r#"{{"type":"depthwiseConv2d","kernelSize":{kernel:?},"strides":{strides:?},"padding":"{padding}",
        "depthMultiplier":{multiplier},"dilationRate":{dilation:?},"activation":"linear","useBias":{bias},
        "depthwiseInitializer":"glorotUniform","biasInitializer":"zeros"}}"#
    )
}

/// A separable convolution.
pub fn separable(
    filters: usize,
    kernel: [usize; 2],
    strides: [usize; 2],
    padding: &str,
    multiplier: usize,
    activation: &str,
) -> String {
    format!(
        r#"{{"type":"separableConv2d","filters":{filters},"kernelSize":{kernel:?},"strides":{strides:?},
        "padding":"{padding}","depthMultiplier":{multiplier},"dilationRate":[1,1],"activation":{activation},"useBias":true,
        "depthwiseInitializer":"glorotUniform","pointwiseInitializer":"glorotUniform","biasInitializer":"zeros"}}"#
    )
}

pub fn global_average(keepdims: bool) -> String {
    format!(r#"{{"type":"globalAveragePooling2d","keepdims":{keepdims}}}"#)
}

pub fn global_max(keepdims: bool) -> String {
    format!(r#"{{"type":"globalMaxPooling2d","keepdims":{keepdims}}}"#)
}

pub fn spatial_dropout(rate: f64) -> String {
    format!(r#"{{"type":"spatialDropout2d","rate":{rate}}}"#)
}

pub fn reshape(shape: &[i32]) -> String {
    format!(r#"{{"type":"reshape","targetShape":{shape:?}}}"#)
}

/// `known` is mean and variance as JSON, empty for weights.
pub fn normalization(axis: &[i32], known: &str, invert: bool) -> String {
    let layer = format!(r#"{{"type":"normalization","axis":{axis:?},"invert":{invert}}}"#);
    match known {
        "" => layer,
        known => with(&layer, known),
    }
}

/// An activation with options, as JSON.
pub fn activation_of(json: &str) -> String {
    format!(r#"{{"type":"activation","activation":{json}}}"#)
}
