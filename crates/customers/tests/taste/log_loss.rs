//! The loss of later purchases.

use crate::shop::{Purchases, certain};
use fashion_customers::taste::{Likelihoods, LogLoss};

#[test]
fn certain_purchases_cost_the_logarithm_of_their_share() {
    let mut loss = LogLoss::default();
    assert_eq!(loss.mean(), None);
    loss.add(
        &[0.25, 0.75],
        &Purchases::counted(&[3, 1]).evidence(),
        &certain(2),
    );
    let expected = (3.0 * libm::log(4.0) + libm::log(4.0 / 3.0)) / 4.0;
    assert!((loss.mean().unwrap() - expected).abs() < 1e-14);
    assert_eq!(loss.weight(), 4.0);
    loss.add(
        &[0.0, 1.0],
        &Purchases::counted(&[1, 0]).evidence(),
        &certain(2),
    );
    assert_eq!(loss.mean(), Some(f64::INFINITY));
}

#[test]
fn doubtful_purchases_cost_what_their_kind_was_likely() {
    let likelihoods = Likelihoods::from_rows(2, &[0.9, 0.1]).unwrap();
    let mut loss = LogLoss::default();
    loss.add(
        &[0.5, 0.5],
        &Purchases::counted(&[1]).evidence(),
        &likelihoods,
    );
    assert!((loss.mean().unwrap() - libm::log(2.0)).abs() < 1e-14);
}

#[test]
fn likelihoods_are_positive_or_certain() {
    for wrong in [
        &[0.5, 0.5, 0.0][..],
        &[0.0; 3],
        &[f64::NAN, 1.0, 1.0],
        &[-1.0, 1.0, 1.0],
        &[1.0],
    ] {
        assert_eq!(
            Likelihoods::from_rows(3, wrong).unwrap_err().code,
            "INVALID_ARGUMENT"
        );
    }
}
