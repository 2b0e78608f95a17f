//! How many purchases of a group of customers were of a class, where labels are doubtful: the mixture of classes that makes the
//! group's kinds of evidence most likely (Saerens, Latinne, Decaestecker 2002). Unlike adding up probabilities it does not draw
//! groups that differ towards the average.

use crate::taste::Likelihoods;

/// Rounds of expectation and maximisation; the classes of a good classifier are settled after a few.
const ROUNDS: usize = 50;
/// The part of the information that is left at least, whatever labels are like.
const LEAST_KNOWN: f64 = 0.05;

/// Of purchases of each kind: how much of a purchase of `class` it counts for, for a group with so many of each kind.
///
/// It is the probability p of the class, moved away from the group's share s: s + (p − s) / (1 − ρ), with ρ = Σ p (1 − p) / (n s (1 − s)),
/// the part of the information that doubtful labels take away (the missing-information principle, Louis 1982). The sum over the
/// group is that of the probabilities, and the spread is that of the estimated share, where probabilities alone spread too little.
pub fn counts_of(class: usize, counts: &[f64], likelihoods: &Likelihoods) -> Vec<f64> {
    let classes = likelihoods.classes();
    let mut mixture = vec![1.0 / classes as f64; classes];
    let all: f64 = counts.iter().sum();
    let kinds: Vec<(u16, f64)> = (0..)
        .zip(counts.iter().copied())
        .filter(|(_, count)| *count > 0.0)
        .collect();
    for _ in 0..ROUNDS {
        if all <= 0.0 {
            break;
        }
        let mut next = vec![0.0; classes];
        for &(kind, count) in &kinds {
            let of = |one: usize| mixture[one] * likelihoods.likelihood(kind, one as u16);
            let sum: f64 = (0..classes).map(of).sum();
            for (class, next) in next.iter_mut().enumerate() {
                *next += count * of(class) / sum;
            }
        }
        for (share, sum) in mixture.iter_mut().zip(next) {
            // A class that was never seen may be seen in one purchase of the group.
            *share = (sum / all).max(1e-9);
        }
    }
    let of_kinds: Vec<f64> = (0..counts.len() as u16)
        .map(|kind| {
            let of = |one: usize| mixture[one] * likelihoods.likelihood(kind, one as u16);
            let sum: f64 = (0..classes).map(of).sum();
            if sum > 0.0 { of(class) / sum } else { 0.0 }
        })
        .collect();
    spread(of_kinds, counts)
}

fn spread(mut of_kinds: Vec<f64>, counts: &[f64]) -> Vec<f64> {
    let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
        let each = counts.iter().zip(&of_kinds);
        each.map(|(count, one)| count * of(*one)).sum()
    };
    let all: f64 = counts.iter().sum();
    let share = sum(&|one| one) / all;
    let doubt = sum(&|one| one * (1.0 - one));
    let total = all * share * (1.0 - share);
    // Nothing of the class, or nothing else: there is no spread.
    if total > 0.0 {
        let known = (1.0 - doubt / total).max(LEAST_KNOWN);
        for one in &mut of_kinds {
            *one = share + (*one - share) / known;
        }
    }
    of_kinds
}
