//! What a fitted BG/NBD model says of a customer: whether they still are one, and how many purchase days are to come.
//!
//! The paper's equation (10) has a hypergeometric function, and 0/0 at a = 1. The same number is a sum of positive terms. Still a
//! customer, they have λ ~ Gamma(s, β) and p ~ Beta(a, c) with s = r + x, β = α + T, c = b + x. Would nobody leave, the purchases
//! N of the next t days had the negative binomial distribution wₖ of shape s and z = t / (β + t); and the chance of not having left
//! after j of them is the product of (c+i)/(a+c+i) over i < j, which is E (1-p)^j. So
//!
//! ```text
//! E[purchases] = Σ wₖ Sₖ,   wₖ ∝ (s)ₖ/k! z^k,   Sₖ = Σ_{j<k} (c)ⱼ/(a+c)ⱼ
//! ```

use super::super::buy_rate::model::{BgNbd, History};

/// The probability of not having left after the last purchase; 1 for who bought once, since in this model one leaves after a
/// repeat purchase only.
pub(in super::super) fn alive(model: &BgNbd, history: &History) -> f64 {
    if history.frequency == 0 {
        return 1.0;
    }
    let x = f64::from(history.frequency);
    let ratio = (model.alpha + f64::from(history.age)) / (model.alpha + f64::from(history.recency));
    1.0 / (1.0 + model.a / (model.b + x - 1.0) * libm::pow(ratio, model.r + x))
}

/// The expected purchase days within the next `horizon` days.
pub(in super::super) fn expected(model: &BgNbd, history: &History, horizon: f64) -> f64 {
    let x = f64::from(history.frequency);
    let beta = model.alpha + f64::from(history.age);
    let of_customers = purchases(
        model.r + x,
        horizon / (beta + horizon),
        model.a,
        model.b + x,
    );
    alive(model, history) * of_customers
}

/// What is left out of the sum, as a part of it.
const REST: f64 = 1e-13;
/// Sums are halved 800 times when they get large: exact, and nothing else is in need of it.
const LARGE: f64 = 1e250;

/// Σ wₖ Sₖ / Σ wₖ.
fn purchases(shape: f64, z: f64, a: f64, c: f64) -> f64 {
    let scale = libm::scalbn(1.0, -800);
    let (mut weight, mut weights) = (1.0, 1.0);
    let (mut stays, mut days, mut sum) = (1.0, 0.0, 0.0);
    let mut k = 0.0;
    loop {
        weight *= z * (shape + k) / (k + 1.0);
        days += stays;
        stays *= (c + k) / (a + c + k);
        k += 1.0;
        weights += weight;
        sum += weight * days;
        if sum > LARGE || weights > LARGE {
            (weight, weights, sum) = (weight * scale, weights * scale, sum * scale);
        }
        // The ratio of weights goes to z, so all further ones are at most:
        let ratio = z.max(z * (shape + k) / (k + 1.0));
        if ratio < 1.0 {
            let further = ratio / (1.0 - ratio);
            let rest = weight * further * (days + stays / (1.0 - ratio));
            if rest <= REST * sum && weight * further <= REST * weights {
                return sum / weights;
            }
        }
    }
}
