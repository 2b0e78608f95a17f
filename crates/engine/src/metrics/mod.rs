//! The metrics: what is counted beside the loss, from the outputs of each image.
//!
//! The engine counts; what a precision or an F1 score is of its counts, TypeScript knows. Options that do not change what is
//! counted are kept as they came.

mod decision;
mod outputs;

use crate::options::{Field, Value, tagged};
use crate::target::Target;
use decision::Decision;
pub(crate) use outputs::Link;
use outputs::Outputs;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Count {
    /// Images that are right: one number.
    Accuracy,
    /// The share of outputs that are right: one number.
    BinaryAccuracy(f64),
    /// Images whose class is among the k largest outputs: one number.
    TopK(usize),
    /// For each output how often it is rightly positive, then how often wrongly, then how often it should have been.
    Outcomes(Option<Decision>),
    /// Images by their class, a row each, and the class that they are taken for.
    Confusion,
}

/// A metric of `compile`.
#[derive(Clone, Debug)]
pub struct Metric {
    count: Count,
    weighted: bool,
    /// As it was written.
    options: Value,
}

impl Default for Metric {
    fn default() -> Self {
        Self {
            count: Count::Accuracy,
            weighted: false,
            options: Value::from("accuracy"),
        }
    }
}

impl PartialEq for Metric {
    fn eq(&self, other: &Self) -> bool {
        (self.count, self.weighted) == (other.count, other.weighted)
    }
}

impl Field for Metric {
    const EXPECTED: &'static str = "a metric, a word or an object with it as type and its options";

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn read(value: &Value) -> Option<Self> {
        let (word, mut fields) = tagged(value)?;
        let weighted = fields.read_or("weighted", false);
        let threshold: Option<f64> = fields.read_or("threshold", None);
        let k: Option<usize> = fields.read_or("k", None);
        let top: Option<usize> = fields.read_or("topK", None);
        let count = match word.as_str() {
            "accuracy" => Count::Accuracy,
            "binaryAccuracy" => Count::BinaryAccuracy(threshold.unwrap_or(0.5)),
            "topKCategoricalAccuracy" => Count::TopK(k.unwrap_or(5)),
            "precision" | "recall" | "f1Score" => Count::Outcomes(match (threshold, top) {
                (Some(least), _) => Some(Decision::Threshold(least)),
                (_, Some(k)) => Some(Decision::TopK(k)),
                _ => None,
            }),
            "confusionMatrix" => Count::Confusion,
            _ => return None,
        };
        // What only says how the counts are read, and the name.
        for name in ["name", "average", "classId"] {
            fields.take_value(name);
        }
        let metric = Self {
            count,
            weighted,
            options: value.clone(),
        };
        fields.end(metric).ok()
    }

    fn write(&self) -> Value {
        self.options.clone()
    }
}

impl Metric {
    /// Numbers that it counts, of a model with `units` outputs.
    pub(crate) fn len(&self, units: usize) -> usize {
        match self.count {
            Count::Accuracy | Count::BinaryAccuracy(_) | Count::TopK(_) => 1,
            Count::Outcomes(_) => 3 * units,
            Count::Confusion => units.max(2) * units.max(2),
        }
    }

    fn reads_probabilities(&self) -> bool {
        matches!(
            self.count,
            Count::BinaryAccuracy(_) | Count::Outcomes(Some(Decision::Threshold(_)))
        )
    }

    /// Adds one image to its numbers.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn count(&self, outputs: &Outputs, target: Target, weight: f64, counts: &mut [f64]) {
        let weight = if self.weighted { weight } else { 1.0 };
        let units = outputs.units();
        match self.count {
            Count::Accuracy => {
                counts[0] += if outputs.are_right(target) {
                    weight
                } else {
                    0.0
                }
            }
            Count::BinaryAccuracy(threshold) => {
                let right = (0..units).filter(|&i| {
                    let positive = outputs.probability(i) > threshold;
                    target.value(i, units) == f32::from(positive)
                });
                counts[0] += weight * right.count() as f64 / units as f64;
            }
            Count::TopK(k) => {
                let above = outputs.above(target.class());
                counts[0] += if above < k { weight } else { 0.0 };
            }
            Count::Outcomes(decision) => {
                for i in 0..units {
                    let positive = outputs.is_positive(i, decision);
                    let place = match (positive, target.value(i, units) > 0.5) {
                        (true, true) => i,
                        (true, false) => units + i,
                        (false, true) => 2 * units + i,
                        (false, false) => continue,
                    };
                    counts[place] += weight;
                }
            }
            Count::Confusion => {
                let [class, taken_for] = match units {
                    1 => [target.value(0, 1) > 0.5, outputs.is_positive(0, None)].map(usize::from),
                    _ => [target.class(), outputs.class()],
                };
                counts[class * units.max(2) + taken_for] += weight;
            }
        }
    }
}

/// Adds one image, with its logits, to the numbers of all metrics, which lie one after the other.
pub(crate) fn count(
    metrics: &[Metric],
    (z, link): (&[f32], Link),
    target: Target,
    weight: f64,
    mut counts: &mut [f64],
) {
    let outputs = Outputs::new(z, link, metrics.iter().any(Metric::reads_probabilities));
    for metric in metrics {
        let (own, others) = counts.split_at_mut(metric.len(z.len()));
        metric.count(&outputs, target, weight, own);
        counts = others;
    }
}

/// Numbers that metrics count together.
pub(crate) fn len(metrics: &[Metric], units: usize) -> usize {
    metrics.iter().map(|metric| metric.len(units)).sum()
}
