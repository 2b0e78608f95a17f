//! First values of weights: Keras' initializers, drawn from the model's seed.
//!
//! Glorot & Bengio 2010; He et al. 2015; LeCun et al. 1998. The normal ones of these are truncated at two standard deviations
//! and rescaled so that the variance is the named one, as in Keras; `truncatedNormal` is not rescaled, as there.

use crate::options::{Field, Value, tagged, write_tagged};
use crate::random::{Domain, Seed, Words, stream};

/// Standard deviation of a standard normal truncated at ±2.
const TRUNCATED_STD: f64 = 0.879_625_661_034_239_8;

/// Keras' default of what is spread by a number, not by the fans.
const SPREAD: f64 = 0.05;

/// How a weight gets its first values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initializer {
    /// Of variance `scale` / fan.
    VarianceScaling {
        /// Its word.
        word: &'static str,
        /// 2 for He, else 1.
        scale: f64,
        /// Whether the fan is the mean of both, as Glorot's is, or fanIn.
        both: bool,
        /// Uniform, or a truncated normal.
        uniform: bool,
    },
    /// Uniform in [minval, maxval).
    RandomUniform {
        /// Least value.
        minval: f64,
        /// Bound above.
        maxval: f64,
    },
    /// Normal.
    RandomNormal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        stddev: f64,
        /// Whether values beyond two deviations are drawn again.
        truncated: bool,
    },
    /// Rows or columns, whichever are fewer, at right angles and of length `gain`.
    Orthogonal {
        /// Length.
        gain: f64,
    },
    /// All one value: zeros, ones, constant.
    Constant {
        /// That value.
        value: f64,
    },
}

/// Those whose spread follows from the fans: word, scale, both fans, uniform.
const BY_FANS: [(&str, f64, bool, bool); 6] = [
    ("glorotUniform", 1.0, true, true),
    ("glorotNormal", 1.0, true, false),
    ("heUniform", 2.0, false, true),
    ("heNormal", 2.0, false, false),
    ("lecunUniform", 1.0, false, true),
    ("lecunNormal", 1.0, false, false),
];

impl Field for Initializer {
    const EXPECTED: &'static str = "one of: glorotUniform glorotNormal heUniform heNormal lecunUniform lecunNormal randomUniform randomNormal truncatedNormal orthogonal constant zeros ones, or an object with it as type and its options";

    fn read(value: &Value) -> Option<Self> {
        let (word, mut fields) = tagged(value)?;
        let mut number = |name, default: f64| {
            let value = fields.read_or(name, default);
            (value as f32).is_finite().then_some(value)
        };
        let initializer = match word.as_str() {
            "zeros" => Self::ZEROS,
            "ones" => Self::ONES,
            "constant" => Self::Constant {
                value: number("value", 0.0)?,
            },
            "randomUniform" => Self::RandomUniform {
                minval: number("minval", -SPREAD)?,
                maxval: number("maxval", SPREAD)?,
            },
            "randomNormal" | "truncatedNormal" => Self::RandomNormal {
                mean: number("mean", 0.0)?,
                stddev: number("stddev", SPREAD).filter(|deviation| *deviation >= 0.0)?,
                truncated: word == "truncatedNormal",
            },
            "orthogonal" => Self::Orthogonal {
                gain: number("gain", 1.0)?,
            },
            _ => {
                let (word, scale, both, uniform) =
                    BY_FANS.into_iter().find(|(own, ..)| *own == word)?;
                Self::VarianceScaling {
                    word,
                    scale,
                    both,
                    uniform,
                }
            }
        };
        fields.end(initializer).ok()
    }

    fn write(&self) -> Value {
        let mut options = Vec::new();
        let mut number = |name, value: f64, default: f64| {
            if value != default {
                options.push((name, Value::Number(value)));
            }
        };
        let word = match *self {
            Self::VarianceScaling { word, .. } => word,
            Self::RandomUniform { minval, maxval } => {
                number("minval", minval, -SPREAD);
                number("maxval", maxval, SPREAD);
                "randomUniform"
            }
            Self::RandomNormal {
                mean,
                stddev,
                truncated,
            } => {
                number("mean", mean, 0.0);
                number("stddev", stddev, SPREAD);
                if truncated {
                    "truncatedNormal"
                } else {
                    "randomNormal"
                }
            }
            Self::Orthogonal { gain } => {
                number("gain", gain, 1.0);
                "orthogonal"
            }
            Self::ZEROS => "zeros",
            Self::ONES => "ones",
            Self::Constant { value } => {
                number("value", value, 0.0);
                "constant"
            }
        };
        write_tagged(word, options)
    }
}

impl Default for Initializer {
    fn default() -> Self {
        Self::ZEROS
    }
}

/// Number of inputs and outputs one weight tensor connects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fans {
    pub(crate) fan_in: usize,
    pub(crate) fan_out: usize,
}

impl Initializer {
    /// All 0.
    pub(crate) const ZEROS: Self = Self::Constant { value: 0.0 };
    /// All 1.
    pub(crate) const ONES: Self = Self::Constant { value: 1.0 };

    /// Whether it can fill a weight of a shape; `Err` says what it takes.
    pub(crate) fn check(self, shape: &[usize]) -> Result<(), &'static str> {
        match self {
            Self::Orthogonal { .. } if shape.len() < 2 => {
                Err("the initializer orthogonal is for kernels, which have two axes or more")
            }
            _ => Ok(()),
        }
    }

    /// Fills `out`, of which `columns` is the last axis; `tensor` numbers the model's weights, so that each has a stream of its
    /// own.
    pub(crate) fn fill(
        self,
        seed: Seed,
        tensor: usize,
        fans: Fans,
        columns: usize,
        out: &mut [f32],
    ) {
        let mut words = Words::new(seed, stream(Domain::Initializer, tensor), 0);
        match self {
            Self::Constant { value } => out.fill(value as f32),
            Self::VarianceScaling {
                scale,
                both,
                uniform: is_uniform,
                ..
            } => {
                // The mean of both fans is half of their sum.
                let (fan, factor) = if both {
                    ((fans.fan_in + fans.fan_out) as f64, 2.0)
                } else {
                    (fans.fan_in as f64, 1.0)
                };
                let variance = factor * scale;
                if is_uniform {
                    uniform(&mut words, libm::sqrt(3.0 * variance / fan), out);
                } else {
                    let std = libm::sqrt(variance / fan);
                    truncated_normal(&mut words, std, out);
                }
            }
            Self::RandomUniform { minval, maxval } => {
                for value in out {
                    *value = (minval + (maxval - minval) * words.unit()) as f32;
                }
            }
            Self::RandomNormal {
                mean,
                stddev,
                truncated,
            } => {
                for value in out {
                    *value = (mean + stddev * words.normal(truncated)) as f32;
                }
            }
            Self::Orthogonal { gain } => orthogonal(&mut words, gain, columns, out),
        }
    }
}

fn uniform(words: &mut Words, limit: f64, out: &mut [f32]) {
    for value in out {
        *value = ((2.0 * words.unit() - 1.0) * limit) as f32;
    }
}

fn truncated_normal(words: &mut Words, std: f64, out: &mut [f32]) {
    let scale = std / TRUNCATED_STD;
    for value in out {
        *value = (words.normal(true) * scale) as f32;
    }
}

/// Saxe, McClelland & Ganguli 2013: a matrix of normal numbers made orthonormal, column after column (Gram–Schmidt, twice, by
/// which it is so to rounding; the diagonal of R is positive, as Keras makes it).
fn orthogonal(words: &mut Words, gain: f64, columns: usize, out: &mut [f32]) {
    let rows = out.len() / columns;
    let (long, short) = (rows.max(columns), rows.min(columns));
    let mut vectors: Vec<Vec<f64>> = Vec::with_capacity(short);
    for _ in 0..short {
        let mut own: Vec<f64> = (0..long).map(|_| words.normal(false)).collect();
        for _ in 0..2 {
            for other in &vectors {
                let dot: f64 = own.iter().zip(other).map(|(a, b)| a * b).sum();
                own.iter_mut().zip(other).for_each(|(a, b)| *a -= dot * b);
            }
        }
        let length = libm::sqrt(own.iter().map(|a| a * a).sum());
        own.iter_mut().for_each(|a| *a /= length);
        vectors.push(own);
    }
    for (place, value) in out.iter_mut().enumerate() {
        let (row, column) = (place / columns, place % columns);
        let unit = if rows >= columns {
            vectors[column][row]
        } else {
            vectors[row][column]
        };
        *value = (gain * unit) as f32;
    }
}
