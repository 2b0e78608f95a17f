//! Nadam (Dozat 2016): Adam with Nesterov's look-ahead; its momentum grows from half of β1 to β1, as in Keras.

use super::optimizer::{Moment, Optimizer, OptimizerStep, Slot, check_decay, check_epsilon};
use crate::error::Result;
use crate::options::options;
use fashion_kernels::optimizer::{NadamStep, nadam};

options! {
    /// Options of Nadam.
    pub struct NadamSpec {
        /// Decay of the first moment.
        "beta1" beta1: f64,
        /// Decay of the second moment.
        "beta2" beta2: f64,
        /// Added to the root.
        "epsilon" epsilon: f64,
    }
}

/// How fast the momentum grows.
const GROWTH: f64 = 0.96;

impl NadamSpec {
    /// `u(t) = β1·(1 − 0.96ᵗ / 2)`.
    fn momentum(&self, t: u32) -> f64 {
        self.beta1 * (1.0 - 0.5 * libm::pow(GROWTH, f64::from(t)))
    }

    /// The product of the momenta of all steps up to `t`.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn product(&self, t: u32) -> f64 {
        // After 1,000 the growth is over: 0.96¹⁰⁰⁰ / 2 is less than half of the last bit of 1.
        let (mut growth, mut product) = (1.0, 1.0);
        for _ in 0..t.min(1000) {
            growth *= GROWTH;
            product *= self.beta1 * (1.0 - 0.5 * growth);
        }
        product * libm::pow(self.beta1, f64::from(t.saturating_sub(1000)))
    }
}

impl Optimizer for NadamSpec {
    fn validate(&self) -> Result<()> {
        check_decay("beta1", self.beta1)?;
        check_decay("beta2", self.beta2)?;
        check_epsilon(self.epsilon)
    }

    fn slots(&self) -> Vec<Slot> {
        vec![Slot::new("momentum"), Slot::of_squares("velocity")]
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn step(&self, at: Moment) -> Box<dyn OptimizerStep> {
        let (now, next) = (self.momentum(at.t), self.momentum(at.t.saturating_add(1)));
        let product = self.product(at.t);
        let correction = 1.0 - libm::pow(self.beta2, f64::from(at.t));
        Box::new(NadamStep {
            mean: (at.learning_rate * next / (1.0 - product * next)) as f32,
            own: (at.learning_rate * (1.0 - now) / (1.0 - product)) as f32,
            gain1: (1.0 - self.beta1) as f32,
            gain2: (1.0 - self.beta2) as f32,
            correction: (1.0 / correction) as f32,
            epsilon: self.epsilon as f32,
        })
    }
}

impl OptimizerStep for NadamStep {
    fn apply(&self, weights: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        let [momentum, velocity] = slots else {
            unreachable!("it has two slots");
        };
        nadam(*self, weights, gradient, momentum, velocity);
    }
}

#[cfg(test)]
mod tests {
    use super::NadamSpec;
    use crate::optimizers::{OptimizerKind, checks};

    const SPEC: NadamSpec = NadamSpec {
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-7,
    };

    #[test]
    fn it_holds_what_every_optimizer_must() {
        checks::check(OptimizerKind::Nadam(SPEC));
    }

    #[test]
    fn the_product_of_momenta_goes_on_as_their_limit() {
        let mut product = 1.0;
        for t in 1..3000 {
            product *= SPEC.momentum(t);
            assert!((SPEC.product(t) - product).abs() <= 1e-9 * product);
        }
    }
}
