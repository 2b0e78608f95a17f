//! One customer's purchase days in a few numbers, as the analysts' tools have them: frequency, recency, T and monetary value
//! of `summary_data_from_transaction_data` in lifetimes 0.11.3 (PyMC-Marketing's `rfm_summary` names them alike).

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
}

/// What was added up of one customer's purchases.
#[derive(Debug, Clone, Copy)]
pub struct Purchases<'a> {
    /// Distinct days, ascending.
    pub days: &'a [u16],
    /// Money spent on all of them.
    pub spend: f64,
    /// Of it, on the first.
    pub first_spend: f64,
}

/// Returns the summary of purchases that are all observed by `end`. None for a customer without a purchase.
#[inline(never)] // what a loop calls is compiled anew once it is hot, the loop that runs is not
#[must_use]
pub fn summary(purchases: &Purchases, end: u16) -> Option<Summary> {
    let Purchases {
        days,
        spend,
        first_spend,
    } = *purchases;
    let [first, last] = [days.first()?, days.last()?].map(|day| i32::from(*day));
    let end = i32::from(end);
    let frequency = days.len() as u32 - 1;
    Some(Summary {
        first_day: first,
        last_day: last,
        frequency,
        recency: last.abs_diff(first),
        age: end.abs_diff(first),
        recency_days: end.abs_diff(last),
        monetary_value: if frequency == 0 {
            0.0
        } else {
            (spend - first_spend) / f64::from(frequency)
        },
        spend,
    })
}
