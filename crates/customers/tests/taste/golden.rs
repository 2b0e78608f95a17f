//! Prior and posteriors against numpy and scipy (golden.txt, by scripts/golden/tastes/run).

use crate::shop::{CLASSES, Classifier, Purchases, numbers};
use fashion_customers::taste::{Prior, PriorOptions, Tastes, estimate_prior};

fn customers() -> Vec<Purchases> {
    let lines = include_str!("golden.txt").lines();
    lines
        .filter_map(|line| line.strip_prefix("customer"))
        .map(|line| {
            let values: Vec<f64> = numbers(line).collect();
            let pairs = values[2..].chunks_exact(2);
            Purchases {
                kinds: pairs.map(|pair| (pair[0] as u16, pair[1])).collect(),
                weight: values[0],
                squares: values[1],
            }
        })
        .collect()
}

fn lines(name: &str) -> Vec<Vec<f64>> {
    let lines = include_str!("golden.txt").lines();
    lines
        .filter_map(|line| line.strip_prefix(name))
        .map(|line| numbers(line).collect())
        .collect()
}

fn golden_prior() -> Prior {
    let line = &lines("prior")[0];
    Prior {
        a: line[1..].to_vec(),
        strength: line[1..].iter().sum(),
        iterations: line[0] as usize,
        customers_used: 60,
    }
}

fn assert_near(values: &[f64], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(values.len(), expected.len());
    for (value, expected) in values.iter().zip(expected) {
        assert!(
            (value - expected).abs() < tolerance,
            "{what}: {value}, {expected}"
        );
    }
}

#[test]
fn the_prior_is_that_of_the_reference() {
    let customers = customers();
    let evidence: Vec<_> = customers.iter().map(Purchases::evidence).collect();
    let likelihoods = Classifier::read().likelihoods();
    let prior = estimate_prior(&evidence, &likelihoods, &PriorOptions::default());
    let golden = golden_prior();
    assert_near(&prior.a, &golden.a, 1e-8, "a");
    assert!((prior.strength - golden.strength).abs() < 1e-8);
    assert_eq!(prior.iterations, golden.iterations);
    assert_eq!(prior.customers_used, 60);
}

#[test]
fn posteriors_are_those_of_the_reference() {
    let (likelihoods, prior) = (Classifier::read().likelihoods(), golden_prior());
    let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
    let (means, lowers, uppers) = (lines("mean"), lines("lower"), lines("upper"));
    let sure = lines("sure");
    assert!(means.len() >= 20 && means[0].len() == CLASSES);
    for (c, purchases) in customers().iter().enumerate().take(means.len()) {
        let posterior = tastes.posterior(&purchases.evidence());
        assert_near(&posterior.mean, &means[c], 1e-8, &format!("mean of {c}"));
        assert_near(&posterior.lower, &lowers[c], 1e-8, &format!("lower of {c}"));
        assert_near(&posterior.upper, &uppers[c], 1e-8, &format!("upper of {c}"));
        assert_near(&[posterior.sure], &sure[c], 1e-8, &format!("sure of {c}"));
    }
}
