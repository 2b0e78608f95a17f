//! How many purchase days of each customer are to be expected within a horizon: the BG/NBD model, fitted by maximum likelihood
//! to the customers' own histories (parameters as `BetaGeoFitter` of lifetimes 0.11.3 finds them), and what is done where it cannot be.
//!
//! In this order, and the answer says which and why:
//! 1. BG/NBD by maximum likelihood.
//! 2. If the likelihood has no maximum, since it rises on and on while a parameter goes to nil or infinity: BG/NBD with a weak
//!    prior, each parameter lognormal around the start with a factor e³ to either side.
//! 3. With fewer than 20 repeat buyers, a horizon beyond 100 times what was observed, or if all else fails: the gamma–Poisson
//!    rate, which knows no leaving.
//! 4. If all customers bought first on the last day, nothing is known, and nothing said.
//!
//! The model knows no seasons and no trends, and a horizon longer than the observation says little: how fast customers leave is
//! seen only as far back as they are known.

mod fit;
pub(super) mod model;

pub use model::{BgNbd, GammaPoisson, History, Model, Reason};

use super::bg_nbd::forecast;
use super::bg_nbd::histories::Grouped;
use super::gamma_poisson;
use crate::CustomersError;

/// So many must have bought on a second day before anything is said of leaving.
pub const REPEAT_BUYERS: usize = 20;
/// A horizon may be so many times the longest observation.
pub const FARTHEST_HORIZON: f64 = 100.0;

/// A fitted model and what it says of each customer.
#[derive(Debug, Clone, PartialEq)]
pub struct BuyRates {
    /// What the expectations come from.
    pub model: Model,
    /// Why.
    pub reason: Reason,
    /// Expected purchase days within the horizon, in the order of the customers; NaN where nothing can be said.
    pub expected: Vec<f64>,
    /// The probability of still being a customer, in their order; empty unless the model is BG/NBD. It is 1 for everyone who bought
    /// on one day only: in this model one leaves after a repeat purchase.
    pub alive: Vec<f64>,
    /// How many bought on a second day.
    pub repeat_buyers: usize,
    /// How many different histories there are.
    pub histories: usize,
    /// Of BG/NBD, of all customers, without x! and with time in days; NaN otherwise.
    pub log_likelihood: f64,
    /// Of Newton's method; 0 if BG/NBD was not tried.
    pub iterations: u32,
}

/// Fits the model to all customers and tells the expected purchase days of each within the next `horizon` days.
///
/// # Errors
/// `INVALID_ARGUMENT` if the horizon is not a positive number, or a history cannot be (recency beyond the age, or fewer days than
/// purchases).
pub fn buy_rates(customers: &[History], horizon: f64) -> Result<BuyRates, CustomersError> {
    check(customers, horizon)?;
    let grouped = Grouped::new(customers);
    let repeat_buyers = customers.iter().filter(|one| one.frequency > 0).count();
    let longest = customers.iter().map(|one| one.age).max().unwrap_or(0);
    let fitted = fit::fit(&grouped, repeat_buyers, f64::from(longest), horizon);

    let of_groups = |of: &dyn Fn(&History) -> f64| -> Vec<f64> {
        let values: Vec<f64> = grouped.groups.iter().map(|one| of(&one.history)).collect();
        let of_customer = |group: &u32| values[*group as usize];
        grouped.group_of.iter().map(of_customer).collect()
    };
    let (expected, alive) = match &fitted.model {
        Model::BgNbd(model) => (
            of_groups(&|one| forecast::expected(model, one, horizon)),
            of_groups(&|one| forecast::alive(model, one)),
        ),
        Model::GammaPoisson(model) => (
            of_groups(&|one| gamma_poisson::expected(model, one, horizon)),
            Vec::new(),
        ),
        Model::Nothing => (vec![f64::NAN; customers.len()], Vec::new()),
    };
    Ok(BuyRates {
        model: fitted.model,
        reason: fitted.reason,
        expected,
        alive,
        repeat_buyers,
        histories: grouped.groups.len(),
        log_likelihood: fitted.log_likelihood,
        iterations: fitted.iterations,
    })
}

fn check(customers: &[History], horizon: f64) -> Result<(), CustomersError> {
    if !(horizon > 0.0 && horizon.is_finite()) {
        return Err(CustomersError::new(
            "INVALID_ARGUMENT",
            format!("buy rates: the horizon is {horizon} days → it must be a positive number"),
        ));
    }
    let impossible = |one: &History| {
        one.recency > one.age
            || one.frequency > one.recency
            || (one.frequency == 0 && one.recency > 0)
    };
    if let Some(place) = customers.iter().position(impossible) {
        return Err(CustomersError::new(
            "INVALID_ARGUMENT",
            format!(
                "buy rates: customer {place} has {:?} → frequency ≤ recency ≤ age, and a recency of 0 exactly without a repeat",
                customers[place]
            ),
        ));
    }
    Ok(())
}
