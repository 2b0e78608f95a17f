//! Expected purchase days, against lifetimes' BetaGeoFitter, against a likelihood with log-gamma, and against what simulated
//! customers did.

use crate::cdnow;
use crate::simulated::{self, Random};
use fashion_customers::activity::buy_rate::{BgNbd, BuyRates, History, Model, Reason, buy_rates};
use libm::{exp, lgamma, log, pow};

const HORIZON: f64 = 273.0;

fn histories(end: i32) -> Vec<History> {
    cdnow::summaries(end).iter().map(History::from).collect()
}

fn parameters(rates: &BuyRates) -> BgNbd {
    match rates.model {
        Model::BgNbd(model) => model,
        other => panic!("{other:?}, {:?}", rates.reason),
    }
}

#[test]
fn as_lifetimes_fits_and_expects() {
    let golden = include_str!("../golden/cdnow-parameters.csv")
        .lines()
        .skip(1);
    for ((name, end), line) in cdnow::ENDS.into_iter().zip(golden) {
        let rates = buy_rates(&histories(end), HORIZON).unwrap();
        assert_eq!(rates.reason, Reason::MaximumLikelihood);
        let model = parameters(&rates);
        let golden: Vec<f64> = line
            .split(',')
            .skip(1)
            .map(|field| field.parse().unwrap())
            .collect();
        for (found, expected) in [model.r, model.alpha, model.a, model.b].iter().zip(&golden) {
            assert!(
                (found / expected - 1.0).abs() < 1e-4,
                "{name}: {found} for {expected}"
            );
        }
        assert!(
            (rates.log_likelihood - golden[4]).abs() < 1e-3,
            "{name}: {}",
            rates.log_likelihood
        );
        for (customer, (found, row)) in rates.expected.iter().zip(cdnow::expected(name)).enumerate()
        {
            assert!(
                (found - row[4]).abs() < 1e-4,
                "{name}, customer {customer}: {found} for {}",
                row[4]
            );
        }
    }
}

/// Table 2 of Fader, Hardie and Lee (2005), in weeks.
#[test]
fn as_the_paper_has_it() {
    let rates = buy_rates(&histories(cdnow::ENDS[0].1), HORIZON).unwrap();
    let model = parameters(&rates);
    for (found, printed) in [
        (model.r, 0.243),
        (model.alpha / 7.0, 4.414),
        (model.a, 0.793),
        (model.b, 2.426),
    ] {
        assert!((found - printed).abs() <= 0.000_6, "{found} for {printed}");
    }
}

/// The likelihood as the paper has it, with log-gamma.
fn log_likelihood(model: &BgNbd, customers: &[History]) -> f64 {
    let BgNbd { r, alpha, a, b } = *model;
    let beta = |a: f64, b: f64| lgamma(a) + lgamma(b) - lgamma(a + b);
    customers
        .iter()
        .map(|one| {
            let x = f64::from(one.frequency);
            let stayed =
                exp(beta(a, b + x) - beta(a, b)) * pow(alpha + f64::from(one.age), -(r + x));
            let left = if x > 0.0 {
                exp(beta(a + 1.0, b + x - 1.0) - beta(a, b))
                    * pow(alpha + f64::from(one.recency), -(r + x))
            } else {
                0.0
            };
            lgamma(r + x) - lgamma(r) + r * log(alpha) + log(stayed + left)
        })
        .sum()
}

#[test]
fn the_fit_is_where_the_likelihood_is_largest() {
    let customers = histories(cdnow::ENDS[1].1);
    let rates = buy_rates(&customers, HORIZON).unwrap();
    let model = parameters(&rates);
    let most = log_likelihood(&model, &customers);
    assert!(
        (most - rates.log_likelihood).abs() < 1e-7,
        "{most}, {}",
        rates.log_likelihood
    );
    is_largest(&model, &customers, 0.001);
}

fn is_largest(model: &BgNbd, customers: &[History], change: f64) {
    let most = log_likelihood(model, customers);
    for parameter in 0..4 {
        for factor in [1.0 - change, 1.0 + change] {
            let mut other = *model;
            *[&mut other.r, &mut other.alpha, &mut other.a, &mut other.b][parameter] *= factor;
            assert!(
                log_likelihood(&other, customers) < most,
                "parameter {parameter} times {factor}"
            );
        }
    }
}

/// Equation (10) of the paper.
fn expected_with_hypergeometric(model: &BgNbd, one: &History, t: f64) -> f64 {
    let BgNbd { r, alpha, a, b } = *model;
    let (x, age) = (f64::from(one.frequency), f64::from(one.age));
    let (p, q, s, z) = (r + x, b + x, a + b + x - 1.0, t / (alpha + age + t));
    let (mut term, mut hypergeometric) = (1.0, 1.0);
    for n in 0..5000 {
        let n = f64::from(n);
        term *= (p + n) * (q + n) / ((s + n) * (n + 1.0)) * z;
        hypergeometric += term;
    }
    let of_customers =
        s / (a - 1.0) * (1.0 - pow((alpha + age) / (alpha + age + t), p) * hypergeometric);
    let odds = if x > 0.0 {
        a / (b + x - 1.0) * pow((alpha + age) / (alpha + f64::from(one.recency)), p)
    } else {
        0.0
    };
    of_customers / (1.0 + odds)
}

#[test]
fn the_sum_is_the_hypergeometric_formula() {
    let customers = histories(cdnow::ENDS[1].1);
    for horizon in [1.0, 30.0, 365.0, 2000.0] {
        let rates = buy_rates(&customers, horizon).unwrap();
        let model = parameters(&rates);
        for (customer, found) in customers.iter().zip(&rates.expected).step_by(29) {
            let formula = expected_with_hypergeometric(&model, customer, horizon);
            assert!(
                (found / formula - 1.0).abs() < 1e-9,
                "{customer:?} in {horizon}: {found}, {formula}"
            );
        }
    }
}

/// Drawn from known parameters: they are found again, and as many purchases come as are expected. Among them are customers with
/// hundreds of purchases, where (1 − z)^(r + x) is below the smallest number.
#[test]
fn simulated_customers_do_what_is_expected_of_them() {
    let truth = BgNbd {
        r: 0.6,
        alpha: 25.0,
        a: 0.9,
        b: 9.0,
    };
    let drawn = simulated::customers(&truth, 20_000, 700, 365.0, &mut Random::new(1));
    let histories: Vec<History> = drawn.iter().map(|one| one.0).collect();
    assert!(histories.iter().any(|one| one.frequency > 100));
    let rates = buy_rates(&histories, 365.0).unwrap();
    assert_eq!(rates.reason, Reason::MaximumLikelihood);
    let expected: f64 = rates.expected.iter().sum();
    let came: f64 = drawn.iter().map(|one| one.1).sum();
    // Days are whole and a day's purchases are one, which the model does not know.
    assert!(
        (expected / came - 1.0).abs() < 0.05,
        "{expected} for {came}"
    );
    let model = parameters(&rates);
    for (found, true_value) in [
        (model.r, truth.r),
        (model.alpha, truth.alpha),
        (model.a / (model.a + model.b), 0.0909),
    ] {
        assert!(
            (found / true_value - 1.0).abs() < 0.15,
            "{found} for {true_value}"
        );
    }
    assert!(rates.alive.iter().all(|alive| (0.0..=1.0).contains(alive)));
    assert!(
        rates
            .expected
            .iter()
            .all(|expected| expected.is_finite() && *expected > 0.0)
    );
}

/// More different histories than are looked at from the first step on.
#[test]
fn the_fit_of_many_customers_is_that_of_all() {
    let truth = BgNbd {
        r: 0.8,
        alpha: 60.0,
        a: 0.9,
        b: 4.0,
    };
    let drawn = simulated::customers(&truth, 60_000, 700, 365.0, &mut Random::new(2));
    let customers: Vec<History> = drawn.iter().map(|one| one.0).collect();
    let rates = buy_rates(&customers, 365.0).unwrap();
    assert!(rates.histories > 20_000, "{}", rates.histories);
    assert_eq!(rates.reason, Reason::MaximumLikelihood);
    is_largest(&parameters(&rates), &customers, 0.0005);

    // All were there in the last days, nobody left: the likelihood rises for ever, and the weak prior holds.
    let stayed = |(place, one): (u32, &History)| History {
        recency: if one.frequency > 0 {
            (one.age.saturating_sub(place % 12)).max(one.recency)
        } else {
            0
        },
        ..*one
    };
    let customers: Vec<History> = (0..).zip(&customers).map(stayed).collect();
    let rates = buy_rates(&customers, 365.0).unwrap();
    assert!(rates.histories > 20_000, "{}", rates.histories);
    assert_eq!(rates.reason, Reason::WeakPrior);
    let model = parameters(&rates);
    assert!(model.a / (model.a + model.b) < 0.002, "{model:?}");
}

#[test]
fn the_order_of_customers_does_not_matter() {
    let customers = histories(cdnow::ENDS[1].1);
    let mut reversed = customers.clone();
    reversed.reverse();
    let rates = buy_rates(&customers, HORIZON).unwrap();
    let mut again = buy_rates(&reversed, HORIZON).unwrap();
    again.expected.reverse();
    again.alive.reverse();
    // To the last bit: groups are sorted before anything is added.
    assert!(rates.expected == again.expected);
    assert!(rates.alive == again.alive);
}

fn history(frequency: u32, recency: u32, age: u32) -> History {
    History {
        frequency,
        recency,
        age,
    }
}

#[test]
fn nobody_leaves() {
    // Everyone buys every 10 days until the end: a goes to nil.
    let customers: Vec<History> = (0..400)
        .map(|i| (i % 30 + 1) * 10)
        .map(|age| history(age / 10, age, age))
        .collect();
    let rates = buy_rates(&customers, 100.0).unwrap();
    assert_eq!(rates.reason, Reason::WeakPrior, "{:?}", rates.model);
    let mean = rates.expected.iter().sum::<f64>() / 400.0;
    assert!((mean - 10.0).abs() < 1.0, "{mean}: {:?}", rates.model);
}

#[test]
fn everyone_leaves() {
    // One repeat within days, then silence for years.
    let customers: Vec<History> = (0..400).map(|i| history(1, 3 + i % 5, 1000 + i)).collect();
    let rates = buy_rates(&customers, 100.0).unwrap();
    assert!(matches!(rates.model, Model::BgNbd(_)), "{:?}", rates.reason);
    assert!(
        rates.expected.iter().all(|expected| *expected < 0.05),
        "{:?}: {:?}",
        rates.model,
        rates.expected[0]
    );
}

#[test]
fn too_little_is_known() {
    let few: Vec<History> = (0..100)
        .map(|i| {
            if i < 19 {
                history(1, 10, 50 + i)
            } else {
                history(0, 0, i)
            }
        })
        .collect();
    let rates = buy_rates(&few, 30.0).unwrap();
    assert_eq!(
        (rates.reason, rates.repeat_buyers),
        (Reason::FewRepeatBuyers, 19)
    );
    assert!(rates.alive.is_empty());
    let Model::GammaPoisson(model) = rates.model else {
        panic!("{:?}", rates.model)
    };
    // 19 in 100 times the days: the mean of all, and each drawn towards it.
    let days: f64 = few.iter().map(|one| f64::from(one.age)).sum();
    assert!((model.r / model.alpha - 19.0 / days).abs() < 1e-15);
    for (one, expected) in few.iter().zip(&rates.expected) {
        let formula =
            30.0 * (model.r + f64::from(one.frequency)) / (model.alpha + f64::from(one.age));
        assert!((expected - formula).abs() < 1e-15);
    }

    let nobody = buy_rates(&[history(0, 0, 100), history(0, 0, 0)], 30.0).unwrap();
    assert_eq!(nobody.reason, Reason::FewRepeatBuyers);
    assert!(
        nobody
            .expected
            .iter()
            .all(|expected| *expected > 0.0 && *expected < 0.5)
    );

    let short = buy_rates(&[history(1, 1, 2); 50], 201.0).unwrap();
    assert_eq!(short.reason, Reason::ShortObservation);

    // So rare that a parameter is beyond its bounds before the first step.
    let mut rare = vec![history(0, 0, 3000); 100_000];
    rare[..20].fill(history(1, 1000, 3000));
    let rare = buy_rates(&rare, 30.0).unwrap();
    assert_eq!(rare.reason, Reason::NoMaximum);
    assert!((rare.expected.iter().sum::<f64>() / 0.2 - 1.0).abs() < 1e-9);

    for customers in [vec![], vec![history(0, 0, 0); 3]] {
        let nothing = buy_rates(&customers, 30.0).unwrap();
        assert_eq!(
            (nothing.reason, nothing.model),
            (Reason::NoTime, Model::Nothing)
        );
        assert_eq!(nothing.expected.len(), customers.len());
        assert!(nothing.expected.iter().all(|expected| expected.is_nan()));
    }
}

#[test]
fn what_cannot_be_is_named() {
    for (customer, horizon) in [
        (history(1, 5, 4), 30.0),
        (history(3, 2, 9), 30.0),
        (history(0, 2, 9), 30.0),
        (history(1, 2, 9), 0.0),
        (history(1, 2, 9), f64::NAN),
        (history(1, 2, 9), f64::INFINITY),
    ] {
        let error = buy_rates(&[customer], horizon).unwrap_err();
        assert_eq!(error.code, "INVALID_ARGUMENT");
        assert!(error.message.contains('→'), "{}", error.message);
    }
}
