//! Who writes which gradient, and reads what for it: backward passes run from the last node to the first, so of the nodes that read a value the last
//! writes its gradient, and the others add to it, in reverse order. One order, the same bits.

use super::nodes::{Gradient, Node, Op};
use crate::layers::OutputUse;

/// Marks nodes that the backward pass runs, and how each hands on the gradients of its inputs.
pub(super) fn mark(nodes: &mut [Node], required: &[bool]) {
    let mut written = vec![false; required.len()];
    for node in nodes.iter_mut().rev() {
        node.runs_backward = match node.op {
            Op::Statistics { .. } => required[node.inputs[0]],
            _ => required[node.output],
        };
        node.reads_back = reads_back(node);
        let hand_on = |(input, &value): (usize, &usize)| {
            let passes = match node.op {
                // The gradient of what is normalised goes to the node of the statistics; what is in place stays there.
                Op::Normalise { .. } => input > 0 && node.runs_backward && required[value],
                Op::InPlace(_) => false,
                Op::Layer(_) | Op::Statistics { .. } => node.runs_backward && required[value],
            };
            passes.then(|| {
                if std::mem::replace(&mut written[value], true) {
                    Gradient::Add
                } else {
                    Gradient::Write
                }
            })
        };
        node.gradients = node.inputs.iter().enumerate().map(hand_on).collect();
    }
}

/// Whether a node's backward pass reads its inputs, and its output.
fn reads_back(node: &Node) -> [bool; 2] {
    match &node.op {
        Op::Layer(layer) if node.runs_backward => {
            let needs = layer.needs();
            [needs.input, needs.output != OutputUse::Nothing]
        }
        Op::Statistics { .. } => [node.runs_backward, false],
        &Op::Normalise {
            adds, relu, pools, ..
        } => [pools.is_none(), adds && relu].map(|reads| reads && node.runs_backward),
        Op::Layer(_) | Op::InPlace(_) => [false; 2],
    }
}
