//! Batch normalization: it takes over the relu after it, and in inference the linear layer before it takes it over.
//!
//! Winograd tiles of 7 × 7 round by 1e-5 of the largest value, so the least change of what they read rounds otherwise. To
//! stay near training, no kernel before the last convolution that may use them is changed; those convolutions themselves
//! normalise in their store.

use super::activation::activation_of;
use crate::graph::Graph;
use crate::layers::LayerKind;
use crate::layers::activation::Activation;
use crate::layers::batch_normalization::Norm;

/// The relu after a normalization, or a sum.
pub(super) fn absorb_relu(graph: &mut Graph) {
    let mut node = 0;
    while node < graph.nodes.len() {
        if let LayerKind::BatchNormalization(_) | LayerKind::Add(_) = graph.nodes[node].kind
            && let Some(next) = graph.next(node)
            && activation_of(graph, next) == Some(Activation::Relu)
        {
            graph.nodes[node].absorbed.relu = true;
            graph.absorb(node, next);
        }
        node += 1;
    }
}

/// The normalization after a linear layer, by its moving statistics.
pub(super) fn absorb_normalization(graph: &mut Graph) {
    let last_winograd = (graph
        .nodes
        .iter()
        .rposition(|node| may_use_winograd(&node.kind, &node.input_shapes)))
    .map(|node| graph.nodes[node].layer);
    let mut node = 0;
    while node < graph.nodes.len() {
        if let Some((next, norm)) = normalization_after(graph, node, last_winograd) {
            let taken = graph.absorb(node, next);
            let node = &mut graph.nodes[node];
            node.absorbed.norm = Some(norm);
            node.norm_weights = taken.weights;
        }
        node += 1;
    }
}

fn normalization_after(
    graph: &mut Graph,
    node: usize,
    last_winograd: Option<usize>,
) -> Option<(usize, Norm)> {
    if graph.nodes[node].kind.activation() != Some(&mut Activation::Linear) {
        return None;
    }
    let next = graph.next(node)?;
    let (node, next_node) = (&graph.nodes[node], &graph.nodes[next]);
    let LayerKind::BatchNormalization(spec) = &next_node.kind else {
        return None;
    };
    let may_change = may_use_winograd(&node.kind, &node.input_shapes)
        || last_winograd.is_none_or(|last| last < node.layer);
    let norm = Norm::new(spec, &next_node.input_shapes[0]);
    // After flatten its channels are others.
    let same_shape = node.output_shape == next_node.input_shapes[0];
    (may_change && same_shape).then_some((next, norm))
}

fn may_use_winograd(kind: &LayerKind, input_shapes: &[Vec<usize>]) -> bool {
    match kind {
        LayerKind::Conv2d(spec) => spec.may_use_winograd(&input_shapes[0]),
        _ => false,
    }
}
