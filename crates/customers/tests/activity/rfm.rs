//! Scores, against the rule of the R package rfm on R's own quantile().

use crate::cdnow;
use fashion_customers::activity::rfm::{Measures, rfm};

fn written(customers: &[Measures]) -> Vec<String> {
    rfm(customers)
        .unwrap()
        .scores
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn measures(recency_days: u32, orders: u32, spend: f64) -> Measures {
    Measures {
        recency_days,
        orders,
        spend,
    }
}

/// Of cdnow: an order is a row of the file, as in rfm_table_order.
fn customers() -> Vec<Measures> {
    let mut orders = [0; 2357];
    cdnow::purchases()
        .iter()
        .for_each(|(customer, ..)| orders[customer - 1] += 1);
    cdnow::summaries(cdnow::ENDS[1].1)
        .iter()
        .zip(orders)
        .map(|(one, orders)| measures(one.recency_days, orders, one.spend))
        .collect()
}

#[test]
fn as_r_has_it() {
    let expected: Vec<&str> = include_str!("../golden/cdnow-scores.csv")
        .lines()
        .skip(1)
        .collect();
    assert_eq!(written(&customers()), expected);
}

#[test]
fn small_populations_as_r_has_them() {
    let rows: Vec<Vec<f64>> = cdnow::rows(include_str!("../golden/scores-small.csv")).collect();
    for population in 1..=40 {
        let of_it = || rows.iter().filter(|row| row[0] == f64::from(population));
        let customers: Vec<Measures> = of_it()
            .map(|row| measures(row[1] as u32, row[2] as u32, row[3]))
            .collect();
        assert_eq!(customers.len(), population as usize);
        let expected: Vec<String> = of_it().map(|row| row[4].to_string()).collect();
        assert_eq!(written(&customers), expected, "{population} customers");
    }
}

/// `bins(mtcars, "mpg", 5)` of the tests of rfm 0.3.0 (tests/testthat/test-utils.R).
#[test]
fn the_thresholds_of_rfms_own_test() {
    let mpg = [
        21.0, 21.0, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4,
        10.4, 14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26.0, 30.4, 15.8, 19.7,
        15.0, 21.4,
    ];
    let customers = mpg.map(|spend| measures(0, 1, spend));
    let found = rfm(&customers).unwrap().monetary.thresholds;
    for (found, expected) in found.iter().zip([16.20, 18.92, 22.00, 25.08]) {
        assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
    }
}

#[test]
fn equal_values_have_equal_scores_whatever_the_order() {
    let customers = customers();
    let scores = rfm(&customers).unwrap().scores;
    let mut reversed = customers.clone();
    reversed.reverse();
    let mut again = rfm(&reversed).unwrap().scores;
    again.reverse();
    assert_eq!(scores, again);
    let mut by_orders: Vec<(u32, u8)> = customers
        .iter()
        .zip(&scores)
        .map(|(one, score)| (one.orders, score.frequency))
        .collect();
    by_orders.sort_unstable();
    by_orders.dedup();
    // One score for each number of orders, and more orders never score less.
    assert!(
        by_orders
            .windows(2)
            .all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1)
    );
}

#[test]
fn few_distinct_values() {
    let alike = rfm(&[measures(3, 2, 10.0); 7]).unwrap();
    assert!(alike.scores.iter().all(|score| score.to_string() == "511"));
    assert_eq!(alike.frequency.scores_given, 1);
    // Nine of ten bought once.
    let mut customers = vec![measures(3, 1, 10.0); 9];
    customers.push(measures(3, 2, 10.0));
    let scored = rfm(&customers).unwrap();
    assert_eq!(scored.frequency.scores_given, 2);
    assert_eq!(
        (scored.scores[0].frequency, scored.scores[9].frequency),
        (1, 5)
    );
}

#[test]
fn what_cannot_be_scored_is_named() {
    let error = rfm(&[measures(0, 1, 1.0), measures(0, 1, f64::NAN)]).unwrap_err();
    assert_eq!(error.code, "INVALID_ARGUMENT");
    assert!(
        error.message.contains("customer 1 is NaN"),
        "{}",
        error.message
    );
    assert_eq!(rfm(&[]).unwrap_err().code, "INVALID_ARGUMENT");
}
