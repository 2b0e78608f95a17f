//! What was bought of each kind of evidence, by weight. Two lists, since whoever adds looks through the kinds alone: for
//! hundreds of thousands of customers it is memory that takes the time.

/// Sums by kind.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    kinds: Vec<u16>,
    weights: Vec<f64>,
}

impl Weights {
    /// Adds to the sum of a kind.
    #[inline]
    pub(super) fn add(&mut self, kind: u16, weight: f64) {
        match self.kinds.iter().position(|one| *one == kind) {
            Some(place) => self.weights[place] += weight,
            None => {
                self.kinds.push(kind);
                self.weights.push(weight);
            }
        }
    }

    /// Looks at both lists, and returns anything of them.
    #[inline]
    pub(super) fn look(&self) -> u32 {
        let kind = self.kinds.first().copied().unwrap_or_default();
        let weight = self.weights.first().copied().unwrap_or_default();
        u32::from(kind).wrapping_add(weight.to_bits() as u32)
    }

    /// The kinds with their sums.
    pub fn pairs(&self) -> impl Iterator<Item = (u16, f64)> + '_ {
        self.kinds.iter().copied().zip(self.weights.iter().copied())
    }

    /// All sums together.
    pub fn total(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Puts the kinds in order: sums over them run in it, whatever order the files had.
    pub(super) fn sort(&mut self) {
        let mut pairs: Vec<(u16, f64)> = self.pairs().collect();
        pairs.sort_unstable_by_key(|(kind, _)| *kind);
        (self.kinds, self.weights) = pairs.into_iter().unzip();
    }
}
