//! How active each customer is, and what is to be expected of it.

use crate::CustomersError;
use crate::activity::buy_rate::{BuyRates, History, buy_rates};
use crate::activity::rfm::{Measures, Score, rfm};
use crate::activity::summary::{Purchases, Summary, summary};
use crate::orders::Customer;

/// So many purchase days with the lines of the average day are added to those of each customer.
const DAYS_OF_AVERAGE: f64 = 5.0;

/// Of all customers, in their order.
pub struct Activity {
    pub summaries: Vec<Summary>,
    pub scores: Vec<Score>,
    pub rates: BuyRates,
    /// Labelled lines within the horizon that are to be expected.
    pub expected: Vec<f64>,
}

/// Of customers who all bought something by the day `end`.
pub fn activity(
    customers: &[&Customer],
    end: u16,
    horizon: f64,
) -> Result<Activity, CustomersError> {
    let mut summaries = Vec::with_capacity(customers.len());
    let mut measures = Vec::with_capacity(customers.len());
    for one in customers {
        let purchases = Purchases {
            days: one.days.list(),
            spend: one.spend,
            first_spend: one.first_spend,
        };
        let Some(summary) = summary(&purchases, end) else {
            continue;
        };
        measures.push(Measures {
            recency_days: summary.recency_days,
            orders: one.orders,
            spend: one.spend,
        });
        summaries.push(summary);
    }
    let scores = rfm(&measures)?.scores;
    drop(measures);
    let histories: Vec<History> = summaries.iter().map(History::from).collect();
    let rates = buy_rates(&histories, horizon)?;
    let days: f64 = customers.iter().map(|one| one.days.len() as f64).sum();
    let lines: f64 = customers.iter().map(|one| f64::from(one.labelled)).sum();
    let average = if days > 0.0 { lines / days } else { 0.0 };
    let expected = customers
        .iter()
        .zip(&rates.expected)
        .map(|(one, purchase_days)| {
            let lines = f64::from(one.labelled) + DAYS_OF_AVERAGE * average;
            let per_day = lines / (one.days.len() as f64 + DAYS_OF_AVERAGE);
            purchase_days * per_day
        })
        .collect();
    Ok(Activity {
        summaries,
        scores,
        rates,
        expected,
    })
}
