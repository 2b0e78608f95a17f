//! One customer in a few numbers, against `summary_data_from_transaction_data`.

use crate::cdnow;
use fashion_customers::activity::summary::{Purchases, Summary, summary};

#[test]
fn as_lifetimes_has_it() {
    for (name, end) in cdnow::ENDS {
        let expected = cdnow::expected(name);
        let found = cdnow::summaries(end);
        assert_eq!(found.len(), expected.len());
        for (customer, (found, row)) in found.iter().zip(expected).enumerate() {
            let [frequency, recency, age, monetary_value, _] = row;
            assert_eq!(
                [found.frequency, found.recency, found.age].map(f64::from),
                [frequency, recency, age],
                "customer {customer} at {name}"
            );
            // Written with four digits.
            assert!(
                (found.monetary_value - monetary_value).abs() <= 0.500_001e-4,
                "customer {customer} at {name}: {} for {monetary_value}",
                found.monetary_value
            );
            assert_eq!(found.recency + found.recency_days, found.age);
        }
    }
}

#[test]
fn the_same_days_in_any_order() {
    let end = cdnow::ENDS[1].1;
    let mut reversed = cdnow::purchases();
    reversed.reverse();
    for (one, other) in cdnow::summaries(end)
        .iter()
        .zip(cdnow::summaries_of(reversed, end))
    {
        assert_eq!(
            (one.first_day, one.last_day, one.frequency),
            (other.first_day, other.last_day, other.frequency)
        );
        assert!((one.spend - other.spend).abs() < 1e-9);
        assert!((one.monetary_value - other.monetary_value).abs() < 1e-9);
    }
}

#[test]
fn what_counts_and_what_does_not() {
    // The first day is left out of the mean, a day of spend 0 is not.
    let days = [10, 14, 20];
    let purchases = Purchases {
        days: &days,
        spend: 106.0,
        first_spend: 100.0,
    };
    let expected = Summary {
        first_day: 10,
        last_day: 20,
        frequency: 2,
        recency: 10,
        age: 19,
        recency_days: 9,
        monetary_value: 3.0,
        spend: 106.0,
    };
    assert_eq!(summary(&purchases, 29), Some(expected));
    let once = Purchases {
        days: &days[..1],
        spend: 100.0,
        first_spend: 100.0,
    };
    let once = summary(&once, 10).unwrap();
    assert_eq!((once.frequency, once.recency, once.age), (0, 0, 0));
    assert_eq!((once.monetary_value, once.spend), (0.0, 100.0));
    let never = Purchases {
        days: &[],
        spend: 0.0,
        first_spend: 0.0,
    };
    assert_eq!(summary(&never, 9), None);
}
