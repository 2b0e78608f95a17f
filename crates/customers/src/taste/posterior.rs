//! What is known of one customer's taste: shares of classes, with intervals. A customer's numbers depend on their own
//! evidence and the prior, never on other customers or their order.

use super::kind_key::highest;
use super::special::Beta;
use super::sure::sure;
use super::variational::Variational;
use super::{Evidence, Likelihoods, Prior};
use crate::CustomersError;

/// A customer's taste.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// The share of each class; they add up to 1.
    pub mean: Vec<f64>,
    /// Where each share's interval begins: equal tails on both sides.
    pub lower: Vec<f64>,
    /// Where each share's interval ends.
    pub upper: Vec<f64>,
    /// The effective number of purchases.
    pub n_effective: f64,
    /// The class with the largest share; of equal ones the first.
    pub top: usize,
    /// The probability that the class on top really is.
    pub sure: f64,
}

/// Tastes of customers under one prior.
pub struct Tastes<'a> {
    prior: &'a Prior,
    steps: Variational<'a>,
    counts: Vec<f64>,
    known: Vec<f64>,
    tail: f64,
}

impl<'a> Tastes<'a> {
    /// Room for one customer at a time; `level` is the probability that intervals hold, 0.9 by custom.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a level outside (0, 1), and a prior of other classes.
    pub fn new(
        likelihoods: &'a Likelihoods,
        prior: &'a Prior,
        level: f64,
    ) -> Result<Self, CustomersError> {
        let classes = likelihoods.classes();
        if !(level > 0.0 && level < 1.0) {
            return Err(CustomersError::new(
                "INVALID_ARGUMENT",
                format!("level: received {level} → a number between 0 and 1, such as 0.9"),
            ));
        }
        if prior.a.len() != classes {
            return Err(CustomersError::new(
                "INVALID_ARGUMENT",
                format!(
                    "the prior: received {} classes → the kinds have {classes}",
                    prior.a.len()
                ),
            ));
        }
        Ok(Self {
            prior,
            steps: Variational::new(likelihoods),
            counts: vec![0.0; classes],
            known: vec![1.0; classes],
            tail: 0.5 * (1.0 - level),
        })
    }

    /// The shares alone, without intervals: what a backtest needs.
    pub fn mean(&mut self, evidence: &Evidence) -> Vec<f64> {
        self.steps.start(evidence, &mut self.counts);
        self.steps.settle(evidence, &self.prior.a, &mut self.counts);
        let strength = evidence.effective_number() + self.prior.strength;
        self.counts
            .iter()
            .zip(&self.prior.a)
            .map(|(count, a)| (count + a) / strength)
            .collect()
    }

    /// The shares, the class with the largest, and how sure it is that it has: what a table of all customers needs, at a fraction
    /// of what intervals cost.
    ///
    /// # Panics
    /// If evidence names a kind that there is not.
    pub fn shares(&mut self, evidence: &Evidence) -> (Vec<f64>, usize, f64) {
        let mean = self.mean(evidence);
        let (prior, counts) = (self.prior, &self.counts);
        self.steps.known(evidence, prior, counts, &mut self.known);
        let strength = evidence.effective_number() + prior.strength;
        self.known.iter_mut().for_each(|known| *known *= strength);
        let top = highest(&mean, None).unwrap_or(0);
        let sure = sure(&mean, &self.known, top);
        (mean, top, sure)
    }

    /// The shares, their intervals, and how sure the first place is.
    ///
    /// A share has the beta distribution with its count and all others' for shapes, as in a Dirichlet distribution, both
    /// multiplied by the part of the information that doubtful labels leave.
    ///
    /// # Panics
    /// If evidence names a kind that there is not.
    pub fn posterior(&mut self, evidence: &Evidence) -> Posterior {
        let mean = self.mean(evidence);
        let (prior, counts) = (self.prior, &self.counts);
        self.steps.known(evidence, prior, counts, &mut self.known);
        let n_effective = evidence.effective_number();
        let strength = n_effective + prior.strength;
        let shapes: Vec<f64> = self.known.iter().map(|known| known * strength).collect();
        let (mut lower, mut upper) = (mean.clone(), mean.clone());
        for (class, shapes) in shapes.iter().enumerate() {
            let rest = 1.0 - mean[class];
            // The one class that there is, or one that takes all of a number's digits.
            if rest > 0.0 {
                let beta = Beta::new(mean[class] * shapes, rest * shapes);
                lower[class] = beta.quantile(self.tail);
                upper[class] = beta.quantile(1.0 - self.tail);
            }
        }
        let top = highest(&mean, None).unwrap_or(0);
        Posterior {
            sure: sure(&mean, &shapes, top),
            top,
            n_effective,
            lower,
            upper,
            mean,
        }
    }
}
