//! 2 × 2 max pooling after a convolution becomes its store; its gradient is its maxima'.

use crate::graph::{Graph, ValueId};
use crate::layers::LayerKind;

pub(super) fn absorb_pooling(graph: &mut Graph) {
    absorb(graph, &|_| false);
}

/// Maxima must have a gradient of the input where one is asked for.
pub(super) fn absorb_pooling_in_training(graph: &mut Graph) {
    let required = graph.requires_gradient();
    absorb(graph, &|value| required[value]);
}

fn absorb(graph: &mut Graph, required: &dyn Fn(ValueId) -> bool) {
    let mut node = 0;
    while node < graph.nodes.len() {
        let input_gradient = required(graph.nodes[node].inputs[0]);
        let next = graph
            .next(node)
            .filter(|&next| pools(graph, node, next, input_gradient));
        if let Some(next) = next {
            graph.nodes[node].absorbed.pool = true;
            graph.absorb(node, next);
        }
        node += 1;
    }
}

fn pools(graph: &Graph, node: usize, next: usize, input_gradient: bool) -> bool {
    let (node, next) = (&graph.nodes[node], &graph.nodes[next]);
    match (&node.kind, &next.kind) {
        (LayerKind::Conv2d(conv), LayerKind::MaxPooling2d(pool)) => {
            !node.absorbed.add
                && pool.is_two_by_two(&next.input_shapes[0])
                && conv.can_pool(&node.input_shapes[0], input_gradient)
        }
        _ => false,
    }
}
