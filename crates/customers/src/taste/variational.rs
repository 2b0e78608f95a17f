//! Variational Bayes for one customer: given the prior a and the evidence, the counts z of purchases by class that explain
//! each other.
//!
//! With C the scaled weight and L the likelihood of each kind, a step is
//! `e = exp ψ(z + a)`, `z′ = e · Σ C L / (L · e)` over the kinds: purchases are dealt to classes by likelihood and by how
//! much the customer is known to like each, in the mean of ln θ.

use super::extrapolation::Extrapolation;
use super::likelihoods::{USUAL, dot_of};
use super::special::{digamma, exp_digammas};
use super::{Evidence, Likelihoods, Prior};

/// Steps of one customer at most.
const MOST_STEPS: usize = 100;
/// A step that changes no count by more than this part of all counts is the last.
const LEAST_CHANGE: f64 = 1e-10;
/// The least part of the information that is taken to be there.
const LEAST_KNOWN: f64 = 0.05;

/// Room for the numbers of one customer at a time.
pub(super) struct Variational<'a> {
    likelihoods: &'a Likelihoods,
    /// z + a.
    shapes: Vec<f64>,
    /// exp ψ(z + a), up to a factor.
    likings: Vec<f64>,
    /// Σ C L / (L · e), apart from what all classes have, and from purchases of a class that is certain.
    gains: Vec<f64>,
    certain: Vec<f64>,
    extrapolation: Extrapolation,
}

impl<'a> Variational<'a> {
    pub(super) fn new(likelihoods: &'a Likelihoods) -> Self {
        let zeros = vec![0.0; likelihoods.classes()];
        Self {
            likelihoods,
            shapes: zeros.clone(),
            likings: zeros.clone(),
            gains: zeros.clone(),
            certain: zeros,
            extrapolation: Extrapolation::of(likelihoods.classes()),
        }
    }

    /// The counts to begin with: purchases dealt by likelihood alone.
    pub(super) fn start(&self, evidence: &Evidence, counts: &mut [f64]) {
        let scale = evidence.scale();
        counts.fill(0.0);
        let mut for_all = 0.0;
        for (kind, weight) in evidence.kinds {
            let row = self.likelihoods.row(*kind);
            let purchases = weight * scale;
            for_all += purchases * row.least;
            for (class, above) in row.entries {
                counts[usize::from(*class)] += purchases * above;
            }
        }
        counts.iter_mut().for_each(|count| *count += for_all);
    }

    /// Steps until nothing changes. Every third step starts from an extrapolation of the two before, so that doubtful labels
    /// take tens of steps and not hundreds; the last step is always a plain one.
    pub(super) fn settle(&mut self, evidence: &Evidence, prior: &[f64], counts: &mut [f64]) {
        let least = LEAST_CHANGE * evidence.effective_number();
        for step in 0..MOST_STEPS {
            self.extrapolation.before_step(step, counts);
            if self.step(evidence, prior, counts) <= least {
                break;
            }
        }
    }

    /// One step. Returns the largest change of a count.
    pub(super) fn step(&mut self, evidence: &Evidence, prior: &[f64], counts: &mut [f64]) -> f64 {
        let sum = self.set_likings(prior, counts);
        let for_all = match self.likings.as_slice().try_into() {
            Ok(likings) => self.deal_of::<USUAL>(evidence, likings, sum),
            Err(_) => self.deal(evidence, sum),
        };
        let mut change = 0.0f64;
        for (class, count) in counts.iter_mut().enumerate() {
            let next = self.likings[class] * (for_all + self.gains[class]) + self.certain[class];
            change = change.max((next - *count).abs());
            *count = next;
        }
        change
    }

    /// Sets what is gained by class, and returns what all classes have of it.
    fn deal(&mut self, evidence: &Evidence, sum: f64) -> f64 {
        let scale = evidence.scale();
        self.gains.fill(0.0);
        self.certain.fill(0.0);
        let mut for_all = 0.0;
        for (kind, weight) in evidence.kinds {
            let row = self.likelihoods.row(*kind);
            let purchases = weight * scale;
            if let Some(class) = row.certain() {
                self.certain[class] += purchases;
                continue;
            }
            let share = purchases / row.dot(&self.likings, sum);
            for_all += share * row.least;
            for (class, above) in row.entries {
                self.gains[usize::from(*class)] += share * above;
            }
        }
        for_all
    }

    /// [`Self::deal`] to N classes.
    fn deal_of<const N: usize>(&mut self, evidence: &Evidence, likings: [f64; N], sum: f64) -> f64 {
        let scale = evidence.scale();
        let (mut gains, mut certain) = ([0.0; N], [0.0; N]);
        let mut for_all = 0.0;
        for (kind, weight) in evidence.kinds {
            let row @ (least, all) = self.likelihoods.row_of(*kind);
            let purchases = weight * scale;
            if least == 0.0 {
                (0..N).for_each(|k| certain[k] += purchases * all[k]);
                continue;
            }
            let share = purchases / dot_of(row, &likings, sum);
            for_all += share * least;
            (0..N).for_each(|k| gains[k] += share * all[k]);
        }
        self.gains.copy_from_slice(&gains);
        self.certain.copy_from_slice(&certain);
        for_all
    }

    /// How much of the information about each share there is, 1 where labels are certain.
    ///
    /// With r the share of a kind's purchases that the last step dealt to the class, the variance of its count for doubtful labels
    /// is Σ C r (1 − r), under given tastes; x (1 − x / N) is the variance of x = z + a of N purchases for the taste. Their ratio is
    /// the part of the information that is missing (Louis 1982; Orchard and Woodbury 1972): the variance of the share is that
    /// of known labels divided by the rest.
    pub(super) fn known(
        &mut self,
        evidence: &Evidence,
        prior: &Prior,
        counts: &[f64],
        known: &mut [f64],
    ) {
        self.doubt(evidence, known);
        let all = evidence.effective_number() + prior.strength;
        for ((known, count), a) in known.iter_mut().zip(counts).zip(&prior.a) {
            let spread = (count + a) * (1.0 - (count + a) / all);
            let missing = if spread > 0.0 { *known / spread } else { 0.0 };
            *known = (1.0 - missing).max(LEAST_KNOWN);
        }
    }

    /// Σ C r (1 − r) per class.
    fn doubt(&mut self, evidence: &Evidence, doubt: &mut [f64]) {
        // Σ C r and Σ C r², of the least likelihood for all classes, of what is above it for each in `gains` and `certain`.
        let (linear, square) = match self.likings.as_slice().try_into() {
            Ok(likings) => self.squares_of::<USUAL>(evidence, likings),
            Err(_) => self.squares(evidence),
        };
        for (class, doubt) in doubt.iter_mut().enumerate() {
            let (liking, linears, squares) =
                (self.likings[class], self.gains[class], self.certain[class]);
            let value = liking * (linear + linears) - liking * liking * (square + squares);
            *doubt = value.max(0.0);
        }
    }

    fn squares(&mut self, evidence: &Evidence) -> (f64, f64) {
        let scale = evidence.scale();
        let sum: f64 = self.likings.iter().sum();
        let (mut linear, mut square) = (0.0, 0.0);
        self.gains.fill(0.0);
        self.certain.fill(0.0);
        for (kind, weight) in evidence.kinds {
            let row = self.likelihoods.row(*kind);
            if row.certain().is_some() {
                continue;
            }
            let purchases = weight * scale;
            let whole = row.dot(&self.likings, sum);
            let least = row.least / whole;
            linear += purchases * least;
            square += purchases * least * least;
            for (class, above) in row.entries {
                let above = above / whole;
                self.gains[usize::from(*class)] += purchases * above;
                self.certain[usize::from(*class)] += purchases * above * (above + 2.0 * least);
            }
        }
        (linear, square)
    }

    /// [`Self::squares`] of N classes.
    fn squares_of<const N: usize>(&mut self, evidence: &Evidence, likings: [f64; N]) -> (f64, f64) {
        let scale = evidence.scale();
        let sum: f64 = likings.iter().sum();
        let (mut linear, mut square) = (0.0, 0.0);
        let (mut linears, mut squares) = ([0.0; N], [0.0; N]);
        for (kind, weight) in evidence.kinds {
            let row @ (least, all) = self.likelihoods.row_of(*kind);
            if least == 0.0 {
                continue;
            }
            let purchases = weight * scale;
            let whole = dot_of(row, &likings, sum);
            let least = least / whole;
            linear += purchases * least;
            square += purchases * least * least;
            let above = all.map(|above| above / whole);
            (0..N).for_each(|k| linears[k] += purchases * above[k]);
            (0..N).for_each(|k| squares[k] += purchases * above[k] * (above[k] + 2.0 * least));
        }
        self.gains.copy_from_slice(&linears);
        self.certain.copy_from_slice(&squares);
        (linear, square)
    }

    /// Sets e = exp ψ(z + a) and returns its sum; with many classes and little evidence all may be below the least number, and are
    /// raised alike.
    fn set_likings(&mut self, prior: &[f64], counts: &[f64]) -> f64 {
        for ((shape, a), count) in self.shapes.iter_mut().zip(prior).zip(counts) {
            *shape = count + a;
        }
        exp_digammas(&self.shapes, &mut self.likings);
        let mut sum = 0.0;
        self.likings.iter().for_each(|liking| sum += liking);
        if sum > 1e-250 {
            return sum;
        }
        let logs = || {
            prior
                .iter()
                .zip(counts)
                .map(|(a, count)| digamma(a + count))
        };
        let most = logs().fold(f64::NEG_INFINITY, f64::max);
        for (liking, log) in self.likings.iter_mut().zip(logs()) {
            *liking = libm::exp(log - most);
        }
        self.likings.iter().sum()
    }
}
