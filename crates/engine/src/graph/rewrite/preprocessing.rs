//! Rescaling at the head is done as images are gathered.

use crate::graph::Graph;
use crate::layers::LayerKind;

pub(super) fn gather_rescaling(graph: &mut Graph) {
    let mut value = 0;
    while let Some(next) = graph.sole_consumer(value) {
        match &graph.nodes[next].kind {
            LayerKind::Rescaling(spec) => {
                graph.preprocessing.push(spec.rescale());
                graph.bypass(next);
            }
            kind if kind.is_identity(graph.training) => value = graph.nodes[next].output,
            _ => return,
        }
    }
}
