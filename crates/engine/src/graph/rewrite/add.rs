//! A sum of two values in inference: the convolution that makes the later of them adds the other as it stores its own.

use crate::graph::Graph;
use crate::layers::LayerKind;
use crate::layers::activation::Activation;

pub(super) fn absorb_add(graph: &mut Graph) {
    let mut node = 0;
    while node < graph.nodes.len() {
        if let Some((sum, other)) = sum_after(graph, node) {
            let taken = graph.absorb(node, sum);
            let shape = taken.input_shapes[0].clone();
            let node = &mut graph.nodes[node];
            node.absorbed.add = true;
            node.inputs.push(other);
            node.input_shapes.push(shape);
        }
        node += 1;
    }
}

/// The sum that alone reads what a node makes, and the other value in it, which must be there before the node runs.
fn sum_after(graph: &mut Graph, node: usize) -> Option<(usize, usize)> {
    let kind = &mut graph.nodes[node].kind;
    if !kind.can_add() || kind.activation() != Some(&mut Activation::Linear) {
        return None;
    }
    let sum = graph.next(node)?;
    let (LayerKind::Add(_), &[a, b]) = (&graph.nodes[sum].kind, &graph.nodes[sum].inputs[..])
    else {
        return None;
    };
    let other = if a == graph.nodes[node].output { b } else { a };
    let is_there = graph.producer(other).is_none_or(|producer| producer < node);
    is_there.then_some((sum, other))
}
