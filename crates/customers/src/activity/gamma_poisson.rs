//! The fall-back of the buy rate: everyone buys at a rate of their own, spread over customers as Gamma(r, α), and nobody leaves.
//!
//! The expected rate of a customer with x repeat purchase days in T days is (r + x) / (α + T): the own rate x / T, drawn towards the
//! rate m of all, r / α, the more the shorter the customer is known. By moments: m is all repeat purchase days over all days, and 1/r
//! is how much more the x are spread than by chance, Σ (x − m T)² − m T over Σ (m T)².

use super::bg_nbd::histories::Grouped;
use super::buy_rate::model::{GammaPoisson, History};

/// Between these: rates that differ wildly, and rates that are the same for all.
const SHAPES: (f64, f64) = (0.05, 100.0);

/// Estimates the spread of rates; none where no day was observed after a first purchase.
pub(super) fn fit(customers: &Grouped) -> Option<GammaPoisson> {
    let (mut days, mut repeats) = (0.0, 0.0);
    for group in &customers.groups {
        days += group.customers * f64::from(group.history.age);
        repeats += group.customers * f64::from(group.history.frequency);
    }
    if days == 0.0 {
        return None;
    }
    // None seen does not mean none ever: half a purchase, then.
    let rate = f64::max(repeats, 0.5) / days;
    let (mut beyond_chance, mut chance) = (0.0, 0.0);
    for group in &customers.groups {
        let mean = rate * f64::from(group.history.age);
        let off = f64::from(group.history.frequency) - mean;
        beyond_chance += group.customers * (off * off - mean);
        chance += group.customers * mean * mean;
    }
    let r = if beyond_chance > 0.0 {
        (chance / beyond_chance).clamp(SHAPES.0, SHAPES.1)
    } else {
        SHAPES.1
    };
    Some(GammaPoisson { r, alpha: r / rate })
}

/// The expected purchase days within the next `horizon` days.
pub(super) fn expected(model: &GammaPoisson, history: &History, horizon: f64) -> f64 {
    (model.r + f64::from(history.frequency)) / (model.alpha + f64::from(history.age)) * horizon
}
