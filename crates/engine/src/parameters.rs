//! What an optimizer step may move: the ranges of the flat weights that are trainable.
//!
//! The moving statistics of a batch normalization lie between trainable weights, and the step leaves them alone.

use crate::graph::layout::Weight;
use crate::optimizers::Clip;
use crate::optimizers::shared::SharedOptions;
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
    /// `shared`: which weights decay, and whether each is looked at by itself.
    pub(crate) fn new(weights: &[Weight], shared: &SharedOptions) -> Self {
        let apart = matches!(shared.clip(), Clip::Norm(_));
        let mut table = Self {
            parameters: Vec::new(),
        };
        for weight in weights.iter().filter(|weight| weight.trainable) {
            let parameters = Parameters {
                range: weight.range.clone(),
                decays: decays(weight, &shared.exclude_from_weight_decay),
                regularizer: weight.regularizer,
            };
            match apart {
                true => table.parameters.push(parameters),
                false => table.push(parameters),
            }
        }
        table
    }

    /// How many ranges there are.
    pub(crate) fn len(&self) -> usize {
        self.parameters.len()
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

    /// The parameters within `range` of the flat weights, in their order, with the number of the range that they are of; none
    /// is empty.
    pub(crate) fn within(
        &self,
        range: Range<usize>,
    ) -> impl Iterator<Item = (usize, Parameters)> + '_ {
        let first = (self.parameters).partition_point(|all| all.range.end <= range.start);
        (self.parameters[first..].iter().enumerate())
            .map(move |(number, all)| {
                let range = all.range.start.max(range.start)..all.range.end.min(range.end);
                (
                    first + number,
                    Parameters {
                        range,
                        ..all.clone()
                    },
                )
            })
            .take_while(|(_, part)| part.range.start < part.range.end)
    }
}

/// Whether weight decay acts on a weight: Keras' optimizers decay all that are trainable, biases, gamma and beta among them,
/// but those that are excluded: by layer, by name, or by a part of their own name.
fn decays(weight: &Weight, excluded: &[String]) -> bool {
    let (layer, own) = weight.name.rsplit_once('.').unwrap_or(("", &weight.name));
    // Not `str::contains`, whose search of any text in any is 3 kB.
    let has_part = |name: &String| {
        let mut parts = own.as_bytes().windows(name.len().max(1));
        parts.any(|part| part == name.as_bytes())
    };
    let is_excluded = |name: &String| *name == layer || *name == weight.name || has_part(name);
    !excluded.iter().any(is_excluded)
}

#[cfg(test)]
mod tests {
    use super::{ParameterTable, Parameters};
    use crate::graph::layout::Layout;
    use crate::graph::spec::ModelSpec;
    use crate::optimizers::OptimizerSpec;
    use crate::optimizers::shared::SharedOptions;
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

    fn shared(excluded: &[&str]) -> SharedOptions {
        SharedOptions {
            exclude_from_weight_decay: excluded.iter().map(|name| name.to_string()).collect(),
            ..OptimizerSpec::default().shared
        }
    }

    #[test]
    fn what_is_excluded_from_weight_decay_is_named_by_layer_weight_or_part() {
        let layout = layout(&[DENSE, NORM, DENSE].join(","));
        let decaying = |excluded: &[&str]| {
            let table = ParameterTable::new(&layout.weights, &shared(excluded));
            let of = |name: &str| {
                let weight = layout
                    .weights
                    .iter()
                    .find(|weight| weight.name == name)
                    .unwrap();
                let (_, part) = table.within(weight.range.clone()).next().unwrap();
                part.decays
            };
            let names = [
                "dense.kernel",
                "dense.bias",
                "batch_normalization.gamma",
                "dense_1.bias",
            ];
            names.map(of)
        };
        assert_eq!(decaying(&[]), [true; 4]);
        assert_eq!(decaying(&["bias"]), [true, false, true, false]);
        assert_eq!(decaying(&["dense_1", "gam"]), [true, true, false, false]);
        assert_eq!(decaying(&["dense.kernel"]), [false, true, true, true]);
        assert_eq!(decaying(&["dense"]), [false, false, true, true]);
    }

    /// Clipping by the norm of each weight looks at each by itself.
    #[test]
    fn weights_are_apart_where_their_norms_are_asked_for() {
        let layout = layout(&[DENSE, DENSE].join(","));
        let options = SharedOptions {
            clipnorm: Some(1.0),
            ..shared(&[])
        };
        assert_eq!(ParameterTable::new(&layout.weights, &options).len(), 4);
    }

    #[test]
    fn a_model_without_statistics_is_one_range() {
        let layout = layout(&[DENSE, DENSE].join(","));
        let table = ParameterTable::new(&layout.weights, &shared(&[]));
        assert_eq!(
            table.parameters,
            [Parameters {
                range: 0..layout.parameters,
                decays: true,
                regularizer: Regularizer::NONE,
            }]
        );
        assert!(
            ParameterTable::new(&[], &shared(&[]))
                .within(0..0)
                .next()
                .is_none()
        );
    }

    /// Any two neighbouring pieces: each trainable float is moved once, no other is.
    #[test]
    fn each_trainable_float_is_moved_once() {
        let layout = layout(&[NORM, DENSE, NORM, NORM, DENSE, NORM].join(","));
        let table = ParameterTable::new(&layout.weights, &shared(&[]));
        assert_eq!(table.parameters.len(), 4);
        let mut expected = vec![0; layout.parameters];
        for weight in layout.weights.iter().filter(|weight| weight.trainable) {
            expected[weight.range.clone()].fill(1);
        }
        assert!(expected.contains(&0) && expected.contains(&1));
        for end in 0..=layout.parameters {
            let mut moved = vec![0; layout.parameters];
            for piece in [0..end, end..layout.parameters] {
                for (_, part) in table.within(piece.clone()) {
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
        let mut table = ParameterTable::new(&[], &shared(&[]));
        for (range, decays) in [(0..3, true), (3..4, true), (4..9, false), (12..13, false)] {
            let regularizer = Regularizer::NONE;
            table.push(Parameters {
                range,
                decays,
                regularizer,
            });
        }
        let parts: Vec<_> = (table.within(2..20))
            .map(|(_, p)| (p.range, p.decays))
            .collect();
        assert_eq!(parts, [(2..4, true), (4..9, false), (12..13, false)]);
    }
}
