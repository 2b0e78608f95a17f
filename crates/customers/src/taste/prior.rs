//! What the customers of a shop have in common: the prior of a customer's taste, Dirichlet(a), estimated from all of them.
//!
//! Alternates a step of variational Bayes per customer with Newton's method for a. Variational Bayes takes tastes for better
//! known than they are, which would make customers too much alike; the means of ln θ are therefore those of the wider
//! distributions that the posterior's intervals have.
//!
//! A pseudo-customer with the weak prior's
//! means of ln θ counts as one more: it decides where there is no evidence, keeps the estimate finite where all customers are
//! alike or there is only one, and leaves a class that nobody bought a small share.

use super::extrapolation::Extrapolation;
use super::newton::newton;
use super::special::{digamma, digammas};
use super::variational::Variational;
use super::{Evidence, Likelihoods};

/// aₖ of the weak prior.
const WEAK: f64 = 0.5;
/// The most that Σ a is: as much as so many purchases of the customer's own.
const MOST_STRENGTH: f64 = 1e4;
/// The least that aₖ is.
const LEAST: f64 = 1e-4;
/// Counts that are held at a time: with more than 100 classes fewer customers are asked.
const MOST_COUNTS: usize = 2_000_000;
/// More customers than this are first asked by the tenth.
const MANY: usize = 5000;

/// The prior of every customer's taste.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// aₖ: as many purchases of each class a customer is taken to have made before the first.
    pub a: Vec<f64>,
    /// Σ a, at most 10,000: how alike customers are.
    pub strength: f64,
    /// Rounds until nothing changed; [`PriorOptions::most_iterations`] where something still did.
    pub iterations: usize,
    /// Customers whose purchases were used.
    pub customers_used: usize,
}

/// How the prior is estimated.
#[derive(Debug, Clone, Copy)]
pub struct PriorOptions {
    /// Of more customers than this, every nth is used, counted over all that bought something.
    pub most_customers: usize,
    /// Rounds at most.
    pub most_iterations: usize,
    /// A round that changes no aₖ by more than this part is the last.
    pub tolerance: f64,
}

impl Default for PriorOptions {
    fn default() -> Self {
        Self {
            most_customers: 20_000,
            most_iterations: 200,
            tolerance: 1e-5,
        }
    }
}

impl PriorOptions {
    fn most_of(&self, classes: usize) -> usize {
        self.most_customers.min(MOST_COUNTS / classes.max(1))
    }

    /// Which of the customers with evidence are used, of so many: [`estimate_prior`] of these alone has the same result.
    pub fn used(&self, customers: usize, classes: usize) -> Box<dyn Iterator<Item = usize>> {
        let most = self.most_of(classes);
        if customers <= most {
            return Box::new(0..customers);
        }
        Box::new((0..most).map(move |place| spread(place, customers, most)))
    }
}

impl Prior {
    /// Without any evidence: ½ per class.
    pub fn weak(classes: usize) -> Self {
        Self {
            a: vec![WEAK; classes],
            strength: WEAK * classes as f64,
            iterations: 0,
            customers_used: 0,
        }
    }

    /// Shares of classes in the mean over customers, a / Σ a: what an index of 100 stands for.
    pub fn shares(&self) -> Vec<f64> {
        self.a.iter().map(|a| a / self.strength).collect()
    }
}

/// Estimates the prior from customers' purchases.
///
/// # Panics
/// If evidence names a kind that `likelihoods` has not.
pub fn estimate_prior(
    customers: &[Evidence],
    likelihoods: &Likelihoods,
    options: &PriorOptions,
) -> Prior {
    let classes = likelihoods.classes();
    let mut prior = Prior::weak(classes);
    let sample = systematic_sample(customers, options.most_of(classes));
    if sample.is_empty() || classes < 2 {
        return prior;
    }
    // A tenth of the customers leads near to the estimate.
    if sample.len() > MANY {
        let few = systematic_sample(&sample, sample.len() / 10);
        settle(&mut prior, &few, likelihoods, options);
    }
    prior.customers_used = sample.len();
    prior.iterations = settle(&mut prior, &sample, likelihoods, options);
    prior
}

/// Rounds until nothing changes, every third from an extrapolation of the two before: a third as many do. Returns their number.
fn settle(
    prior: &mut Prior,
    sample: &[Evidence],
    likelihoods: &Likelihoods,
    options: &PriorOptions,
) -> usize {
    let classes = likelihoods.classes();
    let mut steps = Variational::new(likelihoods);
    let mut counts = vec![0.0; sample.len() * classes];
    for (evidence, counts) in sample.iter().zip(counts.chunks_exact_mut(classes)) {
        steps.start(evidence, counts);
        steps.settle(evidence, &prior.a, counts);
    }
    let weak_mean = digamma(WEAK) - digamma(WEAK * classes as f64);
    let (mut means, mut known) = (vec![0.0; classes], vec![1.0; classes]);
    // Shapes of each share and of all together, and their ψ.
    let (mut shapes, mut logs) = (vec![0.0; 2 * classes], vec![0.0; 2 * classes]);
    let mut extrapolation = Extrapolation::of(classes);
    for round in 1..=options.most_iterations {
        prior.before_round(round, &mut extrapolation);
        means.fill(weak_mean);
        for (evidence, counts) in sample.iter().zip(counts.chunks_exact_mut(classes)) {
            steps.step(evidence, &prior.a, counts);
            steps.known(evidence, prior, counts, &mut known);
            let all = evidence.effective_number() + prior.strength;
            let (of_share, of_all) = shapes.split_at_mut(classes);
            for class in 0..classes {
                of_share[class] = (prior.a[class] + counts[class]) * known[class];
                of_all[class] = all * known[class];
            }
            digammas(&shapes, &mut logs);
            let (of_share, of_all) = logs.split_at(classes);
            for (mean, (share, all)) in means.iter_mut().zip(of_share.iter().zip(of_all)) {
                *mean += share - all;
            }
        }
        let number = (sample.len() + 1) as f64;
        means.iter_mut().for_each(|mean| *mean /= number);
        let before = prior.a.clone();
        newton(&mut prior.a, &means);
        prior.hold();
        let change = before
            .iter()
            .zip(&prior.a)
            .map(|(before, a)| (a / before - 1.0).abs());
        if change.fold(0.0, f64::max) < options.tolerance {
            return round;
        }
    }
    options.most_iterations
}

impl Prior {
    /// Extrapolates before every third round, to ten times or a tenth of each a at most.
    fn before_round(&mut self, round: usize, extrapolation: &mut Extrapolation) {
        let before = self.a.clone();
        extrapolation.before_step(round - 1, &mut self.a);
        if self.a == before {
            return;
        }
        for (a, before) in self.a.iter_mut().zip(&before) {
            *a = a.clamp(0.1 * before, 10.0 * before);
        }
        self.hold();
    }

    /// Keeps a within its bounds, and the strength with it.
    fn hold(&mut self) {
        self.a.iter_mut().for_each(|a| *a = a.max(LEAST));
        let strength: f64 = self.a.iter().sum();
        self.strength = strength.min(MOST_STRENGTH);
        let factor = self.strength / strength;
        self.a.iter_mut().for_each(|a| *a *= factor);
    }
}

/// Customers with evidence, at most so many, evenly spread in their order.
fn systematic_sample<'a>(customers: &[Evidence<'a>], most: usize) -> Vec<Evidence<'a>> {
    let with: Vec<_> = customers
        .iter()
        .filter(|evidence| evidence.effective_number() > 0.0)
        .copied()
        .collect();
    if with.len() <= most {
        return with;
    }
    (0..most)
        .map(|place| with[spread(place, with.len(), most)])
        .collect()
}

/// The place among `all` of one of `most`, evenly spread.
fn spread(place: usize, all: usize, most: usize) -> usize {
    (place as u64 * all as u64 / most as u64) as usize
}
