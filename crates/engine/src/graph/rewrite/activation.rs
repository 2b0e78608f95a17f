//! Activations: a softmax or sigmoid at the very end is kept apart, and a linear layer takes over the activation after it.

use crate::graph::Graph;
use crate::layers::LayerKind;
use crate::layers::activation::Activation;

/// Takes a softmax or sigmoid at the end off its layer.
pub(super) fn split_output(graph: &mut Graph) {
    let Some(last) = graph.producer(graph.output) else {
        return;
    };
    let node = &mut graph.nodes[last];
    let activation = match &mut node.kind {
        LayerKind::Activation(spec) if spec.as_option(&node.input_shapes[0]).is_none() => None,
        LayerKind::Activation(spec) => Some(&mut spec.activation),
        other => other.activation(),
    };
    if let Some(activation @ (Activation::Softmax | Activation::Sigmoid)) = activation {
        graph.output_activation = std::mem::replace(activation, Activation::Linear);
    }
}

/// A layer that applies an activation, so far none, takes the next one over, in training if its gradient is written in its
/// output.
pub(super) fn absorb_activations(graph: &mut Graph) {
    let mut node = 0;
    while node < graph.nodes.len() {
        let linear = graph.nodes[node].kind.activation() == Some(&mut Activation::Linear);
        let next = graph.next(node).filter(|_| linear);
        if let Some((next, activation)) =
            next.and_then(|next| Some((next, activation_of(graph, next)?)))
            && !(graph.training && activation.backward_reads_input())
            && let Some(own) = graph.nodes[node].kind.activation()
        {
            *own = activation;
            graph.absorb(node, next);
        }
        node += 1;
    }
}

/// Which activation a node is, where another node can apply it.
pub(super) fn activation_of(graph: &Graph, node: usize) -> Option<Activation> {
    let node = &graph.nodes[node];
    match &node.kind {
        LayerKind::Activation(spec) => spec.as_option(&node.input_shapes[0]),
        _ => None,
    }
}
