//! What the loss adds for large weights: l1·Σ|w| + l2·Σw² of a kernel, as in Keras.

use crate::options::{Field, Fields, Value};
use fashion_kernels::penalty;

/// Factors of both terms; 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Regularizer {
    /// Factor of Σ|w|.
    pub l1: f64,
    /// Factor of Σw².
    pub l2: f64,
}

impl Field for Regularizer {
    const EXPECTED: &'static str = "an object with l1, l2 or both, finite numbers ≥ 0";

    fn read(value: &Value) -> Option<Self> {
        let mut fields = Fields::new(value.clone()).ok()?;
        let mut factor = |name| {
            let value: f64 = fields.read_or(name, 0.0);
            (0.0..=f64::from(f32::MAX))
                .contains(&value)
                .then_some(value)
        };
        let regularizer = Self {
            l1: factor("l1")?,
            l2: factor("l2")?,
        };
        fields.end(regularizer).ok()
    }

    fn write(&self) -> Value {
        let factors = [("l1", self.l1), ("l2", self.l2)];
        let told = factors.into_iter().filter(|(_, factor)| *factor != 0.0);
        Value::Object(
            told.map(|(name, factor)| (name.to_owned(), Value::Number(factor)))
                .collect(),
        )
    }
}

impl Regularizer {
    /// No term.
    pub(crate) const NONE: Self = Self { l1: 0.0, l2: 0.0 };

    /// What it adds to the loss.
    pub(crate) fn penalty(self, weights: &[f32]) -> f64 {
        if self == Self::NONE {
            return 0.0;
        }
        let [sizes, squares] = penalty::sums(weights);
        self.l1 * sizes + self.l2 * squares
    }

    /// Adds its gradient, l1·sign(w) + 2·l2·w.
    pub(crate) fn add_gradient(self, weights: &[f32], gradient: &mut [f32]) {
        if self != Self::NONE {
            penalty::add_gradient(self.l1 as f32, self.l2 as f32, weights, gradient);
        }
    }
}
