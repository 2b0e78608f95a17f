//! Which model it is: BG/NBD by its likelihood, with a weak prior, or the fall-back.

use super::super::bg_nbd::histories::Grouped;
use super::super::bg_nbd::likelihood::{Point, Value, log_likelihood};
use super::super::bg_nbd::newton::{Maximum, maximum};
use super::super::gamma_poisson;
use super::model::{BgNbd, Model, Reason};
use super::{FARTHEST_HORIZON, REPEAT_BUYERS};

/// The standard deviation of the weak prior of a parameter's logarithm.
const PRIOR: f64 = 3.0;
/// Parameters lie within e^±11.5, a factor of 100,000, α in units of the longest age: beyond, the data say "nil" or "infinite".
const BOUND: f64 = 11.5;
/// With more different histories than this, every tenth leads near to the maximum of all.
const MANY: usize = 20_000;
const NTH: usize = 10;

/// A model, and how it was found.
pub(super) struct Fitted {
    pub model: Model,
    pub reason: Reason,
    pub log_likelihood: f64,
    pub iterations: u32,
}

/// Fits what can be fitted, in the order that the room's description has.
pub(super) fn fit(grouped: &Grouped, repeat_buyers: usize, longest: f64, horizon: f64) -> Fitted {
    let Some(simple) = gamma_poisson::fit(grouped) else {
        return Fitted {
            model: Model::Nothing,
            reason: Reason::NoTime,
            log_likelihood: f64::NAN,
            iterations: 0,
        };
    };
    let fall_back = |reason, iterations| Fitted {
        model: Model::GammaPoisson(simple),
        reason,
        log_likelihood: f64::NAN,
        iterations,
    };
    if repeat_buyers < REPEAT_BUYERS {
        return fall_back(Reason::FewRepeatBuyers, 0);
    }
    if horizon > FARTHEST_HORIZON * longest {
        return fall_back(Reason::ShortObservation, 0);
    }
    // One repeat buyer in three leaves, say; the rates as the simpler model has them.
    let unit = [0.0, libm::log(longest), 0.0, 0.0];
    let start = [
        libm::log(simple.r),
        libm::log(simple.alpha),
        0.0,
        libm::log(2.0),
    ];
    let inside = |point: &Point| (0..4).all(|i| (point[i] - unit[i]).abs() <= BOUND);
    let fitted = |found: &Maximum, reason, iterations| {
        let [r, alpha, a, b] = found.point.map(libm::exp);
        Fitted {
            model: Model::BgNbd(BgNbd { r, alpha, a, b }),
            reason,
            log_likelihood: log_likelihood(grouped, &found.point).value,
            iterations,
        }
    };
    let few = (grouped.groups.len() > MANY).then(|| grouped.every(NTH));
    let climb = |function: &dyn Fn(&Grouped, &Point) -> Value| {
        let of = |some: &Grouped, from| maximum(from, |point| function(some, point), inside);
        let Some(few) = &few else {
            return of(grouped, start);
        };
        let near = of(few, start);
        // From beyond the bounds there would be no way back.
        let back = if inside(&near.point) { 1.0 } else { 0.8 };
        let from = core::array::from_fn(|i| start[i] + back * (near.point[i] - start[i]));
        let found = of(grouped, from);
        if near.found && !found.found {
            of(grouped, start)
        } else {
            found
        }
    };
    let likeliest = climb(&log_likelihood);
    if likeliest.found {
        return fitted(&likeliest, Reason::MaximumLikelihood, likeliest.iterations);
    }
    let held = climb(&|some, point| held_near(&start, point, log_likelihood(some, point)));
    let iterations = likeliest.iterations + held.iterations;
    if held.found {
        fitted(&held, Reason::WeakPrior, iterations)
    } else {
        fall_back(Reason::NoMaximum, iterations)
    }
}

/// Adds the logarithm of the prior: −(θ − start)² / 2σ² of each logarithm of a parameter.
fn held_near(start: &Point, point: &Point, mut value: Value) -> Value {
    let precision = 1.0 / (PRIOR * PRIOR);
    for i in 0..4 {
        let off = point[i] - start[i];
        value.value -= 0.5 * precision * off * off;
        value.gradient[i] -= precision * off;
        value.hessian[i][i] -= precision;
    }
    value
}
