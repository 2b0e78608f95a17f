//! What holds of customers whose taste is known: how often intervals hold it, how often the top class is right, and what
//! foretells the next purchases best.

use crate::random::Random;
use crate::shop::{CLASSES, Classifier, Customer, Purchases, customer, drifting, steady};
use fashion_customers::taste::{
    Confusion, Evidence, Kinds, Likelihoods, LogLoss, Posterior, Prior, PriorOptions, Tastes,
    estimate_prior,
};

const CUSTOMERS: usize = 2000;

fn steady_customers(seed: u64) -> Vec<Customer> {
    let (mut random, classifier) = (Random(seed), Classifier::read());
    (0..CUSTOMERS)
        .map(|_| {
            let tastes = steady(&mut random);
            customer(&mut random, &classifier, &tastes)
        })
        .collect()
}

fn drifting_customers(seed: u64) -> Vec<Customer> {
    let (mut random, classifier) = (Random(seed), Classifier::read());
    let segments: Vec<_> = (0..4).map(|_| random.dirichlet(&[0.5; CLASSES])).collect();
    (0..CUSTOMERS)
        .map(|_| {
            let tastes = drifting(&mut random, &segments);
            customer(&mut random, &classifier, &tastes)
        })
        .collect()
}

fn posteriors(evidence: &[Evidence], likelihoods: &Likelihoods) -> (Prior, Vec<Posterior>) {
    let prior = estimate_prior(evidence, likelihoods, &PriorOptions::default());
    let mut tastes = Tastes::new(likelihoods, &prior, 0.9).unwrap();
    let posteriors = evidence.iter().map(|e| tastes.posterior(e)).collect();
    (prior, posteriors)
}

fn soft(customers: &[Customer]) -> (Prior, Vec<Posterior>) {
    let evidence: Vec<_> = customers.iter().map(|c| c.purchases.evidence()).collect();
    posteriors(&evidence, &Classifier::read().likelihoods())
}

/// The part of all intervals that hold the true share.
fn coverage(customers: &[Customer], posteriors: &[Posterior]) -> f64 {
    let mut held = 0;
    for (customer, posterior) in customers.iter().zip(posteriors) {
        for (class, share) in customer.taste.iter().enumerate() {
            let within = posterior.lower[class] - 1e-9..=posterior.upper[class] + 1e-9;
            held += usize::from(within.contains(share));
        }
    }
    held as f64 / (customers.len() * CLASSES) as f64
}

fn top(taste: &[f64]) -> usize {
    (0..taste.len())
        .max_by(|a, b| taste[*a].total_cmp(&taste[*b]))
        .unwrap()
}

/// The part of customers with 20 purchases and a lead of .15 whose top class is right.
fn top_right(customers: &[Customer], posteriors: &[Posterior]) -> f64 {
    let (mut clear, mut right) = (0, 0);
    for (customer, posterior) in customers.iter().zip(posteriors) {
        let mut sorted = customer.taste.clone();
        sorted.sort_by(f64::total_cmp);
        if customer.bought >= 20 && sorted[CLASSES - 1] - sorted[CLASSES - 2] >= 0.15 {
            clear += 1;
            right += usize::from(posterior.top == top(&customer.taste));
        }
    }
    assert!(clear > 300);
    f64::from(right as u32) / f64::from(clear)
}

fn loss<'a>(customers: &[Customer], shares: impl Iterator<Item = &'a [f64]>) -> f64 {
    let likelihoods = Classifier::read().likelihoods();
    let mut loss = LogLoss::default();
    for (customer, shares) in customers.iter().zip(shares) {
        loss.add(shares, &customer.next.evidence(), &likelihoods);
    }
    loss.mean().unwrap()
}

#[test]
fn intervals_hold_the_taste_and_the_top_class_is_right() {
    let customers = steady_customers(1);
    let (prior, posteriors) = soft(&customers);
    let covered = coverage(&customers, &posteriors);
    let right = top_right(&customers, &posteriors);
    println!(
        "steady: coverage {covered:.4}, top {right:.4}, strength {:.3}",
        prior.strength
    );
    assert!((0.87..=0.93).contains(&covered), "{covered}");
    assert!(right >= 0.93, "{right}");
    assert!((2.7..3.6).contains(&prior.strength), "{prior:?}");
}

#[test]
fn intervals_hold_tastes_that_drift() {
    let customers = drifting_customers(1);
    let (_, posteriors) = soft(&customers);
    let covered = coverage(&customers, &posteriors);
    let right = top_right(&customers, &posteriors);
    println!("drifting: coverage {covered:.4}, top {right:.4}");
    assert!((0.82..=0.96).contains(&covered), "{covered}");
    assert!(right >= 0.93, "{right}");
}

/// Shares by the classifier's label alone: taken at its word, and by the confusion matrix.
fn by_label(customers: &[Customer], confusion: Option<&Confusion>) -> Vec<Posterior> {
    let classifier = Classifier::read();
    let mut kinds = Kinds::new(CLASSES).unwrap();
    for label in 0..CLASSES as u16 {
        let kind = match confusion {
            Some(confusion) => kinds.add_label(label, confusion),
            None => kinds.one_hot(label),
        };
        assert_eq!(kind.unwrap(), label);
    }
    let labelled: Vec<_> = customers
        .iter()
        .map(|c| c.purchases.mapped(|kind| classifier.first_class(kind)))
        .collect();
    let evidence: Vec<_> = labelled.iter().map(Purchases::evidence).collect();
    posteriors(&evidence, &kinds.likelihoods()).1
}

fn confusion() -> Confusion {
    let classifier = Classifier::read();
    let mut counts = vec![0.0; CLASSES * CLASSES];
    for (class, kinds) in classifier.kinds_of.iter().enumerate() {
        for (kind, count) in kinds.iter().enumerate() {
            let label = classifier.first_class(kind as u16);
            counts[class * CLASSES + usize::from(label)] += count;
        }
    }
    Confusion::new(&counts, CLASSES).unwrap()
}

fn means(posteriors: &[Posterior]) -> impl Iterator<Item = &[f64]> {
    posteriors.iter().map(|posterior| &posterior.mean[..])
}

#[test]
fn probabilities_foretell_more_than_labels_and_smoothing_more_than_none() {
    // Where tastes drift, old purchases mislead more than labels, and probabilities gain nothing that counts.
    let shops = [
        (steady_customers(2), 0.005),
        (drifting_customers(2), -0.003),
    ];
    for (customers, gain) in shops {
        let (prior, ours) = soft(&customers);
        let soft = loss(&customers, means(&ours));
        let hard = loss(&customers, means(&by_label(&customers, None)));
        // Without a prior: mean probabilities of what was bought.
        let classifier = Classifier::read();
        let plain: Vec<_> = customers
            .iter()
            .map(|c| mean_rows(&classifier, &c.purchases))
            .collect();
        let none = loss(&customers, plain.iter().map(|shares| &shares[..]));
        let shares = prior.shares();
        let average = loss(&customers, customers.iter().map(|_| &shares[..]));
        println!("loss: soft {soft:.4}, hard {hard:.4}, none {none:.4}, average {average:.4}");
        assert!(soft < hard - gain, "{soft}, {hard}");
        assert!(soft < none - 0.01, "{soft}, {none}");
        assert!(soft < average - 0.1, "{soft}, {average}");
    }
}

#[test]
fn a_confusion_matrix_makes_labels_honest() {
    let customers = steady_customers(4);
    let (hard, corrected) = (
        by_label(&customers, None),
        by_label(&customers, Some(&confusion())),
    );
    let covered = (
        coverage(&customers, &hard),
        coverage(&customers, &corrected),
    );
    let losses = (
        loss(&customers, means(&hard)),
        loss(&customers, means(&corrected)),
    );
    println!("labels: coverage and loss as they are and corrected {covered:?}, {losses:?}");
    assert!(covered.0 < 0.84 && covered.1 > 0.86, "{covered:?}");
    assert!(losses.1 < losses.0, "{losses:?}");
}

fn mean_rows(classifier: &Classifier, purchases: &Purchases) -> Vec<f64> {
    let mut shares = vec![0.0; CLASSES];
    for (kind, weight) in &purchases.kinds {
        let row = &classifier.rows[usize::from(*kind) * CLASSES..][..CLASSES];
        for (share, value) in shares.iter_mut().zip(row) {
            *share += weight / purchases.weight * value;
        }
    }
    shares
}

#[test]
fn sure_is_how_often_the_top_class_is_right() {
    let customers = steady_customers(3);
    let (_, posteriors) = soft(&customers);
    for bin in [0.0..0.5, 0.5..0.7, 0.7..0.9, 0.9..0.99, 0.99..1.1] {
        let (mut count, mut sum, mut right) = (0.0, 0.0, 0.0);
        for (customer, posterior) in customers.iter().zip(&posteriors) {
            if bin.contains(&posterior.sure) {
                count += 1.0;
                sum += posterior.sure;
                right += f64::from(u8::from(posterior.top == top(&customer.taste)));
            }
        }
        println!(
            "sure {bin:?}: {count} customers, said {:.3}, was {:.3}",
            sum / count,
            right / count
        );
        assert!(count > 50.0);
        assert!((sum / count - right / count).abs() < 0.06, "{bin:?}");
    }
}
