//! What a label alone tells: how often the classifier gave it to garments of each class.

use crate::CustomersError;

/// A confusion matrix on images that the classifier was not trained on, as likelihoods.
#[derive(Debug, Clone)]
pub struct Confusion {
    classes: usize,
    /// P(label | class): rows are classes, columns labels.
    rates: Vec<f64>,
}

impl Confusion {
    /// From counts, a row per true class and a column per label; ½ is added to each, so that what never happened is rare and not
    /// impossible.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where the counts are no square or a count is not a number from 0 on.
    pub fn new(counts: &[f64], classes: usize) -> Result<Self, CustomersError> {
        if classes == 0 || counts.len() != classes * classes {
            return Err(CustomersError::new(
                "INVALID_ARGUMENT",
                format!(
                    "the confusion matrix: received {} counts for {classes} classes → give classes × classes, rows by true class",
                    counts.len()
                ),
            ));
        }
        if let Some(place) = counts
            .iter()
            .position(|count| !count.is_finite() || *count < 0.0)
        {
            return Err(CustomersError::new(
                "INVALID_ARGUMENT",
                format!(
                    "the confusion matrix, row {}, column {}: received {} → counts are 0 or more",
                    place / classes,
                    place % classes,
                    counts[place]
                ),
            ));
        }
        let mut rates = Vec::with_capacity(counts.len());
        for row in counts.chunks_exact(classes) {
            let sum: f64 = row.iter().map(|count| count + 0.5).sum();
            rates.extend(row.iter().map(|count| (count + 0.5) / sum));
        }
        Ok(Self { classes, rates })
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// P(label | class) for each class.
    ///
    /// # Panics
    /// If there is no such label.
    pub fn likelihood(&self, label: u16) -> Vec<f64> {
        assert!(usize::from(label) < self.classes, "label {label} of none");
        self.rates
            .iter()
            .skip(usize::from(label))
            .step_by(self.classes)
            .copied()
            .collect()
    }
}
