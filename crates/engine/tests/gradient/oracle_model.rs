//! A model rebuilt from its spec in f64, one naive oracle after the other.
//!
//! Shapes, padding and random counters are worked out here anew, from the documentation and not from the engine.

use std::ops::Range;

use crate::oracle_norm::Norm;
use fashion_engine::layers::activation::Activation;
use fashion_engine::shape::Padding;
use fashion_engine::spec::{LayerKind, ModelSpec};
use fashion_kernels::conv2d::Conv2d;
use fashion_kernels::pool::Pool2d;

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
    /// By its moving statistics, as it is not trained.
    MovingNorm(Norm),
    Pool(Pool2d),
    AveragePool(Pool2d),
    ZeroPad {
        input: [usize; 3],
        padding: [[usize; 2]; 2],
    },
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
    /// Of so many inputs.
    Add {
        inputs: usize,
    },
    /// Of inputs with so many channels each.
    Concatenate {
        channels: Vec<usize>,
    },
}

/// A step with the place of its weights in the flat vector, and the values that it reads: 0 the images, k + 1 the output of
/// step k.
pub struct Placed {
    pub step: Step,
    pub weights: Range<usize>,
    pub inputs: Vec<usize>,
    /// Whether its weights are trained.
    pub trained: bool,
}

pub struct OracleModel {
    pub steps: Vec<Placed>,
    pub key: [u32; 2],
    /// What the step that comes next reads, and whether it is trained.
    next: (Vec<usize>, bool),
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

fn pool(shape: &[usize], pool: [usize; 2], strides: [usize; 2], padding: Padding) -> Pool2d {
    let input = <[usize; 3]>::try_from(shape).unwrap();
    Pool2d {
        input,
        pool,
        strides,
        padding: pad_both(padding, input, pool, strides),
    }
}

impl OracleModel {
    pub fn new(spec: &ModelSpec) -> Self {
        let mut model = Self {
            steps: Vec::new(),
            key: [spec.seed as u32, (spec.seed >> 32) as u32],
            next: (vec![0], true),
        };
        let image = |shape: &[usize]| <[usize; 3]>::try_from(shape).unwrap();
        // Of the model's input and of each layer's output: its shape, and the step that has made it.
        let mut known = vec![(spec.input_shape.clone(), 0)];
        for (layer, layer_spec) in spec.layers.iter().enumerate() {
            let inputs: Vec<usize> = layer_spec
                .inputs
                .iter()
                .map(|&input| known[input].1)
                .collect();
            let mut shape = known[layer_spec.inputs[0]].0.clone();
            model.next = (inputs, layer_spec.trainable);
            match &layer_spec.kind {
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
                    let pool = pool(&shape, spec.pool_size, spec.strides, spec.padding);
                    shape = pool.output().to_vec();
                    model.push(Step::Pool(pool), 0);
                }
                LayerKind::AveragePooling2d(spec) => {
                    let pool = pool(&shape, spec.pool_size, spec.strides, spec.padding);
                    shape = pool.output().to_vec();
                    model.push(Step::AveragePool(pool), 0);
                }
                LayerKind::ZeroPadding2d(spec) => {
                    let (input, padding) = (image(&shape), spec.padding);
                    for (size, sides) in shape.iter_mut().zip(padding) {
                        *size += sides[0] + sides[1];
                    }
                    model.push(Step::ZeroPad { input, padding }, 0);
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
                    let step = match layer_spec.trainable {
                        true => Step::Norm(norm),
                        false => Step::MovingNorm(norm),
                    };
                    model.push(step, norm.weights_len());
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
                LayerKind::Add(_) => {
                    let inputs = layer_spec.inputs.len();
                    model.push(Step::Add { inputs }, 0);
                }
                LayerKind::Concatenate(_) => {
                    let shapes = layer_spec.inputs.iter().map(|&input| &known[input].0);
                    let channels: Vec<usize> = shapes.map(|shape| shape[shape.len() - 1]).collect();
                    *shape.last_mut().unwrap() = channels.iter().sum();
                    model.push(Step::Concatenate { channels }, 0);
                }
            }
            // A linear activation makes no step.
            known.push((shape, model.next.0[0]));
        }
        model
    }

    fn push(&mut self, step: Step, weights: usize) {
        let start = self.parameters();
        let (inputs, trained) = self.next.clone();
        self.steps.push(Placed {
            step,
            weights: start..start + weights,
            inputs,
            trained,
        });
        self.next.0 = vec![self.steps.len()];
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
