//! A model rebuilt from its spec in f64, one naive oracle after the other.
//!
//! Shapes, padding and random counters are worked out here anew, from the documentation and not from the engine.

use std::ops::Range;

use crate::oracle_norm::Norm;
use fashion_engine::layers::activation::Activation;
use fashion_engine::regularizer::Regularizer;
use fashion_engine::shape::Padding;
use fashion_engine::spec::{LayerKind, ModelSpec};
use fashion_kernels::conv2d::Conv2d;
use fashion_kernels::grouped_conv2d::GroupedConv2d;
use fashion_kernels::oracle::Unary;
use fashion_kernels::pool::Pool2d;

/// One operation; a layer's `activation` option is a step of its own.
pub enum Step {
    Conv {
        shape: Conv2d,
        bias: bool,
    },
    /// With dilation, groups, or both; depthwise convolutions among them.
    GroupedConv {
        shape: GroupedConv2d,
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
    /// Of whole channels.
    SpatialDropout {
        rate: f32,
        layer: u32,
        channels: usize,
    },
    Rescale {
        scale: f64,
        offset: f64,
    },
    Standardise(Standardise),
    Unary(Unary),
    Relu,
    Sigmoid,
    Softmax {
        columns: usize,
    },
    /// A softmax of all places with the same number.
    SoftmaxAmong(Vec<usize>),
    /// Of so many inputs.
    Add {
        inputs: usize,
    },
    /// Of inputs with so many channels each.
    Concatenate {
        channels: Vec<usize>,
    },
}

/// By statistics that are known, or the step's weights.
#[derive(Clone)]
pub struct Standardise {
    /// For each value of an image its place among the statistics.
    pub places: Vec<usize>,
    /// Means and variances.
    pub known: Option<[Vec<f64>; 2]>,
    pub invert: bool,
}

impl Standardise {
    /// Mean and deviation of value `i` of an image.
    pub fn of(&self, w: &[f64], i: usize) -> (f64, f64) {
        let place = self.places[i];
        let (mean, variance) = match &self.known {
            Some([mean, variance]) => (mean[place % mean.len()], variance[place % mean.len()]),
            None => (w[place], w[w.len() / 2 + place]),
        };
        (mean, variance.sqrt().max(1e-7))
    }
}

/// A step with the place of its weights in the flat vector, and the values that it reads: 0 the images, k + 1 the output of
/// step k.
pub struct Placed {
    pub step: Step,
    pub weights: Range<usize>,
    pub inputs: Vec<usize>,
    /// Whether its weights are trained.
    pub trained: bool,
    /// Factors of Σ|w| and Σw² of its kernel in the loss.
    pub penalty: [f64; 2],
}

pub struct OracleModel {
    pub steps: Vec<Placed>,
    pub key: [u32; 2],
    /// What the step that comes next reads, and whether it is trained.
    next: (Vec<usize>, bool),
    /// Of the kernel that comes next.
    penalty: [f64; 2],
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

/// SAME padding for a kernel with gaps.
fn dilated(
    padding: Padding,
    input: [usize; 3],
    kernel: [usize; 2],
    strides: [usize; 2],
    dilation: [usize; 2],
) -> [usize; 4] {
    let extent = [0, 1].map(|axis| (kernel[axis] - 1) * dilation[axis] + 1);
    pad_both(padding, input, extent, strides)
}

/// One window over the whole image.
fn whole(shape: &[usize]) -> Pool2d {
    let input = <[usize; 3]>::try_from(shape).unwrap();
    Pool2d {
        input,
        pool: [input[0], input[1]],
        strides: [1, 1],
        padding: [0; 4],
    }
}

fn one_pixel(shape: &[usize], keepdims: bool) -> Vec<usize> {
    if keepdims {
        vec![1, 1, shape[2]]
    } else {
        vec![shape[2]]
    }
}

fn factors(regularizer: Regularizer) -> [f64; 2] {
    [regularizer.l1, regularizer.l2]
}

impl OracleModel {
    pub fn new(spec: &ModelSpec) -> Self {
        let mut model = Self {
            steps: Vec::new(),
            key: [spec.seed as u32, (spec.seed >> 32) as u32],
            next: (vec![0], true),
            penalty: [0.0; 2],
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
                LayerKind::Conv2d(spec) if spec.groups > 1 || spec.dilation_rate != [1, 1] => {
                    model.penalty = factors(spec.kernel_regularizer);
                    let conv = GroupedConv2d {
                        input: image(&shape),
                        filters: spec.filters,
                        kernel: spec.kernel_size,
                        strides: spec.strides,
                        dilation: spec.dilation_rate,
                        groups: spec.groups,
                        padding: dilated(
                            spec.padding,
                            image(&shape),
                            spec.kernel_size,
                            spec.strides,
                            spec.dilation_rate,
                        ),
                    };
                    shape = model.push_grouped(conv, spec.use_bias);
                    model.push_activation(spec.activation, spec.filters);
                }
                LayerKind::DepthwiseConv2d(spec) => {
                    model.penalty = factors(spec.depthwise_regularizer);
                    shape = model.push_depthwise(
                        image(&shape),
                        spec.kernel_size,
                        spec.strides,
                        spec.dilation_rate,
                        spec.padding,
                        spec.depth_multiplier,
                        spec.use_bias,
                    );
                    model.push_activation(spec.activation, shape[2]);
                }
                LayerKind::SeparableConv2d(spec) => {
                    model.penalty = factors(spec.depthwise_regularizer);
                    let between = model.push_depthwise(
                        image(&shape),
                        spec.kernel_size,
                        spec.strides,
                        spec.dilation_rate,
                        spec.padding,
                        spec.depth_multiplier,
                        false,
                    );
                    model.penalty = factors(spec.pointwise_regularizer);
                    let conv = Conv2d {
                        input: image(&between),
                        filters: spec.filters,
                        kernel: [1, 1],
                        strides: [1, 1],
                        padding: [0; 4],
                    };
                    shape = conv.output().to_vec();
                    let bias = spec.use_bias;
                    let weights = conv.weights_len() + if bias { spec.filters } else { 0 };
                    model.push(Step::Conv { shape: conv, bias }, weights);
                    model.push_activation(spec.activation, spec.filters);
                }
                LayerKind::Conv2d(spec) => {
                    model.penalty = factors(spec.kernel_regularizer);
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
                    model.penalty = factors(spec.kernel_regularizer);
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
                LayerKind::GlobalAveragePooling2d(spec) => {
                    model.push(Step::AveragePool(whole(&shape)), 0);
                    shape = one_pixel(&shape, spec.keepdims);
                }
                LayerKind::GlobalMaxPooling2d(spec) => {
                    model.push(Step::Pool(whole(&shape)), 0);
                    shape = one_pixel(&shape, spec.keepdims);
                }
                LayerKind::Reshape(spec) => {
                    let all: usize = shape.iter().product();
                    let known: i32 = spec.target_shape.iter().filter(|&&side| side > 0).product();
                    let side = |&side: &i32| match side {
                        -1 => all / known as usize,
                        side => side as usize,
                    };
                    shape = spec.target_shape.iter().map(side).collect();
                    model.push(Step::Flatten { channels: 1 }, 0);
                }
                LayerKind::Normalization(spec) => {
                    let rank = shape.len() as i32 + 1;
                    let kept = |axis: usize| {
                        let own = |&given: &i32| (given + rank) % rank == axis as i32 + 1;
                        spec.axis.iter().any(own)
                    };
                    let places = (0..shape.iter().product()).map(|i: usize| {
                        let (mut rest, mut place, mut step) = (i, 0, 1);
                        for (axis, side) in shape.iter().enumerate().rev() {
                            if kept(axis) {
                                place += rest % side * step;
                                step *= side;
                            }
                            rest /= side;
                        }
                        place
                    });
                    let places: Vec<usize> = places.collect();
                    let count = places.iter().max().unwrap() + 1;
                    let known =
                        (!spec.mean.is_empty()).then(|| [spec.mean.clone(), spec.variance.clone()]);
                    let weights = if known.is_some() { 0 } else { 2 * count };
                    // No gradient moves its weights.
                    let trained = std::mem::replace(&mut model.next.1, false);
                    let invert = spec.invert;
                    model.push(
                        Step::Standardise(Standardise {
                            places,
                            known,
                            invert,
                        }),
                        weights,
                    );
                    model.next.1 = trained;
                }
                LayerKind::SpatialDropout2d(spec) => {
                    model.push(
                        Step::SpatialDropout {
                            rate: spec.rate as f32,
                            layer: layer as u32,
                            channels: shape[2],
                        },
                        0,
                    );
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
                LayerKind::RandomBrightness(_)
                | LayerKind::RandomContrast(_)
                | LayerKind::RandomErasing(_)
                | LayerKind::RandomFlip(_)
                | LayerKind::RandomRotation(_)
                | LayerKind::RandomTranslation(_)
                | LayerKind::RandomZoom(_) => {
                    panic!("augmentation stands before all weights: no gradient goes there")
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
                LayerKind::Activation(spec) if !spec.axis.is_empty() => {
                    model.push(Step::SoftmaxAmong(among(&shape, &spec.axis)), 0);
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
            penalty: std::mem::take(&mut self.penalty),
        });
        self.next.0 = vec![self.steps.len()];
    }

    fn push_grouped(&mut self, shape: GroupedConv2d, bias: bool) -> Vec<usize> {
        let weights = shape.weights_len() + if bias { shape.filters } else { 0 };
        self.push(Step::GroupedConv { shape, bias }, weights);
        shape.output().to_vec()
    }

    #[allow(clippy::too_many_arguments)]
    fn push_depthwise(
        &mut self,
        input: [usize; 3],
        kernel: [usize; 2],
        strides: [usize; 2],
        dilation: [usize; 2],
        padding: Padding,
        multiplier: usize,
        bias: bool,
    ) -> Vec<usize> {
        let conv = GroupedConv2d {
            input,
            filters: input[2] * multiplier,
            kernel,
            strides,
            dilation,
            groups: input[2],
            padding: dilated(padding, input, kernel, strides, dilation),
        };
        self.push_grouped(conv, bias)
    }

    fn push_activation(&mut self, activation: Activation, columns: usize) {
        let unary = match activation {
            Activation::ClippedRelu {
                negative_slope,
                max_value,
                threshold,
            } => Unary::ClippedRelu {
                slope: negative_slope,
                most: max_value.unwrap_or(f64::INFINITY),
                threshold,
            },
            Activation::LeakyRelu { negative_slope } => Unary::LeakyRelu {
                slope: negative_slope,
            },
            Activation::Elu { alpha } => Unary::Elu { alpha },
            Activation::Gelu { approximate: false } => Unary::Gelu,
            Activation::Gelu { approximate: true } => Unary::GeluTanh,
            Activation::Silu => Unary::Silu,
            Activation::HardSwish => Unary::HardSwish,
            Activation::Tanh => Unary::Tanh,
            _ => return self.push_other_activation(activation, columns),
        };
        self.push(Step::Unary(unary), 0);
    }

    fn push_other_activation(&mut self, activation: Activation, columns: usize) {
        match activation {
            Activation::Linear => {}
            Activation::Relu => self.push(Step::Relu, 0),
            Activation::Sigmoid => self.push(Step::Sigmoid, 0),
            Activation::Softmax => self.push(Step::Softmax { columns }, 0),
            other => unreachable!("{other:?} is a function of one number"),
        }
    }

    pub fn parameters(&self) -> usize {
        self.steps.last().map_or(0, |last| last.weights.end)
    }
}

/// For each place of an image the number of those that differ from it along `axes` of the batch only.
fn among(shape: &[usize], axes: &[i32]) -> Vec<usize> {
    let number = |place: usize| {
        let (mut number, mut step) = (0, 1);
        for (axis, side) in shape.iter().enumerate() {
            let index = place / shape[axis + 1..].iter().product::<usize>() % side;
            let names = [axis as i32 + 1, axis as i32 - shape.len() as i32];
            if !names.iter().any(|name| axes.contains(name)) {
                number += index * step;
                step *= side;
            }
        }
        number
    };
    (0..shape.iter().product()).map(number).collect()
}
