//! How many purchases of a group of customers were of a class, where labels are doubtful: the mixture of classes that makes the
//! group's kinds of evidence most likely (Saerens, Latinne, Decaestecker 2002). Unlike adding up probabilities it does not draw
//! groups that differ towards the average.

use crate::taste::Likelihoods;

/// Rounds of expectation and maximisation; the classes of a good classifier are settled after a few.
const ROUNDS: usize = 50;

/// Of purchases of each kind: the probability that they are of `class`, for a group with so many of each kind.
pub fn probabilities_of(class: usize, counts: &[f64], likelihoods: &Likelihoods) -> Vec<f64> {
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
    (0..counts.len() as u16)
        .map(|kind| {
            let of = |one: usize| mixture[one] * likelihoods.likelihood(kind, one as u16);
            let sum: f64 = (0..classes).map(of).sum();
            if sum > 0.0 { of(class) / sum } else { 0.0 }
        })
        .collect()
}
