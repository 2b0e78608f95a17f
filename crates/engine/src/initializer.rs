//! First values of weights: Keras' initializers, drawn from the model's seed.
//!
//! Glorot & Bengio 2010; He et al. 2015. The normal ones are truncated at two standard deviations and
//! rescaled so that the variance is the named one, as in Keras.

use crate::options::words;
use crate::random::{Domain, Seed, Words, stream};

/// Standard deviation of a standard normal truncated at ±2.
const TRUNCATED_STD: f64 = 0.879_625_661_034_239_8;

words! {
    /// How a weight gets its first values.
    pub enum Initializer {
        /// Uniform in ±√(6 / (fanIn + fanOut)).
        GlorotUniform "glorotUniform",
        /// Truncated normal of variance 2 / (fanIn + fanOut).
        GlorotNormal "glorotNormal",
        /// Uniform in ±√(6 / fanIn).
        HeUniform "heUniform",
        /// Truncated normal of variance 2 / fanIn.
        HeNormal "heNormal",
        /// All 0.
        Zeros "zeros",
        /// All 1.
        Ones "ones",
    }
}

/// Number of inputs and outputs one weight tensor connects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fans {
    pub(crate) fan_in: usize,
    pub(crate) fan_out: usize,
}

impl Initializer {
    /// Fills `out`; `tensor` numbers the model's weights, so that each has a stream of its own.
    pub(crate) fn fill(self, seed: Seed, tensor: usize, fans: Fans, out: &mut [f32]) {
        let mut words = Words::new(seed, stream(Domain::Initializer, tensor), 0);
        let (fan_in, both) = (fans.fan_in as f64, (fans.fan_in + fans.fan_out) as f64);
        match self {
            Initializer::Zeros => out.fill(0.0),
            Initializer::Ones => out.fill(1.0),
            Initializer::GlorotUniform => uniform(&mut words, libm::sqrt(6.0 / both), out),
            Initializer::HeUniform => uniform(&mut words, libm::sqrt(6.0 / fan_in), out),
            Initializer::GlorotNormal => truncated_normal(&mut words, libm::sqrt(2.0 / both), out),
            Initializer::HeNormal => truncated_normal(&mut words, libm::sqrt(2.0 / fan_in), out),
        }
    }
}

fn uniform(words: &mut Words, limit: f64, out: &mut [f32]) {
    for value in out {
        *value = ((2.0 * words.unit() - 1.0) * limit) as f32;
    }
}

/// Box–Muller, drawing again beyond two standard deviations.
fn truncated_normal(words: &mut Words, std: f64, out: &mut [f32]) {
    let scale = std / TRUNCATED_STD;
    for value in out {
        *value = loop {
            let radius = libm::sqrt(-2.0 * libm::log(1.0 - words.unit()));
            let normal = radius * libm::cos(2.0 * std::f64::consts::PI * words.unit());
            if normal.abs() <= 2.0 {
                break (normal * scale) as f32;
            }
        };
    }
}
