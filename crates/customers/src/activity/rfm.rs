//! Scores from 1 to 5 of recency, frequency and monetary value, by quintiles over all customers, with the rule of the R package
//! rfm (`rfm_table_order`, rfm 0.3.0, R/rfm-table-transaction.R and R/utils.R; the same in 0.2.1).
//!
//! The rule, for each of the three measures by itself:
//! 1. q₁ … q₄ are the quantiles at 20, 40, 60 and 80 % over all customers, R's type 7.
//! 2. Bin 1 is below q₁ + 1, bin k from qₖ₋₁ + 1 to below qₖ + 1, bin 5 from q₄ + 1 on.
//! 3. The score is the bin, and 6 − bin for recency, where few days are good.
//!
//! What follows from it:
//! - Equal values have equal scores, so bins need not be equally full, and bins between equal quantiles are empty. Where four
//!   customers of five bought once, one order scores 1, more score 5, and nothing lies between.
//! - With fewer than five distinct values not all scores occur. If all customers are alike, also if there is one only, they score
//!   5 for recency and 1 for frequency and monetary value. [`Scale::scores_given`] tells.
//! - The 1 is one day, one order, and *one unit of the currency*: where the quintiles of spend lie less than that apart, spend
//!   should be given in a smaller unit.

use crate::CustomersError;
use std::fmt;

/// What a customer is scored by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Days since the last purchase.
    pub recency_days: u32,
    /// How many orders.
    pub orders: u32,
    /// Their total; finite, may be negative after refunds.
    pub spend: f64,
}

/// Scores from 1 (worst) to 5 (best).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Score {
    /// Of the days since the last purchase: 5 is the most recent fifth.
    pub recency: u8,
    /// Of the number of orders.
    pub frequency: u8,
    /// Of the total spend.
    pub monetary: u8,
}

/// As `rfm_score` is written: `555`.
impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}{}{}",
            self.recency, self.frequency, self.monetary
        )
    }
}

/// How one measure was cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The smallest values of bins 2 to 5: qₖ + 1. Ascending, equal where a bin is empty.
    pub thresholds: [f64; 4],
    /// How many of the five scores occur.
    pub scores_given: u8,
}

/// The scores of all customers, in their order, and how they came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Rfm {
    /// In the order of the customers.
    pub scores: Vec<Score>,
    /// Of the days since the last purchase.
    pub recency: Scale,
    /// Of the number of orders.
    pub frequency: Scale,
    /// Of the total spend.
    pub monetary: Scale,
}

/// Scores all customers against one another.
///
/// # Errors
/// `INVALID_ARGUMENT` if there is no customer, or a spend that is not finite.
pub fn rfm(customers: &[Measures]) -> Result<Rfm, CustomersError> {
    if customers.is_empty() {
        return Err(CustomersError::new(
            "INVALID_ARGUMENT",
            "scores: there is no customer → at least one is needed",
        ));
    }
    if let Some(place) = customers.iter().position(|one| !one.spend.is_finite()) {
        return Err(CustomersError::new(
            "INVALID_ARGUMENT",
            format!(
                "scores: the spend of customer {place} is {} → it must be finite",
                customers[place].spend
            ),
        ));
    }
    let (recency, recency_bins) = bins(customers, |one| f64::from(one.recency_days));
    let (frequency, frequency_bins) = bins(customers, |one| f64::from(one.orders));
    let (monetary, monetary_bins) = bins(customers, |one| one.spend);
    let scores = recency_bins
        .iter()
        .zip(frequency_bins.iter().zip(&monetary_bins))
        .map(|(recency, (frequency, monetary))| Score {
            recency: 6 - recency,
            frequency: *frequency,
            monetary: *monetary,
        })
        .collect();
    Ok(Rfm {
        scores,
        recency,
        frequency,
        monetary,
    })
}

/// The scale of a measure and the bin of each customer, 1 to 5.
fn bins(customers: &[Measures], measure: impl Fn(&Measures) -> f64) -> (Scale, Vec<u8>) {
    let mut ascending: Vec<f64> = customers.iter().map(&measure).collect();
    ascending.sort_unstable_by(f64::total_cmp);
    let thresholds = [1.0, 2.0, 3.0, 4.0].map(|fifths| quantile(&ascending, fifths * 0.2) + 1.0);
    let mut given = [false; 5];
    let bins = customers
        .iter()
        .map(|one| {
            let value = measure(one);
            let passed = thresholds.iter().filter(|from| value >= **from).count();
            given[passed] = true;
            passed as u8 + 1
        })
        .collect();
    let scores_given = given.iter().filter(|given| **given).count() as u8;
    (
        Scale {
            thresholds,
            scores_given,
        },
        bins,
    )
}

/// R's `quantile(type = 7)`, with the roundings of its formula: 3 × 0.2 is a little over 0.6 there, too, and whether a value of
/// q + 1 lies on one side or the other can depend on it.
fn quantile(ascending: &[f64], probability: f64) -> f64 {
    let index = (ascending.len() - 1) as f64 * probability + 1.0;
    let low = index.floor();
    let above = index - low;
    let at = |place: f64| ascending[(place as usize).min(ascending.len()) - 1];
    let (lower, upper) = (at(low), at(index.ceil()));
    if above > 0.0 && lower != upper {
        (1.0 - above) * lower + above * upper
    } else {
        lower
    }
}
