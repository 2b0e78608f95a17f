//! Batch normalization (Ioffe & Szegedy 2015): y = γ·(x − mean) / √(variance + ε) + β, per channel of the last axis.
//!
//! In training mean and biased variance are the batch's, so the plan is cut here: what comes before ends with the
//! statistics of its output, what comes after begins with normalising it (`executor::batch_statistics`). In inference, and
//! where the layer is not trained, the moving ones count.

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, NodeWeights,
    OutputUse, ParameterSpec, PassContext, Scratch, Surroundings, activation::Activation,
};
use crate::error::{Code, EngineError, Result, message};
use crate::initializer::Initializer;
use crate::options::{number, options};
use fashion_kernels::batch_norm::{self, Channels};
use std::ops::Range;

options! {
    /// Options of the layer `batchNormalization`.
    pub struct BatchNormalizationSpec {
        /// Share of the moving statistics that a step keeps.
        "momentum" momentum: f64,
        /// Added to the variance.
        "epsilon" epsilon: f64,
        /// Whether β is added.
        "center" center: bool,
        /// Whether γ multiplies.
        "scale" scale: bool,
        /// First values of γ.
        "gammaInitializer" gamma_initializer: Initializer,
        /// First values of β.
        "betaInitializer" beta_initializer: Initializer,
        /// First values of the moving mean.
        "movingMeanInitializer" moving_mean_initializer: Initializer,
        /// First values of the moving variance.
        "movingVarianceInitializer" moving_variance_initializer: Initializer,
    }
}

impl BatchNormalizationSpec {
    /// Refuses options outside their ranges.
    fn check(&self, place: &str) -> Result<()> {
        let wrong = |option: &str, value: f64, expected: &str| {
            let message = message!("{place}: {option} is {} → {expected}", number(value));
            Err(EngineError::new(Code::InvalidSpec, message))
        };
        if !(0.0..=1.0).contains(&self.momentum) {
            return wrong("momentum", self.momentum, "a number from 0 to 1");
        }
        if !(self.epsilon as f32 > 0.0 && (self.epsilon as f32).is_finite()) {
            return wrong("epsilon", self.epsilon, "a number > 0");
        }
        Ok(())
    }

    /// γ and β where there are some, then the moving mean and variance, which no gradient moves.
    fn weights(&self, channels: usize) -> Vec<ParameterSpec> {
        let trained = |suffix, initializer| ParameterSpec::vector(suffix, channels, initializer);
        let moving = |suffix, initializer| ParameterSpec {
            trainable: false,
            ..ParameterSpec::vector(suffix, channels, initializer)
        };
        let mut weights = Vec::new();
        if self.scale {
            weights.push(trained("gamma", self.gamma_initializer));
        }
        if self.center {
            weights.push(trained("beta", self.beta_initializer));
        }
        weights.push(moving("moving_mean", self.moving_mean_initializer));
        weights.push(moving("moving_variance", self.moving_variance_initializer));
        weights
    }
}

impl LayerOptions for BatchNormalizationSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        self.check(place)?;
        let channels = *inputs[0].last().expect("shapes have at least one axis");
        Ok((inputs[0].to_vec(), self.weights(channels)))
    }

    fn can_add(&self, training: bool) -> bool {
        training
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.moving(around)))
    }

    /// With the moving statistics, as a layer that is not trained; a trained one is the executor's.
    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.moving(around)))
    }
}

impl BatchNormalizationSpec {
    fn moving(&self, around: &Surroundings) -> MovingNorm {
        MovingNorm {
            norm: Norm::new(self, around.input()),
            relu: around.absorbed.relu,
        }
    }
}

/// A normalization of one shape; its weights are γ and β where there are some, moving mean, moving variance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Norm {
    pub(crate) channels: usize,
    /// Positions of an image: height · width, or 1.
    pub(crate) rows: usize,
    pub(crate) momentum: f64,
    epsilon: f64,
    gamma: bool,
    beta: bool,
}

impl Norm {
    /// For an input of `shape`.
    pub(crate) fn new(spec: &BatchNormalizationSpec, shape: &[usize]) -> Self {
        let channels = *shape.last().expect("shapes have at least one axis");
        Self {
            channels,
            rows: shape.iter().product::<usize>() / channels,
            momentum: spec.momentum,
            epsilon: spec.epsilon,
            gamma: spec.scale,
            beta: spec.center,
        }
    }

    /// The places of weight number `number` among its own.
    fn weight(&self, number: usize) -> Range<usize> {
        number * self.channels..(number + 1) * self.channels
    }

    pub(crate) fn gamma(&self) -> Option<Range<usize>> {
        self.gamma.then(|| self.weight(0))
    }

    pub(crate) fn beta(&self) -> Option<Range<usize>> {
        self.beta.then(|| self.weight(usize::from(self.gamma)))
    }

    pub(crate) fn moving_mean(&self) -> Range<usize> {
        self.weight(usize::from(self.gamma) + usize::from(self.beta))
    }

    pub(crate) fn moving_variance(&self) -> Range<usize> {
        self.weight(usize::from(self.gamma) + usize::from(self.beta) + 1)
    }

    /// Moving mean and variance of a channel.
    fn moving(&self, weights: &[f32], channel: usize) -> (f32, f32) {
        let at = |range: Range<usize>| weights[range.start + channel];
        (at(self.moving_mean()), at(self.moving_variance()))
    }

    pub(crate) fn deviation(&self, variance: f32) -> f64 {
        (f64::from(variance) + self.epsilon).sqrt()
    }

    /// γ / √(variance + ε) of a channel.
    pub(crate) fn scale(&self, weights: &[f32], channel: usize, variance: f32) -> f64 {
        let gamma = self
            .gamma()
            .map_or(1.0, |range| weights[range.start + channel]);
        f64::from(gamma) / self.deviation(variance)
    }

    /// β of a channel.
    pub(crate) fn offset(&self, weights: &[f32], channel: usize) -> f32 {
        self.beta()
            .map_or(0.0, |range| weights[range.start + channel])
    }

    /// Floats of `pack_rows`.
    pub(crate) fn rows_len(&self) -> usize {
        3 * self.channels
    }

    /// Moving mean, scale and offset of every channel, one row each.
    pub(crate) fn pack_rows(&self, weights: &[f32], rows: &mut [f32]) {
        let mut rows = rows.chunks_exact_mut(self.channels);
        let [means, scales, offsets] = std::array::from_fn(|_| rows.next().expect("three rows"));
        for channel in 0..self.channels {
            let (mean, variance) = self.moving(weights, channel);
            means[channel] = mean;
            scales[channel] = self.scale(weights, channel, variance) as f32;
            offsets[channel] = self.offset(weights, channel);
        }
    }

    /// What `pack_rows` has written, as the kernels take it.
    pub(crate) fn channels_of(rows: &[f32]) -> Channels<'_> {
        let mut rows = rows.chunks_exact(rows.len() / 3);
        let [mean, scale, offset] = std::array::from_fn(|_| rows.next().unwrap_or(&[]));
        Channels {
            mean,
            inverse: scale,
            scale,
            offset,
        }
    }

    /// The kernel before it, whose last axis are the channels, with the normalization in it; what is added goes to `offsets`.
    ///
    /// γ·(x·w + b − mean) / √(variance + ε) + β = x·(w·s) + ((b − mean)·s + β) with s = γ / √(variance + ε), worked out in
    /// double precision and rounded once.
    pub(crate) fn fold(&self, weights: &[f32], kernel: &[f32], offsets: &mut [f32]) -> Vec<f32> {
        let mut scales = vec![0.0; self.channels];
        for (channel, offset) in offsets.iter_mut().enumerate() {
            let (mean, variance) = self.moving(weights, channel);
            let s = self.scale(weights, channel, variance);
            let beta = f64::from(self.offset(weights, channel));
            scales[channel] = s;
            *offset = ((f64::from(*offset) - f64::from(mean)) * s + beta) as f32;
        }
        let rows = kernel.chunks_exact(self.channels);
        rows.flat_map(|row| {
            let scaled = row.iter().zip(&scales);
            scaled.map(|(&w, s)| (f64::from(w) * s) as f32)
        })
        .collect()
    }
}

/// The normalization by its moving statistics: it multiplies and adds.
struct MovingNorm {
    norm: Norm,
    relu: bool,
}

impl Forward for MovingNorm {
    fn packed_len(&self) -> usize {
        self.norm.rows_len()
    }

    fn pack(&self, weights: NodeWeights, packed: &mut [f32]) {
        self.norm.pack_rows(weights.own, packed);
    }

    fn forward(
        &self,
        _count: usize,
        packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        batch_norm::normalise(inputs.only(), Norm::channels_of(packed), self.relu, y);
    }

    fn products(&self) -> usize {
        self.norm.rows * self.norm.channels
    }
}

impl Backward for MovingNorm {
    fn needs(&self) -> Needs {
        Needs {
            output: if self.relu {
                OutputUse::Sign
            } else {
                OutputUse::Nothing
            },
            ..Needs::NOTHING
        }
    }

    fn backward(&self, _pass: &PassContext, packed: &[f32], args: BackwardArgs, _scratch: Scratch) {
        let Some(dx) = args.dx else { return };
        if self.relu {
            Activation::Relu.backward(self.norm.channels, args.y, args.dy);
        }
        let scale = Norm::channels_of(packed).scale;
        let rows = args.dy.chunks_exact(self.norm.channels);
        for (dy, dx) in rows.zip(dx.chunks_exact_mut(self.norm.channels)) {
            for ((dx, dy), scale) in dx.iter_mut().zip(dy).zip(scale) {
                *dx = dy * scale;
            }
        }
    }
}
