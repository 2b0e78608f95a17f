//! The prior at its ends: nobody, one, all alike, all different, classes that nobody buys.

use crate::shop::{Purchases, certain};
use fashion_customers::taste::{Evidence, Prior, PriorOptions, Tastes, estimate_prior};

fn estimated(customers: &[Purchases], classes: usize) -> Prior {
    let evidence: Vec<_> = customers.iter().map(Purchases::evidence).collect();
    let prior = estimate_prior(&evidence, &certain(classes), &PriorOptions::default());
    assert!(
        prior.a.iter().all(|a| a.is_finite() && *a > 0.0),
        "{prior:?}"
    );
    let sum: f64 = prior.a.iter().sum();
    assert!((sum - prior.strength).abs() < 1e-9 * sum);
    prior
}

#[test]
fn no_evidence_gives_half_per_class() {
    let nothing = Purchases::default();
    for customers in [vec![], vec![nothing; 3]] {
        let prior = estimated(&customers, 4);
        assert_eq!(prior, Prior::weak(4));
        assert_eq!((prior.a, prior.strength), (vec![0.5; 4], 2.0));
    }
    // Weights that are too small for numbers are no evidence either.
    let faint = Evidence {
        kinds: &[(0, 0.0)],
        weight: 0.0,
        squares: 0.0,
    };
    let prior = estimate_prior(&[faint], &certain(4), &PriorOptions::default());
    assert_eq!(prior.customers_used, 0);
}

#[test]
fn one_customer_is_not_all_customers() {
    let prior = estimated(&[Purchases::counted(&[9, 1, 0])], 3);
    assert_eq!(prior.customers_used, 1);
    assert!(prior.strength < 10.0, "{prior:?}");
    assert!(
        prior.a[0] > prior.a[1] && prior.a[1] > prior.a[2],
        "{prior:?}"
    );
}

#[test]
fn one_class_alone_is_certain() {
    let customers = vec![Purchases::counted(&[3]); 5];
    let (likelihoods, prior) = (certain(1), estimated(&customers, 1));
    let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
    let posterior = tastes.posterior(&customers[0].evidence());
    assert_eq!(
        (posterior.mean[0], posterior.lower[0], posterior.upper[0]),
        (1.0, 1.0, 1.0)
    );
    assert_eq!(posterior.sure, 1.0);
}

#[test]
fn customers_who_are_alike_make_a_strong_prior_and_loyal_ones_a_weak_one() {
    let alike = vec![Purchases::counted(&[20, 20, 60]); 3000];
    let strong = estimated(&alike, 3);
    assert!(
        strong.strength > 300.0 && strong.strength <= 1e4,
        "{strong:?}"
    );
    assert!((strong.shares()[2] - 0.6).abs() < 0.01, "{strong:?}");
    let loyal: Vec<_> = (0..3000)
        .map(|c| Purchases::counted(&[[20, 0, 0], [0, 20, 0], [0, 0, 20]][c % 3]))
        .collect();
    let weak = estimated(&loyal, 3);
    assert!(weak.strength < 0.3, "{weak:?}");
    assert!((weak.shares()[0] - 1.0 / 3.0).abs() < 0.01, "{weak:?}");
}

#[test]
fn a_strength_is_at_most_ten_thousand() {
    let alike = vec![Purchases::counted(&[20_000, 20_000]); 20_000];
    let options = PriorOptions {
        most_iterations: 1000,
        ..PriorOptions::default()
    };
    let evidence: Vec<_> = alike.iter().map(Purchases::evidence).collect();
    let prior = estimate_prior(&evidence, &certain(2), &options);
    assert!((prior.strength - 1e4).abs() < 1e-6, "{prior:?}");
}

#[test]
fn a_class_that_nobody_buys_has_a_small_share() {
    let customers: Vec<_> = (0..1000)
        .map(|c| Purchases::counted(&[c % 7, 7 - c % 7, 0]))
        .collect();
    let prior = estimated(&customers, 3);
    let share = prior.shares()[2];
    assert!(share > 0.0 && share < 0.005, "{prior:?}");
}

#[test]
fn of_many_customers_every_nth_is_used() {
    // Kind 0 by the even ones, 1 by the odd ones; those without purchases do not count.
    let mut customers: Vec<_> = (0..1000)
        .map(|c| Purchases::counted(&[[4, 0], [0, 4]][c % 2]))
        .collect();
    customers.extend(vec![Purchases::default(); 1000]);
    let evidence: Vec<_> = customers.iter().map(Purchases::evidence).collect();
    let of = |most_customers| {
        let options = PriorOptions {
            most_customers,
            ..PriorOptions::default()
        };
        estimate_prior(&evidence, &certain(2), &options)
    };
    assert_eq!(of(5000).customers_used, 1000);
    let half = of(500);
    assert_eq!(half.customers_used, 500);
    assert!(
        half.shares()[0] > 0.99,
        "every second one is even: {half:?}"
    );
    assert_eq!(of(999).customers_used, 999);
}
