//! When an output is taken for a yes.

/// The rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Decision {
    /// Its probability is above a threshold.
    Threshold(f64),
    /// It is among the k largest.
    TopK(usize),
}
