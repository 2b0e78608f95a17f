//! Posteriors at their ends, and what they depend on.

use crate::random::Random;
use crate::shop::{CLASSES, Classifier, Purchases, certain};
use fashion_customers::taste::{Evidence, Kinds, Likelihoods, Prior, Tastes};

fn prior(a: &[f64]) -> Prior {
    Prior {
        a: a.to_vec(),
        strength: a.iter().sum(),
        iterations: 1,
        customers_used: 1,
    }
}

#[test]
fn certain_purchases_are_counted() {
    let (likelihoods, prior) = (certain(3), prior(&[0.5, 0.3, 0.2]));
    let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
    let posterior = tastes.posterior(&Purchases::counted(&[6, 3, 0]).evidence());
    for (mean, expected) in posterior.mean.iter().zip([0.65, 0.33, 0.02]) {
        assert!((mean - expected).abs() < 1e-12, "{posterior:?}");
    }
    assert_eq!((posterior.n_effective, posterior.top), (9.0, 0));
    assert!(posterior.lower[0] < 0.65 && posterior.upper[0] > 0.65);
}

#[test]
fn without_purchases_the_prior_stands() {
    let (likelihoods, prior) = (certain(2), prior(&[0.6, 0.2]));
    let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
    let posterior = tastes.posterior(&Purchases::default().evidence());
    assert!((posterior.mean[0] - 0.75).abs() < 1e-12);
    assert_eq!(posterior.n_effective, 0.0);
    assert!(posterior.lower[0] < 0.1 && posterior.upper[0] > 0.99);
    // P(θ₁ > ½) of Beta(.6, .2), by scipy.
    assert!(
        (posterior.sure - 0.772_626_538_916_747_6).abs() < 1e-9,
        "{}",
        posterior.sure
    );
}

#[test]
fn old_purchases_count_for_fewer() {
    let (likelihoods, prior) = (certain(2), prior(&[0.5, 0.5]));
    let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
    let mut purchases = Purchases::default();
    purchases.add(0, 1.0);
    (0..4).for_each(|_| purchases.add(1, 0.25));
    // (Σ w)² / Σ w² = 4 / 1.25, half of it each.
    let posterior = tastes.posterior(&purchases.evidence());
    assert!((posterior.n_effective - 3.2).abs() < 1e-12);
    assert!((posterior.mean[0] - 0.5).abs() < 1e-12);
    // A common factor changes nothing.
    let mut later = Purchases::default();
    later.add(0, 1e-6);
    (0..4).for_each(|_| later.add(1, 0.25e-6));
    let other = tastes.posterior(&later.evidence());
    assert!((other.n_effective - 3.2).abs() < 1e-9);
    assert!((other.upper[0] - posterior.upper[0]).abs() < 1e-9);
}

#[test]
fn a_customer_depends_on_no_other() {
    let classifier = Classifier::read();
    let likelihoods = classifier.likelihoods();
    let prior = prior(&[0.3; CLASSES]);
    let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
    let customers: Vec<_> = (0..50u16)
        .map(|c| {
            let mut purchases = Purchases::default();
            (0..=c).for_each(|n| purchases.add((c * 7 + n * n) % 130, 1.0 / f64::from(n + 1)));
            purchases
        })
        .collect();
    let forwards: Vec<_> = customers
        .iter()
        .map(|c| tastes.posterior(&c.evidence()))
        .collect();
    let mut backwards: Vec<_> = customers
        .iter()
        .rev()
        .map(|c| tastes.posterior(&c.evidence()))
        .collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
    for posterior in forwards {
        assert!((posterior.mean.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        for class in 0..CLASSES {
            let (lower, upper) = (posterior.lower[class], posterior.upper[class]);
            assert!(
                0.0 <= lower && lower <= upper && upper <= 1.0,
                "{posterior:?}"
            );
        }
        assert!(
            posterior.sure >= 0.1 - 1e-9 && posterior.sure <= 1.0,
            "{posterior:?}"
        );
    }
}

#[test]
fn doubtful_labels_make_wider_intervals() {
    let prior = prior(&[0.5, 0.5]);
    let width = |row: [f64; 2]| {
        let likelihoods = Likelihoods::from_rows(2, &[row[0], row[1], row[1], row[0]]).unwrap();
        let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
        let posterior = tastes.posterior(&Purchases::counted(&[10, 10]).evidence());
        posterior.upper[0] - posterior.lower[0]
    };
    assert!(width([0.9, 0.1]) > 1.1 * width([0.999, 0.001]));
    assert!(width([0.7, 0.3]) > 1.2 * width([0.9, 0.1]));
}

#[test]
fn wider_levels_make_wider_intervals() {
    let (likelihoods, prior) = (certain(2), prior(&[0.5, 0.5]));
    let mut before = 0.0;
    for level in [0.5, 0.8, 0.9, 0.99] {
        let mut tastes = Tastes::new(&likelihoods, &prior, level).unwrap();
        let posterior = tastes.posterior(&Purchases::counted(&[3, 2]).evidence());
        let width = posterior.upper[0] - posterior.lower[0];
        assert!(width > before);
        before = width;
    }
    for wrong in [0.0, 1.0, -1.0, f64::NAN] {
        assert!(Tastes::new(&likelihoods, &prior, wrong).is_err());
    }
    assert!(Tastes::new(&certain(3), &prior, 0.9).is_err());
}

/// A thousand classes and one purchase that could be of any: every exp ψ is below the least number.
#[test]
fn little_evidence_among_many_classes_is_still_numbers() {
    let mut kinds = Kinds::new(1000).unwrap();
    let kind = kinds.add(&[1.0; 1000]).unwrap();
    let likelihoods = kinds.likelihoods();
    let prior = prior(&[1e-4; 1000]);
    let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
    let evidence = Evidence {
        kinds: &[(kind, 1.0)],
        weight: 1.0,
        squares: 1.0,
    };
    let posterior = tastes.posterior(&evidence);
    assert!(
        posterior
            .mean
            .iter()
            .all(|mean| (mean - 0.001).abs() < 1e-9)
    );
    assert!((posterior.sure - 0.001).abs() < 1e-6, "{}", posterior.sure);
}

#[test]
fn great_numbers_are_numbers() {
    let (likelihoods, prior) = (certain(2), prior(&[0.5, 1e-4]));
    let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
    let evidence = Evidence {
        kinds: &[(0, 1e6), (1, 1e6)],
        weight: 2e6,
        squares: 2e6,
    };
    let posterior = tastes.posterior(&evidence);
    // ±1.645 / √(4 n).
    assert!(
        (posterior.upper[0] - 0.5 - 1.645 / 8e6f64.sqrt()).abs() < 1e-6,
        "{posterior:?}"
    );
    assert!(
        (posterior.lower[0] - 0.5 + 1.645 / 8e6f64.sqrt()).abs() < 1e-6,
        "{posterior:?}"
    );
}

#[test]
fn anything_gives_numbers() {
    let mut random = Random(9);
    for _ in 0..400 {
        let classes = 2 + random.bits() as usize % 40;
        let mut kinds = Kinds::new(classes).unwrap();
        for _ in 0..30 {
            let row = random.dirichlet(&vec![0.1; classes]);
            kinds.add(&row).unwrap();
            let class = random.bits() as usize % classes;
            kinds.one_hot(class as u16).unwrap();
        }
        let likelihoods = kinds.likelihoods();
        let mut power =
            |low: f64, high: f64| libm::pow(10.0, low + (high - low) * random.uniform());
        let prior = prior(&(0..classes).map(|_| power(-4.0, 3.0)).collect::<Vec<_>>());
        let mut purchases = Purchases::default();
        for kind in 0..kinds.len().min(20) {
            purchases.add(kind as u16, power(-12.0, 3.0));
        }
        let mut tastes = Tastes::new(&likelihoods, &prior, 0.9).unwrap();
        let posterior = tastes.posterior(&purchases.evidence());
        let sum: f64 = posterior.mean.iter().sum();
        assert!((sum - 1.0).abs() < 1e-9, "{posterior:?}");
        assert!(
            posterior.mean.iter().all(|mean| *mean > 0.0),
            "{posterior:?}"
        );
        for (lower, upper) in posterior.lower.iter().zip(&posterior.upper) {
            assert!(
                0.0 <= *lower && lower <= upper && *upper <= 1.0,
                "{posterior:?}"
            );
        }
        assert!((0.0..=1.0).contains(&posterior.sure), "{posterior:?}");
    }
}
