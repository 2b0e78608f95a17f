//! How much more of what was bought later went to those who were chosen than to as many chosen at random, with an interval.

use crate::uplift::distributions::normal_quantile;

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

/// Later purchases of each customer: those that count for the choice (they were chosen for that class), and all.
pub struct Ratio {
    /// Sums of chosen, of all, and of their products.
    chosen: f64,
    all: f64,
    chosen_squares: f64,
    products: f64,
    all_squares: f64,
    customers: f64,
}

impl Ratio {
    pub fn new() -> Self {
        Self {
            chosen: 0.0,
            all: 0.0,
            chosen_squares: 0.0,
            products: 0.0,
            all_squares: 0.0,
            customers: 0.0,
        }
    }

    /// Adds a customer. `chosen` may be less than nothing where two choices are compared.
    pub fn add(&mut self, chosen: f64, all: f64) {
        self.chosen += chosen;
        self.all += all;
        self.chosen_squares += chosen * chosen;
        self.products += chosen * all;
        self.all_squares += all * all;
        self.customers += 1.0;
    }

    /// The lift of a choice of that share of customers: ratio of sums by the share; its variance is that of the ratio, customers
    /// being drawn (linearised).
    pub fn lift(&self, share: f64, level: f64) -> Lift {
        if self.all <= 0.0 {
            let nothing = f64::NAN;
            return Lift {
                lift: nothing,
                lower: nothing,
                upper: nothing,
            };
        }
        let ratio = self.chosen / self.all;
        let squares =
            self.chosen_squares - 2.0 * ratio * self.products + ratio * ratio * self.all_squares;
        let n = self.customers;
        let variance = squares.max(0.0) * n / (n - 1.0).max(1.0) / (self.all * self.all);
        let half = normal_quantile(level) * libm::sqrt(variance);
        Lift {
            lift: ratio / share,
            lower: (ratio - half) / share,
            upper: (ratio + half) / share,
        }
    }
}
