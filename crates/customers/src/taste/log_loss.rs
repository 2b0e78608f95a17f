//! How well shares foretold what was bought later.

use super::{Evidence, Likelihoods};

/// The mean of −ln P(kind of a later purchase), by weight.
///
/// P(kind) is Σₖ shareₖ × likelihoodₖ up to a factor of the kind, which is the same under any shares: differences between two
/// ways of estimating shares are exact, the value itself is one of a purchase's class only where the class is certain.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LogLoss {
    sum: f64,
    weight: f64,
}

impl LogLoss {
    /// Adds the later purchases of a customer, by their weights, under shares that were estimated without them.
    ///
    /// # Panics
    /// If evidence names a kind that there is not.
    pub fn add(&mut self, shares: &[f64], later: &Evidence, likelihoods: &Likelihoods) {
        let all: f64 = shares.iter().sum();
        for (kind, weight) in later.kinds {
            let probability = likelihoods.row(*kind).dot(shares, all);
            self.sum -= weight * libm::log(probability);
            self.weight += weight;
        }
    }

    /// The mean; none where nothing was bought later. Infinite where shares of 0 ruled out what was bought.
    pub fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }

    /// The weight of all later purchases.
    pub fn weight(&self) -> f64 {
        self.weight
    }
}
