//! The losses: each reads the logits of one image, in the form that the last activation asks for, and leaves the gradient in
//! their place.
//!
//! A new one is a function like those of the files here, a variant with its options, and a line in each `match` below.

mod binary_crossentropy;
pub(crate) mod by_output;
mod categorical_crossentropy;
mod focal;

use crate::layers::activation::Activation;
use crate::metrics::Link;
use crate::options::{Field, Value, tagged, write_tagged};
use crate::target::Target;
use by_output::Term;

/// Probabilities are kept so far from 0 and 1 where they are logged, as in Keras.
const CLIP: f32 = 1e-7;

/// What is made small, and its options.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Loss {
    /// −ln p of the class.
    #[default]
    SparseCategoricalCrossentropy,
    /// The same, of any distribution over the classes.
    CategoricalCrossentropy,
    /// Of each output on its own.
    BinaryCrossentropy,
    /// (y − t)²
    MeanSquaredError,
    /// |y − t|
    MeanAbsoluteError,
    /// The square of small errors, the size of large ones.
    Huber {
        /// From where errors are large.
        delta: f64,
    },
    /// Categorical cross-entropy that counts what is right less.
    CategoricalFocalCrossentropy {
        /// Factor of all.
        alpha: f64,
        /// How much less.
        gamma: f64,
    },
    /// Binary cross-entropy that counts what is right less.
    BinaryFocalCrossentropy {
        /// Whether `alpha` weighs the classes.
        balanced: bool,
        /// Weight of class 1; that of class 0 is 1 − alpha.
        alpha: f64,
        /// How much less.
        gamma: f64,
    },
    /// What the caller works out from the outputs.
    Custom,
}

/// A loss and how far labels are smoothed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LossSpec {
    /// Which.
    pub loss: Loss,
    /// Share of a target that is spread over all classes.
    pub label_smoothing: f64,
}

/// Targets as a loss reads them.
#[derive(Clone, Copy)]
pub(crate) struct Spread<'a> {
    target: Target<'a>,
    units: usize,
    /// Whether a class number is one even of a single output.
    one_hot: bool,
    kept: f32,
    added: f32,
}

impl Spread<'_> {
    fn value(self, index: usize) -> f32 {
        let value = match self.target {
            Target::Class(class) if self.one_hot => f32::from(index == class),
            target => target.value(index, self.units),
        };
        match self.added == 0.0 {
            true => value,
            false => value * self.kept + self.added,
        }
    }

    fn total(self) -> f32 {
        match self.target {
            Target::Class(_) => 1.0,
            Target::Row(_) => (0..self.units).fold(0.0, |sum, i| sum + self.value(i)),
        }
    }
}

impl LossSpec {
    /// Reads the logits in `z` and leaves `scale` · ∂L/∂z there; returns L.
    pub(crate) fn apply(
        &self,
        output: Activation,
        z: &mut [f32],
        target: Target,
        scale: f32,
    ) -> f32 {
        let smoothing = self.label_smoothing as f32;
        let units = z.len();
        let spread = |one_hot: bool, added: f32| Spread {
            target,
            units,
            one_hot,
            kept: 1.0 - smoothing,
            added,
        };
        let by_class = spread(true, smoothing / units as f32);
        let by_half = spread(false, smoothing / 2.0);
        let plain = spread(false, 0.0);
        match self.loss {
            Loss::SparseCategoricalCrossentropy | Loss::CategoricalCrossentropy => {
                categorical_crossentropy::apply(output, z, by_class, scale)
            }
            Loss::BinaryCrossentropy => binary_crossentropy::apply(output, z, by_half, scale),
            Loss::MeanSquaredError => by_output::apply(output, z, plain, scale, &|y, t| Term {
                loss: (y - t) * (y - t),
                slope: 2.0 * (y - t),
            }),
            Loss::MeanAbsoluteError => by_output::apply(output, z, plain, scale, &|y, t| Term {
                loss: (y - t).abs(),
                slope: sign(y - t),
            }),
            Loss::Huber { delta } => {
                let delta = delta as f32;
                by_output::apply(output, z, plain, scale, &|y, t| huber(delta, y - t))
            }
            Loss::CategoricalFocalCrossentropy { alpha, gamma } => {
                let numbers = [alpha as f32, gamma as f32];
                focal::categorical(output, z, by_class, numbers, scale)
            }
            Loss::BinaryFocalCrossentropy {
                balanced,
                alpha,
                gamma,
            } => {
                let alpha = if balanced { alpha as f32 } else { -1.0 };
                focal::binary(output, z, by_half, [alpha, gamma as f32], scale)
            }
            Loss::Custom => {
                z.fill(0.0);
                0.0
            }
        }
    }

    /// How outputs become probabilities where they are counted by them.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub(crate) fn link(&self, output: Activation) -> Link {
        match (output, self.loss) {
            (Activation::Softmax, _) => Link::Softmax,
            (Activation::Sigmoid, _) => Link::Sigmoid,
            (_, Loss::BinaryCrossentropy | Loss::BinaryFocalCrossentropy { .. }) => Link::Sigmoid,
            (
                _,
                Loss::MeanSquaredError
                | Loss::MeanAbsoluteError
                | Loss::Huber { .. }
                | Loss::Custom,
            ) => Link::Identity,
            _ => Link::Softmax,
        }
    }

    /// The least number that is no label of a model with `units` outputs.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub(crate) fn labels(&self, units: usize) -> usize {
        match self.loss {
            Loss::SparseCategoricalCrossentropy => units,
            _ if units > 1 => units,
            Loss::MeanSquaredError | Loss::MeanAbsoluteError | Loss::Huber { .. } => usize::MAX,
            Loss::Custom => usize::MAX,
            _ => 2,
        }
    }
}

fn sign(x: f32) -> f32 {
    match x {
        _ if x > 0.0 => 1.0,
        _ if x < 0.0 => -1.0,
        // 0 or NaN.
        _ => x,
    }
}

fn huber(delta: f32, error: f32) -> Term {
    let size = error.abs();
    match size > delta {
        true => Term {
            loss: delta * (size - 0.5 * delta),
            slope: delta * sign(error),
        },
        false => Term {
            loss: 0.5 * error * error,
            slope: error,
        },
    }
}

impl Field for LossSpec {
    const EXPECTED: &'static str = "a loss, a word or an object with it as type and its options";

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn read(value: &Value) -> Option<Self> {
        let (word, mut fields) = tagged(value)?;
        let mut number = |name, default: f64, most: f64| {
            let value = fields.read_or(name, default);
            (0.0..=most).contains(&value).then_some(value)
        };
        let most = f64::from(f32::MAX);
        let mut label_smoothing = 0.0;
        if !matches!(
            word.as_str(),
            "meanSquaredError" | "meanAbsoluteError" | "huber" | "custom"
        ) {
            label_smoothing = number("labelSmoothing", 0.0, 1.0)?;
        }
        let loss = match word.as_str() {
            "sparseCategoricalCrossentropy" => Loss::SparseCategoricalCrossentropy,
            "categoricalCrossentropy" => Loss::CategoricalCrossentropy,
            "binaryCrossentropy" => Loss::BinaryCrossentropy,
            "meanSquaredError" => Loss::MeanSquaredError,
            "meanAbsoluteError" => Loss::MeanAbsoluteError,
            "huber" => Loss::Huber {
                delta: number("delta", 1.0, most)?,
            },
            "categoricalFocalCrossentropy" => Loss::CategoricalFocalCrossentropy {
                alpha: number("alpha", ALPHA, most)?,
                gamma: number("gamma", GAMMA, most)?,
            },
            "binaryFocalCrossentropy" => Loss::BinaryFocalCrossentropy {
                alpha: number("alpha", ALPHA, 1.0)?,
                gamma: number("gamma", GAMMA, most)?,
                balanced: fields.read_or("applyClassBalancing", false),
            },
            "custom" => Loss::Custom,
            _ => return None,
        };
        let spec = Self {
            loss,
            label_smoothing,
        };
        fields.end(spec).ok()
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn write(&self) -> Value {
        let mut options = Vec::new();
        let mut number = |name, value: f64, default: f64| {
            if value != default {
                options.push((name, Value::Number(value)));
            }
        };
        number("labelSmoothing", self.label_smoothing, 0.0);
        let word = match self.loss {
            Loss::SparseCategoricalCrossentropy => "sparseCategoricalCrossentropy",
            Loss::CategoricalCrossentropy => "categoricalCrossentropy",
            Loss::BinaryCrossentropy => "binaryCrossentropy",
            Loss::MeanSquaredError => "meanSquaredError",
            Loss::MeanAbsoluteError => "meanAbsoluteError",
            Loss::Huber { delta } => {
                number("delta", delta, 1.0);
                "huber"
            }
            Loss::CategoricalFocalCrossentropy { alpha, gamma } => {
                number("alpha", alpha, ALPHA);
                number("gamma", gamma, GAMMA);
                "categoricalFocalCrossentropy"
            }
            Loss::BinaryFocalCrossentropy {
                balanced,
                alpha,
                gamma,
            } => {
                number("alpha", alpha, ALPHA);
                number("gamma", gamma, GAMMA);
                if balanced {
                    options.push(("applyClassBalancing", Value::Bool(true)));
                }
                "binaryFocalCrossentropy"
            }
            Loss::Custom => "custom",
        };
        write_tagged(word, options)
    }
}

/// Keras' defaults of both focal losses.
const ALPHA: f64 = 0.25;
const GAMMA: f64 = 2.0;
