//! One customer's purchase days in a few numbers, as the analysts' tools have them: frequency, recency, T and monetary value
//! of `summary_data_from_transaction_data` in lifetimes 0.11.3 (PyMC-Marketing's `rfm_summary` names them alike).

use super::days::PurchaseDay;

/// What is known of a customer at the end of the observation.
///
/// Two recencies, since two are in use: lifetimes' [`recency`](Self::recency) is the customer's age at the last purchase (large is
/// good), the R package rfm's [`recency_days`](Self::recency_days) is the time since then (small is good). Always
/// `recency + recency_days == age`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// The day of the first purchase, since 1970-01-01.
    pub first_day: i32,
    /// The day of the last purchase until the end.
    pub last_day: i32,
    /// Repeat purchase days: all but the first.
    pub frequency: u32,
    /// Days from the first to the last purchase day.
    pub recency: u32,
    /// Days from the first purchase day to the end: lifetimes' `T`.
    pub age: u32,
    /// Days from the last purchase day to the end.
    pub recency_days: u32,
    /// The mean spend of a repeat purchase day, 0 if there is none. The first day's purchases are left out, all of them; those of
    /// one day count as one, and a day of spend 0 counts.
    pub monetary_value: f64,
    /// The sum of the spend, the first day's included.
    pub spend: f64,
    /// How many purchases were added: at least one per day.
    pub purchases: u32,
}

/// Returns the summary of ascending distinct days until `end`, which is observed, too; later purchases are left out. None for a
/// customer without a purchase until then.
#[must_use]
pub fn summary(days: &[PurchaseDay], end: i32) -> Option<Summary> {
    let observed = &days[..days.partition_point(|day| day.day <= end)];
    let (first, repeats) = observed.split_first()?;
    let last = observed.last()?;
    let repeat_spend: f64 = repeats.iter().map(|day| day.spend).sum();
    // The places of a slice of 16 bytes each fit into u32.
    let frequency = repeats.len() as u32;
    Some(Summary {
        first_day: first.day,
        last_day: last.day,
        frequency,
        recency: last.day.abs_diff(first.day),
        age: end.abs_diff(first.day),
        recency_days: end.abs_diff(last.day),
        monetary_value: if frequency == 0 {
            0.0
        } else {
            repeat_spend / f64::from(frequency)
        },
        spend: first.spend + repeat_spend,
        purchases: observed
            .iter()
            .fold(0u32, |sum, day| sum.saturating_add(day.purchases)),
    })
}
