//! The collector of one customer's days.

use fashion_customers::activity::days::{DaysOf, PurchaseDay};

fn collected(purchases: &[(i32, f64)]) -> DaysOf {
    let mut days = DaysOf::default();
    for (day, spend) in purchases {
        days.add(*day, *spend);
    }
    days
}

fn day(day: i32, purchases: u32, spend: f64) -> PurchaseDay {
    PurchaseDay {
        day,
        purchases,
        spend,
    }
}

#[test]
fn every_order_of_purchases_gives_the_same_days() {
    let expected = [
        day(-3, 1, 8.0),
        day(2, 2, 3.0),
        day(5, 1, 4.0),
        day(9, 1, 16.0),
    ];
    let purchases = [(-3, 8.0), (2, 1.0), (2, 2.0), (5, 4.0), (9, 16.0)];
    // All 120 orders, by the factorial number system.
    for number in 0..120 {
        let (mut rest, mut left) = (number, purchases.to_vec());
        let mut order = Vec::new();
        for choices in (1..=5).rev() {
            order.push(left.remove(rest % choices));
            rest /= choices;
        }
        assert_eq!(collected(&order).as_slice(), expected, "{order:?}");
    }
}

#[test]
fn many_days_out_of_order() {
    let mut days = DaysOf::default();
    for i in 0..1000 {
        days.add(i * 617 % 1000, 1.0); // 617 has no divisor in common with 1000
    }
    assert_eq!(days.as_slice().len(), 1000);
    assert!(days.as_slice().iter().map(|one| one.day).eq(0..1000));
}

#[test]
fn a_day_lasts_while_one_of_its_purchases_does() {
    let mut days = collected(&[(1, 0.1), (1, 0.2), (4, 5.0)]);
    assert!(!days.remove(2, 1.0));
    assert!(days.remove(1, 0.1));
    assert_eq!(days.as_slice()[0].purchases, 1);
    assert!((days.as_slice()[0].spend - 0.2).abs() < 1e-15);
    assert!(days.remove(1, 0.2));
    assert_eq!(days.as_slice(), [day(4, 1, 5.0)]);
    assert!(days.remove(4, 5.0));
    assert_eq!(days.as_slice(), []);
    assert!(!days.remove(4, 5.0));

    let mut one = collected(&[(7, 3.0)]);
    assert!(!one.remove(8, 3.0));
    assert!(one.remove(7, 3.0));
    assert_eq!(one.as_slice(), []);
    one.add(9, 1.0);
    assert_eq!(one.as_slice(), [day(9, 1, 1.0)]);
}

#[test]
fn a_refund_leaves_the_day() {
    let mut days = collected(&[(1, 10.0)]);
    assert!(days.refund(1, 10.0));
    assert!(!days.refund(2, 10.0));
    assert_eq!(days.as_slice(), [day(1, 1, 0.0)]);
}
