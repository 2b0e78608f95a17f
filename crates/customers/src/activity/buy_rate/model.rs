//! What a buy rate is made of: what is known of a customer, the models, and why it is this one.

use super::super::summary::Summary;

/// What the model sees of a customer, in days: x, tₓ and T of the literature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct History {
    /// Repeat purchase days, x.
    pub frequency: u32,
    /// Age at the last purchase, tₓ; 0 exactly if there is no repeat.
    pub recency: u32,
    /// Age at the end of the observation, T.
    pub age: u32,
}

impl From<&Summary> for History {
    fn from(summary: &Summary) -> Self {
        Self {
            frequency: summary.frequency,
            recency: summary.recency,
            age: summary.age,
        }
    }
}

/// The parameters of BG/NBD; time in days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BgNbd {
    /// Rates are Gamma(r, α): r is their shape, r / α their mean per day.
    pub r: f64,
    /// In days.
    pub alpha: f64,
    /// The chance to leave after a repeat purchase is Beta(a, b), a / (a + b) on average.
    pub a: f64,
    /// As `a`.
    pub b: f64,
}

/// The parameters of the fall-back: rates per day are Gamma(r, α).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaPoisson {
    /// The shape: small where customers differ much.
    pub r: f64,
    /// In days: how long a customer must be known for their own rate to weigh as much as all the others'.
    pub alpha: f64,
}

/// What the expectations come from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Model {
    /// Rates differ, and customers leave.
    BgNbd(BgNbd),
    /// Rates differ, nobody leaves.
    GammaPoisson(GammaPoisson),
    /// Nothing can be said.
    Nothing,
}

/// Why it is this model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// BG/NBD: the likelihood has a maximum.
    MaximumLikelihood,
    /// BG/NBD with a weak prior: the likelihood alone has no maximum.
    WeakPrior,
    /// Gamma–Poisson: fewer than [`REPEAT_BUYERS`](super::REPEAT_BUYERS) bought on a second day.
    FewRepeatBuyers,
    /// Gamma–Poisson: the horizon is beyond [`FARTHEST_HORIZON`](super::FARTHEST_HORIZON) times the longest observation.
    ShortObservation,
    /// Gamma–Poisson: BG/NBD has no maximum with the prior either.
    NoMaximum,
    /// Nothing: no day was observed after a first purchase.
    NoTime,
}
