//! Two groups compared: the difference of their means, with an interval.
//!
//! Of shares Newcombe's hybrid score interval, which means something for few customers and shares near 0; of other numbers
//! Welch's, which does not take the groups' variances for equal.

use super::campaign::Campaign;
use super::distributions::{normal_quantile, student_quantile};
use libm::sqrt;

/// One group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arm {
    /// Customers.
    pub count: usize,
    /// Sum of outcomes.
    pub total: f64,
    /// Mean outcome.
    pub mean: f64,
    /// Sample variance; none of a single customer.
    pub variance: Option<f64>,
}

/// Target against control.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Those who heard of the campaign.
    pub target: Arm,
    /// Those who did not.
    pub control: Arm,
    /// Difference of the means, target − control.
    pub uplift: f64,
    /// The difference as a share of control's mean; none where that is 0.
    pub lift: Option<f64>,
    /// Bounds of the difference; none where a variance is unknown or both are 0, except of shares.
    pub interval: Option<[f64; 2]>,
}

impl Arm {
    /// Of some values, which are gone through thrice.
    pub fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let (count, total) = values
            .clone()
            .fold((0, 0.0), |(count, total), value| (count + 1, total + value));
        let divided = total / count as f64;
        let first = values.clone().next().unwrap_or(divided);
        // Of equal values rounding must not make a mean beside them, nor a variance.
        let are_equal = values.clone().all(|value| value == first);
        let mean = if are_equal { first } else { divided };
        let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
        Self {
            count,
            total,
            mean,
            variance: (count > 1).then(|| squares / (count - 1) as f64),
        }
    }

    /// Variance of the mean.
    fn error(&self) -> Option<f64> {
        Some(self.variance? / self.count as f64)
    }
}

impl Difference {
    /// Of the customers at some places, who must be of both groups.
    pub fn of(
        campaign: &Campaign,
        places: impl Iterator<Item = usize> + Clone,
        binary: bool,
        level: f64,
    ) -> Self {
        let arm = |is_target: bool| {
            let own = places
                .clone()
                .filter(|&place| campaign.is_target(place) == is_target);
            Arm::of(own.map(|place| campaign.outcome[place]))
        };
        let (target, control) = (arm(true), arm(false));
        let uplift = target.mean - control.mean;
        Self {
            target,
            control,
            uplift,
            lift: (control.mean > 0.0).then(|| uplift / control.mean),
            interval: if binary {
                Some(newcombe(&target, &control, level))
            } else {
                welch(&target, &control, level)
            },
        }
    }
}

/// Newcombe 1998, method 10: with Wilson's intervals [l, u] of both shares
/// `p₁ − p₀ − √((p₁ − l₁)² + (u₀ − p₀)²)` and `p₁ − p₀ + √((u₁ − p₁)² + (p₀ − l₀)²)`.
fn newcombe(target: &Arm, control: &Arm, level: f64) -> [f64; 2] {
    let z = normal_quantile(level);
    let [below, above] = wilson(target, z);
    let [control_below, control_above] = wilson(control, z);
    let uplift = target.mean - control.mean;
    let away = |own: f64, other: f64| sqrt(own * own + other * other);
    [
        uplift - away(below, control_above),
        uplift + away(above, control_below),
    ]
}

/// How far the bounds of Wilson's interval are from the share, below and above.
fn wilson(arm: &Arm, z: f64) -> [f64; 2] {
    let (count, share) = (arm.count as f64, arm.mean);
    let square = z * z / count;
    let centre = (share + square / 2.0) / (1.0 + square);
    let half = z * sqrt(share * (1.0 - share) / count + square / (4.0 * count)) / (1.0 + square);
    // 0 and 1 themselves are bounds by the formula; rounding must not move them.
    let low = if share == 0.0 { 0.0 } else { centre - half };
    let high = if share == 1.0 { 1.0 } else { centre + half };
    [share - low, high - share]
}

/// `d ± t · √(s₁²/n₁ + s₀²/n₀)`, with the degrees of freedom of [`freedom`].
fn welch(target: &Arm, control: &Arm, level: f64) -> Option<[f64; 2]> {
    let (error, freedom) = freedom(target, control)?;
    let half = student_quantile(level, freedom) * error;
    let uplift = target.mean - control.mean;
    Some([uplift - half, uplift + half])
}

/// The standard error of the difference of two means, and the degrees of freedom of Welch and Satterthwaite; none where a
/// variance is unknown or both are 0.
pub fn freedom(target: &Arm, control: &Arm) -> Option<(f64, f64)> {
    let (own, other) = (target.error()?, control.error()?);
    let sum = own + other;
    if sum == 0.0 {
        return None;
    }
    // Shares of the sum: the squares of small variances would be 0.
    let part = |error: f64, arm: &Arm| (error / sum) * (error / sum) / (arm.count - 1) as f64;
    Some((sqrt(sum), 1.0 / (part(own, target) + part(other, control))))
}
