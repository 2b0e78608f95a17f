//! One customer in a few numbers, against `summary_data_from_transaction_data`.

use crate::cdnow;
use fashion_customers::activity::days::{DaysOf, PurchaseDay};
use fashion_customers::activity::summary::{Summary, summary};

#[test]
fn as_lifetimes_has_it() {
    let customers = cdnow::customers();
    for (name, end) in cdnow::ENDS {
        let expected = cdnow::expected(name);
        assert_eq!(customers.len(), expected.len());
        for (customer, (days, row)) in customers.iter().zip(expected).enumerate() {
            let found = summary(days.as_slice(), end).unwrap();
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
    let mut reversed = vec![DaysOf::default(); 2357];
    for (customer, day, spend) in cdnow::purchases().into_iter().rev() {
        reversed[customer - 1].add(day, spend);
    }
    for (one, other) in cdnow::customers().iter().zip(&reversed) {
        let (one, other) = (one.as_slice(), other.as_slice());
        assert!(
            one.iter()
                .map(|at| (at.day, at.purchases))
                .eq(other.iter().map(|at| (at.day, at.purchases)))
        );
        for (left, right) in one.iter().zip(other) {
            assert!((left.spend - right.spend).abs() < 1e-9);
        }
    }
}

fn day(day: i32, purchases: u32, spend: f64) -> PurchaseDay {
    PurchaseDay {
        day,
        purchases,
        spend,
    }
}

#[test]
fn what_counts_and_what_does_not() {
    let days = [
        day(10, 3, 100.0),
        day(14, 1, 0.0),
        day(20, 2, 6.0),
        day(30, 1, 9.0),
    ];
    let expected = Summary {
        first_day: 10,
        last_day: 20,
        frequency: 2,
        recency: 10,
        age: 19,
        recency_days: 9,
        monetary_value: 3.0, // (0 + 6) / 2: the first day is left out, the day of spend 0 is not
        spend: 106.0,
        purchases: 6,
    };
    assert_eq!(summary(&days, 29), Some(expected));
    // The end is observed.
    assert_eq!(summary(&days, 30).unwrap().frequency, 3);
    let once = summary(&days, 10).unwrap();
    assert_eq!((once.frequency, once.recency, once.age), (0, 0, 0));
    assert_eq!((once.monetary_value, once.spend), (0.0, 100.0));
    assert_eq!(summary(&days, 9), None);
    assert_eq!(summary(&[], 9), None);
    // As far apart as days can be.
    let far = [day(i32::MIN, 1, 1.0)];
    assert_eq!(summary(&far, i32::MAX).unwrap().age, u32::MAX);
}
