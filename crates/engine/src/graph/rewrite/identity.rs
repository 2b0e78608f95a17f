//! What leaves floats as they are is no node: flatten, a linear activation, in inference dropout.

use crate::graph::Graph;

pub(super) fn remove_identities(graph: &mut Graph) {
    let mut node = 0;
    while node < graph.nodes.len() {
        if graph.nodes[node].kind.is_identity(graph.training) {
            graph.bypass(node);
        } else {
            node += 1;
        }
    }
}
