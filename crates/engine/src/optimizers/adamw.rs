//! AdamW (Loshchilov & Hutter 2019): Adam with weight decay that is decoupled from the gradient, as it is for all optimizers
//! here. Only its default differs, which is TypeScript's.

pub use super::adam::AdamSpec as AdamwSpec;

#[cfg(test)]
mod tests {
    use super::AdamwSpec;
    use crate::optimizers::{OptimizerKind, checks};

    #[test]
    fn it_holds_what_every_optimizer_must() {
        checks::check(OptimizerKind::Adamw(AdamwSpec {
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-7,
        }));
    }
}
