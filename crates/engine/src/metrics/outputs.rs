//! The outputs of one image as metrics read them: which is largest, and what their probabilities are.

use super::decision::Decision;
use crate::target::{Target, argmax};
use fashion_kernels::math;

/// How a bare logit becomes a probability, for what is counted by it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Link {
    Softmax,
    Sigmoid,
    /// It is none.
    Identity,
}

/// Logits, and how they become probabilities.
pub(crate) struct Outputs<'a> {
    z: &'a [f32],
    link: Link,
    class: usize,
    /// Of a softmax: Σ e^(z − max).
    sum: f32,
}

impl<'a> Outputs<'a> {
    /// `probabilities`: whether they are asked for.
    pub(crate) fn new(z: &'a [f32], link: Link, probabilities: bool) -> Self {
        let class = argmax(z);
        let sum = match probabilities && link == Link::Softmax {
            true => (z.iter()).fold(0.0, |sum, value| sum + math::exp(value - z[class])),
            false => f32::NAN,
        };
        Self {
            z,
            link,
            class,
            sum,
        }
    }

    pub(super) fn units(&self) -> usize {
        self.z.len()
    }

    /// Place of the largest (ties: the first).
    pub(super) fn class(&self) -> usize {
        self.class
    }

    pub(super) fn probability(&self, index: usize) -> f64 {
        let z = self.z[index];
        f64::from(match self.link {
            Link::Softmax => math::exp(z - self.z[self.class]) / self.sum,
            Link::Sigmoid => 1.0 / (1.0 + math::exp(-z)),
            Link::Identity => z,
        })
    }

    /// Whether the image is taken for what it is: of a single output on which side of 0.5 it lies.
    pub(super) fn are_right(&self, target: Target) -> bool {
        match self.is_one_number() {
            true => target.value(0, 1) == f32::from(self.probability(0) > 0.5),
            false => self.class == target.class(),
        }
    }

    /// A single output that is a yes or a no by itself.
    fn is_one_number(&self) -> bool {
        self.z.len() == 1 && self.link != Link::Softmax
    }

    /// How many outputs are larger than that of a class; all, if it is NaN.
    pub(super) fn above(&self, class: usize) -> usize {
        let own = self.z[class];
        (self.z.iter())
            .filter(|&&z| z > own || own.is_nan())
            .count()
    }

    /// Whether an output is a yes; without a rule where it is the largest, or of a single one where it is above 0.5.
    pub(super) fn is_positive(&self, index: usize, decision: Option<Decision>) -> bool {
        match decision {
            Some(Decision::Threshold(least)) => self.probability(index) > least,
            Some(Decision::TopK(k)) => {
                let own = self.z[index];
                let before = |(i, z): (usize, f32)| z > own || z == own && i < index;
                let others = self.z.iter().copied().enumerate();
                others.filter(|&other| before(other)).count() < k
            }
            None if self.is_one_number() => self.probability(0) > 0.5,
            None => self.class == index,
        }
    }
}
