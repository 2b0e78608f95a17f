//! Layers at the head that work on one image do it as images are gathered.

use crate::graph::Graph;

pub(super) fn gather_preprocessing(graph: &mut Graph) {
    let mut value = 0;
    while let Some(next) = graph.sole_consumer(value) {
        let node = &graph.nodes[next];
        if node.kind.is_identity(graph.training) {
            value = node.output;
            continue;
        }
        let Some(step) = node.kind.preprocess(&node.input_shapes[0]) else {
            return;
        };
        if graph.training || !step.in_training_only() {
            graph.preprocessing.push(node.layer, step);
        }
        graph.bypass(next);
    }
}
