//! How much more of what was bought later went to those who were chosen than to as many chosen at random, with an interval.

use crate::uplift::distributions::normal_quantile;
use libm::sqrt;

/// A lift with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Lift {
    /// 1: no more than chance.
    pub lift: f64,
    /// Where the interval begins.
    pub lower: f64,
    /// Where it ends.
    pub upper: f64,
}

/// Sums over customers of x, what counts for the choice, and y, all that they bought later.
///
/// The ratio is p = Σ x / Σ y. Where customers are drawn at random, its variance is Σ (x − p y)² / (Σ y)² · n / (n − 1), linearised.
#[derive(Default)]
pub struct Ratio {
    chosen: f64,
    all: f64,
    chosen_squares: f64,
    products: f64,
    all_squares: f64,
    customers: f64,
}

impl Ratio {
    /// Of customers with (x, y) each.
    pub fn of(customers: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut sums = Self::default();
        for (chosen, all) in customers {
            sums.chosen += chosen;
            sums.all += all;
            sums.chosen_squares += chosen * chosen;
            sums.products += chosen * all;
            sums.all_squares += all * all;
            sums.customers += 1.0;
        }
        sums
    }

    /// p by the share of customers that were chosen, with Wilson's interval of as many independent purchases as have p's variance:
    /// p (1 − p) / variance, at most Σ y. Where the chosen bought less than one, or all but less than one, the variance is not
    /// known, and they are (Σ y)² / Σ y². All NaN where nothing was bought.
    pub fn lift(&self, share: f64, level: f64) -> Lift {
        if self.all <= 0.0 {
            return Lift {
                lift: f64::NAN,
                lower: f64::NAN,
                upper: f64::NAN,
            };
        }
        // Rounding must not leave what parts can be.
        let ratio = (self.chosen / self.all).clamp(0.0, 1.0);
        let spread = ratio * (1.0 - ratio);
        let variance = self.variance(ratio);
        let is_known = self.chosen.min(self.all - self.chosen) >= 1.0 && variance > 0.0;
        let purchases = if is_known {
            (spread / variance).min(self.all)
        } else {
            self.all * self.all / self.all_squares
        };
        let z = normal_quantile(level);
        let square = z * z / purchases;
        let centre = (ratio + square / 2.0) / (1.0 + square);
        let half = z * sqrt(spread / purchases + square / (4.0 * purchases)) / (1.0 + square);
        Lift {
            lift: ratio / share,
            lower: (centre - half).max(0.0) / share,
            upper: (centre + half).min(1.0) / share,
        }
    }

    /// The same of a difference of two choices, which may be less than nothing: p ± z · √variance, by the share.
    pub fn gain(&self, share: f64, level: f64) -> Lift {
        let ratio = self.chosen / self.all;
        let half = normal_quantile(level) * sqrt(self.variance(ratio));
        Lift {
            lift: ratio / share,
            lower: (ratio - half) / share,
            upper: (ratio + half) / share,
        }
    }

    fn variance(&self, ratio: f64) -> f64 {
        let squares =
            self.chosen_squares - 2.0 * ratio * self.products + ratio * ratio * self.all_squares;
        let n = self.customers;
        squares.max(0.0) * n / (n - 1.0).max(1.0) / (self.all * self.all)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lift, Ratio};

    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    }

    /// A customer with one purchase each, of whom `chosen` were chosen.
    fn singles(chosen: usize, all: usize) -> Lift {
        let customers = (0..all).map(|one| (f64::from(u8::from(one < chosen)), 1.0));
        Ratio::of(customers).lift(1.0, 0.9)
    }

    #[test]
    fn is_wilsons_interval_of_independent_purchases() {
        // Wilson's formula, of 99 where the variance counts, with n − 1, and of 100 where it is not known.
        for (chosen, lower, upper) in [
            (10, 0.060_566_946, 0.160_714_439),
            (50, 0.418_449_815, 0.581_550_185),
            (0, 0.0, 0.026_342_721),
            (100, 0.973_657_279, 1.0),
        ] {
            let found = singles(chosen, 100);
            assert_close(found.lift, chosen as f64 / 100.0);
            assert_close(found.lower, lower);
            assert_close(found.upper, upper);
        }
    }

    #[test]
    fn is_wider_where_few_customers_buy_much() {
        let of = |each: f64, customers: usize| {
            let bought = (0..customers).map(|one| (if one % 4 == 0 { each } else { 0.0 }, each));
            Ratio::of(bought).lift(0.1, 0.9)
        };
        let (many, few) = (of(1.0, 400), of(10.0, 40));
        assert_close(many.lift, 2.5);
        assert_close(few.lift, 2.5);
        assert!(few.upper - few.lower > 3.0 * (many.upper - many.lower));
    }

    #[test]
    fn a_gain_may_be_less_than_nothing() {
        let customers = (0..100).map(|one| (f64::from(one % 3) - 1.2, 1.0));
        let found = Ratio::of(customers).gain(0.1, 0.9);
        assert_close(found.lift, -2.1);
        assert!(found.upper < 0.0 && found.lower < found.lift);
    }

    #[test]
    fn is_unknown_where_nothing_was_bought() {
        let found = Ratio::of([(0.0, 0.0); 5].into_iter()).lift(0.1, 0.9);
        assert!(found.lift.is_nan() && found.lower.is_nan() && found.upper.is_nan());
    }
}
