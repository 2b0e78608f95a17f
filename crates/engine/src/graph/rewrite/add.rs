//! A sum of two values: what makes the later of them adds the other as it stores its own. In inference that is a convolution, in
//! training a batch normalization by the batch's statistics.

use crate::graph::{Graph, Node};
use crate::layers::LayerKind;
use crate::layers::activation::Activation;

/// A sum after a node that can do it, with the relu that the sum has absorbed.
pub(super) fn absorb_add(graph: &mut Graph) {
    let mut node = 0;
    while node < graph.nodes.len() {
        if let Some((sum, other)) = sum_after(graph, node) {
            let taken = graph.absorb(node, sum);
            let shape = taken.input_shapes[0].clone();
            let node = &mut graph.nodes[node];
            node.absorbed.add = true;
            node.absorbed.relu |= taken.absorbed.relu;
            node.inputs.push(other);
            node.input_shapes.push(shape);
        }
        node += 1;
    }
}

/// The sum that alone reads what a node makes, and the other value in it, which must be there before the node runs.
fn sum_after(graph: &mut Graph, node: usize) -> Option<(usize, usize)> {
    let training = graph.training;
    let Node {
        kind,
        absorbed,
        trainable,
        ..
    } = &mut graph.nodes[node];
    let is_last = !absorbed.relu
        && kind
            .activation()
            .is_none_or(|own| *own == Activation::Linear);
    // A normalization that is not trained is another layer in training.
    if !(is_last && kind.can_add(training) && (*trainable || !training)) {
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

#[cfg(test)]
mod tests {
    use crate::graph::rewrite::tests::{NORM, ops};

    #[test]
    fn a_residual_block_ends_in_one_pass() {
        // x → norm → sum with x → relu?
        let sums = |relu: &str| {
            ops(
                [2, 2, 1],
                &format!(r#"{NORM},{{"inputs":[0,-1],"type":"add"}}{relu}"#),
            )
        };
        let relu = r#",{"type":"activation","activation":"relu"}"#;
        assert_eq!(sums(relu), ["statistics", "normalise, add, relu"]);
        assert_eq!(sums(""), ["statistics", "normalise, add"]);
        let gelu = r#",{"type":"activation","activation":"gelu"}"#;
        assert_eq!(sums(gelu), ["statistics", "normalise, add", "layer"]);
    }
}
