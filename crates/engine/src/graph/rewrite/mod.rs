//! From the layers of a spec to the nodes that are run: general rules, each on what stands beside what.
//!
//! Both plans have a list of the same rules; they differ in order and in what is an identity. A rule looks at kinds and
//! shapes only, so the same spec gives the same nodes everywhere. Where the order in training changed, so would the bits of
//! models whose layers then fuse otherwise: `NUMERICS` would have to rise.

mod activation;
mod add;
mod batch_norm;
mod identity;
mod parts;
mod pooling;
mod preprocessing;

use super::Graph;

type Rewrite = fn(&mut Graph);

/// The rules of training.
const TRAINING: &[Rewrite] = &[
    parts::split_separable,
    parts::split_activations,
    activation::split_output,
    preprocessing::gather_augmentation,
    activation::absorb_activations,
    batch_norm::absorb_relu,
    add::absorb_add,
    pooling::absorb_pooling_in_training,
    identity::remove_identities,
];

/// The rules of inference.
const INFERENCE: &[Rewrite] = &[
    parts::split_separable,
    activation::split_output,
    preprocessing::gather_preprocessing,
    identity::remove_identities,
    batch_norm::absorb_normalization,
    add::absorb_add,
    activation::absorb_activations,
    batch_norm::absorb_relu,
    pooling::absorb_pooling,
];

/// Applies the rules of the plan of training.
pub(crate) fn rewrite_for_training(graph: &mut Graph) {
    apply(TRAINING, graph);
}

/// Applies the rules of the plan of inference.
pub(crate) fn rewrite_for_inference(graph: &mut Graph) {
    apply(INFERENCE, graph);
}

fn apply(rules: &[Rewrite], graph: &mut Graph) {
    for rule in rules {
        rule(graph);
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::spec::ModelSpec;
    use crate::plan::{Op, Plan};

    pub(super) const NORM: &str = r#"{"type":"batchNormalization","momentum":0.9,"epsilon":0.001,"center":true,"scale":true,
        "gammaInitializer":"ones","betaInitializer":"zeros","movingMeanInitializer":"zeros","movingVarianceInitializer":"ones"}"#;

    /// What the plan of training makes of layers.
    pub(super) fn ops(input: [usize; 3], layers: &str) -> Vec<&'static str> {
        let json = format!(r#"{{"inputShape":{input:?},"seed":1,"layers":[{layers}]}}"#);
        let plan = Plan::new(ModelSpec::from_json(&json).unwrap()).unwrap();
        let name = |op: &Op| match op {
            Op::Statistics { .. } => "statistics",
            Op::Normalise { pools: Some(_), .. } => "normalise, pool",
            Op::Normalise { adds: false, .. } => "normalise",
            Op::Normalise { relu: false, .. } => "normalise, add",
            Op::Normalise { .. } => "normalise, add, relu",
            Op::Layer(_) | Op::InPlace(_) => "layer",
        };
        plan.nodes.iter().map(|node| name(&node.op)).collect()
    }
}
