//! The metrics: what is counted beside the loss. The loss counts, since it has the outputs at hand.

use crate::options::words;

words! {
    /// The closed set of metrics.
    pub enum Metric {
        /// Share of images whose largest output is the label's.
        Accuracy "accuracy",
    }
}

/// Place of the largest value (ties: the first).
pub(crate) fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, &v) in values.iter().enumerate() {
        if v > values[best] {
            best = i;
        }
    }
    best
}
