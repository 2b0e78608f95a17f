//! Whether the groups look randomly dealt: by their sizes, and by a value that was known before the campaign, the score.

use super::campaign::Campaign;
use super::difference::{Arm, freedom};
use super::distributions::{chi_square_tail, student_tail};
use libm::sqrt;

/// The share of control against the one that was meant: the check for a "sample ratio mismatch".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// What was meant.
    pub expected: f64,
    /// What is there.
    pub observed: f64,
    /// Pearson's chi-square of the two sizes, of one degree of freedom.
    pub chi_square: f64,
    /// The probability of a chi-square that large in fair dealing.
    pub probability: f64,
}

impl Shares {
    /// Of the groups' sizes.
    pub fn of(target: usize, control: usize, expected: f64) -> Self {
        let (target, control) = (target as f64, control as f64);
        let count = target + control;
        let part = |found: f64, meant: f64| (found - meant) * (found - meant) / meant;
        let chi_square = part(control, count * expected) + part(target, count * (1.0 - expected));
        Self {
            expected,
            observed: control / count,
            chi_square,
            probability: chi_square_tail(chi_square),
        }
    }
}

/// The mean scores of the groups against each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// Mean score of the target group.
    pub target: f64,
    /// Mean score of control.
    pub control: f64,
    /// Difference of the means in standard deviations, `(m₁ − m₀) / √((s₁² + s₀²) / 2)`; none where each group has one score
    /// and these differ.
    pub standardized: Option<f64>,
    /// The probability of a difference that large in fair dealing, by Welch's test.
    pub probability: f64,
}

impl Balance {
    /// Of the scores of a campaign.
    pub fn of(campaign: &Campaign, score: &[f64]) -> Self {
        let [target, control] = [true, false].map(|is_target| {
            let own = (0..score.len()).filter(|&place| campaign.is_target(place) == is_target);
            Arm::of(own.map(|place| score[place]))
        });
        let difference = target.mean - control.mean;
        let (standardized, probability) = match freedom(&target, &control) {
            Some((error, freedom)) => {
                let variances = target.variance.unwrap_or(0.0) + control.variance.unwrap_or(0.0);
                let standardized = difference / sqrt(variances / 2.0);
                (
                    Some(standardized),
                    student_tail(difference / error, freedom),
                )
            }
            None if difference == 0.0 => (Some(0.0), 1.0),
            None => (None, 0.0),
        };
        Self {
            target: target.mean,
            control: control.mean,
            standardized,
            probability,
        }
    }
}
