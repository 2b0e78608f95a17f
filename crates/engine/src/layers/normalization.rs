//! Normalization by known statistics: y = (x − mean) / max(√variance, 1e-7), or with `invert` back again.
//!
//! Mean and variance are options, or weights that no training moves and `adapt` sets. They belong to the axes that are kept;
//! all others share them. With options, at the head of a model, it is done as images are gathered.

use super::{
    Backward, BackwardArgs, Described, Forward, Inputs, LayerOptions, Needs, NodeWeights,
    ParameterSpec, PassContext, Scratch, Surroundings,
};
use crate::error::{Code, EngineError, Result, message};
use crate::initializer::Initializer;
use crate::options::options;
use crate::preprocessing::{Preprocess, Standardise};
use crate::shape;
use fashion_kernels::rescale;

/// The least deviation that is divided by: Keras' epsilon.
const LEAST_DEVIATION: f32 = 1e-7;

options! {
    /// Options of the layer `normalization`.
    pub struct NormalizationSpec {
        /// The axes of a batch that have statistics of their own, negative from the last one back; none for one mean and one
        /// variance. Axis 0 are the images.
        "axis" axis: Vec<i32>,
        /// Means, when they are known; empty for weights.
        "mean" mean: Vec<f64> = Vec::<f64>::new(),
        /// Variances, likewise.
        "variance" variance: Vec<f64> = Vec::<f64>::new(),
        /// Whether it undoes a normalization.
        "invert" invert: bool,
    }
}

impl NormalizationSpec {
    fn invalid<T>(message: String) -> Result<T> {
        Err(EngineError::new(Code::InvalidSpec, message))
    }

    /// Shape of the statistics.
    fn shape(&self, place: &str, input: &[usize]) -> Result<Vec<usize>> {
        let kept = shape::axes(place, input, &self.axis)?;
        let sides = input.iter().zip(kept).filter(|(_, kept)| *kept);
        Ok(sides.map(|(&side, _)| side).collect())
    }

    fn is_known(&self) -> bool {
        !self.mean.is_empty()
    }

    /// Mean and deviation of every value of an image, from the statistics of the kept axes or one for all.
    fn spread(&self, input: &[usize], mean: &[f32], variance: &[f32]) -> [Vec<f32>; 2] {
        let kept = shape::axes("", input, &self.axis).unwrap_or_default();
        let of = |place: usize, statistics: &[f32]| {
            let (mut rest, mut at, mut step) = (place, 0, 1);
            for (&side, &keep) in input.iter().zip(&kept).rev() {
                if keep {
                    at += rest % side * step;
                    step *= side;
                }
                rest /= side;
            }
            statistics[if statistics.len() == 1 { 0 } else { at }]
        };
        let places = 0..input.iter().product();
        [
            places.clone().map(|place| of(place, mean)).collect(),
            places
                .map(|place| of(place, variance).sqrt().max(LEAST_DEVIATION))
                .collect(),
        ]
    }

    fn known(&self, input: &[usize]) -> [Vec<f32>; 2] {
        let floats = |values: &[f64]| values.iter().map(|&v| v as f32).collect::<Vec<f32>>();
        self.spread(input, &floats(&self.mean), &floats(&self.variance))
    }

    fn layer(&self, around: &Surroundings) -> NormalizationLayer {
        NormalizationLayer {
            spec: self.clone(),
            input: around.input().to_vec(),
        }
    }
}

impl LayerOptions for NormalizationSpec {
    fn describe(&self, place: &str, inputs: &[&[usize]]) -> Result<Described> {
        let shape = self.shape(place, inputs[0])?;
        let len: usize = shape.iter().product();
        let (means, variances) = (self.mean.len(), self.variance.len());
        if means != variances || means > 1 && means != len {
            return Self::invalid(message!(
                "{place}: {means} values of mean, {variances} of variance → none of either, one, or {len} of both"
            ));
        }
        let fits = |value: &f64, least: f32| (*value as f32).is_finite() && *value as f32 >= least;
        if !(self.mean.iter()).all(|mean| fits(mean, f32::MIN))
            || !(self.variance.iter()).all(|variance| fits(variance, 0.0))
        {
            return Self::invalid(message!(
                "{place}: a mean or a variance is out of range → finite numbers, variances ≥ 0"
            ));
        }
        let statistic = |suffix, initializer| ParameterSpec {
            shape: shape.clone(),
            trainable: false,
            ..ParameterSpec::vector(suffix, len, initializer)
        };
        let weights = if self.is_known() {
            Vec::new()
        } else {
            vec![
                statistic("mean", Initializer::ZEROS),
                statistic("variance", Initializer::ONES),
            ]
        };
        Ok((inputs[0].to_vec(), weights))
    }

    fn forward(&self, around: &Surroundings) -> Result<Box<dyn Forward>> {
        Ok(Box::new(self.layer(around)))
    }

    fn backward(&self, around: &Surroundings) -> Result<Box<dyn Backward>> {
        Ok(Box::new(self.layer(around)))
    }

    fn preprocess(&self, input: &[usize]) -> Option<Box<dyn Preprocess>> {
        self.is_known().then(|| {
            let [mean, deviation] = self.known(input);
            let invert = self.invert;
            Box::new(Standardise {
                mean,
                deviation,
                invert,
            }) as Box<dyn Preprocess>
        })
    }
}

struct NormalizationLayer {
    spec: NormalizationSpec,
    input: Vec<usize>,
}

impl NormalizationLayer {
    fn len(&self) -> usize {
        self.input.iter().product()
    }
}

impl Forward for NormalizationLayer {
    /// The mean of every value of an image, then its deviation.
    fn packed_len(&self) -> usize {
        2 * self.len()
    }

    fn pack(&self, weights: NodeWeights, packed: &mut [f32]) {
        let [mean, deviation] = if self.spec.is_known() {
            self.spec.known(&self.input)
        } else {
            let (mean, variance) = weights.own.split_at(weights.own.len() / 2);
            self.spec.spread(&self.input, mean, variance)
        };
        let (means, deviations) = packed.split_at_mut(self.len());
        means.copy_from_slice(&mean);
        deviations.copy_from_slice(&deviation);
    }

    fn forward(
        &self,
        _count: usize,
        packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        _scratch: &mut [f32],
    ) {
        let (mean, deviation) = packed[..self.packed_len()].split_at(self.len());
        y.copy_from_slice(inputs.only());
        for y in y.chunks_exact_mut(self.len()) {
            rescale::standardise(y, mean, deviation, self.spec.invert);
        }
    }

    fn products(&self) -> usize {
        self.len()
    }
}

impl Backward for NormalizationLayer {
    fn needs(&self) -> Needs {
        Needs::NOTHING
    }

    fn backward(&self, _pass: &PassContext, packed: &[f32], args: BackwardArgs, _: Scratch) {
        let Some(dx) = args.dx else { return };
        let deviation = &packed[self.len()..self.packed_len()];
        dx.copy_from_slice(args.dy);
        for dx in dx.chunks_exact_mut(self.len()) {
            rescale::standardise(dx, &[], deviation, self.spec.invert);
        }
    }
}
