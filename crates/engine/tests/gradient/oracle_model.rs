//! A model rebuilt from its spec in f64, one naive oracle after the other.
//!
//! Shapes, padding and random counters are worked out here anew, from the documentation and not from the engine.

use std::ops::Range;

use crate::oracle_norm::Norm;
use fashion_engine::layers::activation::Activation;
use fashion_engine::shape::Padding;
use fashion_engine::spec::{LayerKind, ModelSpec};
use fashion_kernels::conv2d::Conv2d;
use fashion_kernels::pool::MaxPool2d;

/// One operation; a layer's `activation` option is a step of its own.
pub enum Step {
    Conv {
        shape: Conv2d,
        bias: bool,
    },
    Dense {
        inputs: usize,
        units: usize,
        bias: bool,
    },
    Norm(Norm),
    Pool(MaxPool2d),
    Flatten {
        channels: usize,
    },
    Dropout {
        rate: f32,
        layer: u32,
    },
    Rescale {
        scale: f64,
        offset: f64,
    },
    Relu,
    Sigmoid,
    Softmax {
        columns: usize,
    },
}

/// A step with the place of its weights in the flat vector.
pub struct Placed {
    pub step: Step,
    pub weights: Range<usize>,
}

pub struct OracleModel {
    pub steps: Vec<Placed>,
    pub key: [u32; 2],
}

/// Keras: SAME keeps ⌈length / stride⌉ positions, the odd row or column at the end.
fn pad(padding: Padding, length: usize, window: usize, stride: usize) -> [usize; 2] {
    let total = match padding {
        Padding::Valid => 0,
        Padding::Same => ((length.div_ceil(stride) - 1) * stride + window).saturating_sub(length),
    };
    [total / 2, total - total / 2]
}

fn pad_both(
    padding: Padding,
    input: [usize; 3],
    window: [usize; 2],
    strides: [usize; 2],
) -> [usize; 4] {
    let [top, bottom] = pad(padding, input[0], window[0], strides[0]);
    let [left, right] = pad(padding, input[1], window[1], strides[1]);
    [top, bottom, left, right]
}

impl OracleModel {
    pub fn new(spec: &ModelSpec) -> Self {
        let mut model = Self {
            steps: Vec::new(),
            key: [spec.seed as u32, (spec.seed >> 32) as u32],
        };
        let mut shape = spec.input_shape.clone();
        let image = |shape: &[usize]| <[usize; 3]>::try_from(shape).unwrap();
        for (layer, spec) in spec.layers.iter().enumerate() {
            match &spec.kind {
                LayerKind::Conv2d(spec) => {
                    let input = image(&shape);
                    let padding = pad_both(spec.padding, input, spec.kernel_size, spec.strides);
                    let (filters, kernel, strides) = (spec.filters, spec.kernel_size, spec.strides);
                    let conv = Conv2d {
                        input,
                        filters,
                        kernel,
                        strides,
                        padding,
                    };
                    shape = conv.output().to_vec();
                    let weights = conv.weights_len() + if spec.use_bias { filters } else { 0 };
                    model.push(
                        Step::Conv {
                            shape: conv,
                            bias: spec.use_bias,
                        },
                        weights,
                    );
                    model.push_activation(spec.activation, filters);
                }
                LayerKind::Dense(spec) => {
                    let (inputs, units, bias) = (shape[0], spec.units, spec.use_bias);
                    model.push(
                        Step::Dense {
                            inputs,
                            units,
                            bias,
                        },
                        inputs * units + if bias { units } else { 0 },
                    );
                    model.push_activation(spec.activation, units);
                    shape = vec![units];
                }
                LayerKind::MaxPooling2d(spec) => {
                    let input = image(&shape);
                    let padding = pad_both(spec.padding, input, spec.pool_size, spec.strides);
                    let pool = MaxPool2d {
                        input,
                        pool: spec.pool_size,
                        strides: spec.strides,
                        padding,
                    };
                    shape = pool.output().to_vec();
                    model.push(Step::Pool(pool), 0);
                }
                LayerKind::Flatten(_) => {
                    model.push(
                        Step::Flatten {
                            channels: shape[shape.len() - 1],
                        },
                        0,
                    );
                    shape = vec![shape.iter().product()];
                }
                LayerKind::Dropout(spec) => {
                    model.push(
                        Step::Dropout {
                            rate: spec.rate as f32,
                            layer: layer as u32,
                        },
                        0,
                    );
                }
                LayerKind::BatchNormalization(spec) => {
                    let norm = Norm {
                        channels: shape[shape.len() - 1],
                        momentum: spec.momentum,
                        epsilon: spec.epsilon,
                        center: spec.center,
                        scale: spec.scale,
                    };
                    model.push(Step::Norm(norm), norm.weights_len());
                }
                LayerKind::Rescaling(spec) => {
                    model.push(
                        Step::Rescale {
                            scale: spec.scale,
                            offset: spec.offset,
                        },
                        0,
                    );
                }
                LayerKind::Activation(spec) => {
                    model.push_activation(spec.activation, shape[shape.len() - 1])
                }
            }
        }
        model
    }

    fn push(&mut self, step: Step, weights: usize) {
        let start = self.parameters();
        self.steps.push(Placed {
            step,
            weights: start..start + weights,
        });
    }

    fn push_activation(&mut self, activation: Activation, columns: usize) {
        match activation {
            Activation::Linear => {}
            Activation::Relu => self.push(Step::Relu, 0),
            Activation::Sigmoid => self.push(Step::Sigmoid, 0),
            Activation::Softmax => self.push(Step::Softmax { columns }, 0),
        }
    }

    pub fn parameters(&self) -> usize {
        self.steps.last().map_or(0, |last| last.weights.end)
    }
}
