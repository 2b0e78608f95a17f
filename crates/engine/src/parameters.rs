//! What an optimizer step may move: the ranges of the flat weights that are trainable.
//!
//! The moving statistics of a batch normalization lie between trainable weights, and the step leaves them alone.

use crate::graph::layout::Weight;
use crate::regularizer::Regularizer;
use std::ops::Range;

/// Floats of the flat weights that a step treats alike.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameters {
    pub(crate) range: Range<usize>,
    /// Whether weight decay makes them smaller.
    pub(crate) decays: bool,
    /// What the loss adds for them.
    pub(crate) regularizer: Regularizer,
}

impl Parameters {
    /// Whether `next` begins where they end, and is treated alike.
    fn is_followed_by(&self, next: &Parameters) -> bool {
        self.range.end == next.range.start
            && self.decays == next.decays
            && self.regularizer == next.regularizer
    }
}

/// All trainable weights, in the order of the flat vector; neighbours that are treated alike are one range, so that of
/// most models there is one in all.
pub(crate) struct ParameterTable {
    parameters: Vec<Parameters>,
}

impl ParameterTable {
    pub(crate) fn new(weights: &[Weight]) -> Self {
        let mut table = Self {
            parameters: Vec::new(),
        };
        for weight in weights.iter().filter(|weight| weight.trainable) {
            table.push(Parameters {
                range: weight.range.clone(),
                decays: decays(weight),
                regularizer: weight.regularizer,
            });
        }
        table
    }

    fn push(&mut self, next: Parameters) {
        match self.parameters.last_mut() {
            Some(last) if last.is_followed_by(&next) => last.range.end = next.range.end,
            _ => self.parameters.push(next),
        }
    }

    /// What the loss adds for large weights.
    pub(crate) fn penalty(&self, weights: &[f32]) -> f64 {
        let penalties = self
            .parameters
            .iter()
            .map(|parameters| (parameters.regularizer).penalty(&weights[parameters.range.clone()]));
        penalties.sum()
    }

    /// The parameters within `range` of the flat weights, in their order; none is empty.
    pub(crate) fn within(&self, range: Range<usize>) -> impl Iterator<Item = Parameters> + '_ {
        let first = (self.parameters).partition_point(|all| all.range.end <= range.start);
        self.parameters[first..]
            .iter()
            .map(move |all| Parameters {
                range: all.range.start.max(range.start)..all.range.end.min(range.end),
                ..all.clone()
            })
            .take_while(|part| part.range.start < part.range.end)
    }
}

/// Whether weight decay acts on a weight: Keras' AdamW decays all that are trainable, biases, gamma and beta among them,
/// but those that are excluded by name. `excludeFromWeightDecay` acts here.
fn decays(weight: &Weight) -> bool {
    weight.trainable
}

#[cfg(test)]
mod tests {
    use super::{ParameterTable, Parameters};
    use crate::graph::layout::Layout;
    use crate::graph::spec::ModelSpec;
    use crate::regularizer::Regularizer;

    fn layout(layers: &str) -> Layout {
        let spec = [r#"{"inputShape":[4],"seed":1,"layers":["#, layers, "]}"].concat();
        Layout::new(&ModelSpec::from_json(&spec).unwrap()).unwrap()
    }

    const DENSE: &str = r#"{"type":"dense","units":10,"activation":"linear","useBias":true,
        "kernelInitializer":"heNormal","biasInitializer":"zeros"}"#;
    const NORM: &str = r#"{"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,
        "betaInitializer":"zeros","gammaInitializer":"ones","movingMeanInitializer":"zeros",
        "movingVarianceInitializer":"ones"}"#;

    #[test]
    fn a_model_without_statistics_is_one_range() {
        let layout = layout(&[DENSE, DENSE].join(","));
        let table = ParameterTable::new(&layout.weights);
        assert_eq!(
            table.parameters,
            [Parameters {
                range: 0..layout.parameters,
                decays: true,
                regularizer: Regularizer::NONE,
            }]
        );
        assert!(ParameterTable::new(&[]).within(0..0).next().is_none());
    }

    /// Any two neighbouring pieces: each trainable float is moved once, no other is.
    #[test]
    fn each_trainable_float_is_moved_once() {
        let layout = layout(&[NORM, DENSE, NORM, NORM, DENSE, NORM].join(","));
        let table = ParameterTable::new(&layout.weights);
        assert_eq!(table.parameters.len(), 4);
        let mut expected = vec![0; layout.parameters];
        for weight in layout.weights.iter().filter(|weight| weight.trainable) {
            expected[weight.range.clone()].fill(1);
        }
        assert!(expected.contains(&0) && expected.contains(&1));
        for end in 0..=layout.parameters {
            let mut moved = vec![0; layout.parameters];
            for piece in [0..end, end..layout.parameters] {
                for part in table.within(piece.clone()) {
                    assert!(!part.range.is_empty());
                    assert!(piece.start <= part.range.start && part.range.end <= piece.end);
                    moved[part.range].iter_mut().for_each(|count| *count += 1);
                }
            }
            assert_eq!(moved, expected, "{end}");
        }
    }

    #[test]
    fn what_decays_is_apart_from_what_does_not() {
        let mut table = ParameterTable::new(&[]);
        for (range, decays) in [(0..3, true), (3..4, true), (4..9, false), (12..13, false)] {
            let regularizer = Regularizer::NONE;
            table.push(Parameters {
                range,
                decays,
                regularizer,
            });
        }
        let parts: Vec<_> = table.within(2..20).map(|p| (p.range, p.decays)).collect();
        assert_eq!(parts, [(2..4, true), (4..9, false), (12..13, false)]);
    }
}
