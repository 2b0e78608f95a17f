//! Which items tell the same: what a kind of evidence is known by.

/// The bins of the highest probability: below .6, from .6, from .9, from .99 on.
pub const EDGES: [f64; 3] = [0.6, 0.9, 0.99];

/// What the items of a kind have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KindKey {
    /// The classifier's first class, its second, and the bin of the first one's probability. Without the second in the last
    /// bin, where it does not matter, and once there are too many kinds.
    Outputs {
        first: u16,
        second: Option<u16>,
        bin: u8,
    },
    /// The class is known.
    OneHot(u16),
    /// The classifier's label is known, and nothing else of its output.
    Label(u16),
}

impl KindKey {
    /// Of probabilities of at least one class; of equal ones the first is taken.
    pub(super) fn of_outputs(probabilities: &[f64]) -> Self {
        let first = highest(probabilities, None).unwrap_or(0);
        let second = highest(probabilities, Some(first));
        let bin = EDGES
            .iter()
            .filter(|&&edge| probabilities[first] >= edge)
            .count();
        Self::Outputs {
            first: first as u16,
            second: second
                .filter(|_| bin < EDGES.len())
                .map(|class| class as u16),
            bin: bin as u8,
        }
    }

    /// The kind that takes this one in where there are too many.
    pub(super) fn without_second(self) -> Self {
        match self {
            Self::Outputs { first, bin, .. } => Self::Outputs {
                first,
                second: None,
                bin,
            },
            other => other,
        }
    }
}

/// The place of the highest value, apart from one place.
pub(super) fn highest(values: &[f64], apart_from: Option<usize>) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (place, value) in values.iter().enumerate() {
        if Some(place) != apart_from && best.is_none_or(|best| *value > values[best]) {
            best = Some(place);
        }
    }
    best
}
