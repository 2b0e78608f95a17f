//! Layers at the head that work on one image do it as images are gathered.

use crate::graph::Graph;
use crate::layers::LayerKind;
use crate::preprocessing::Preprocess;

/// What inference does.
pub(super) fn gather_preprocessing(graph: &mut Graph) {
    gather(graph, LayerKind::preprocess);
}

/// What training does. Apart, so that the file that only predicts knows nothing of augmentation.
pub(super) fn gather_augmentation(graph: &mut Graph) {
    gather(graph, |kind, input| {
        kind.preprocess(input).or_else(|| kind.augment(input))
    });
}

fn gather(
    graph: &mut Graph,
    step_of: impl Fn(&LayerKind, &[usize]) -> Option<Box<dyn Preprocess>>,
) {
    let mut value = 0;
    while let Some(next) = graph.sole_consumer(value) {
        let node = &graph.nodes[next];
        if node.kind.is_identity(graph.training) {
            value = node.output;
            continue;
        }
        let Some(step) = step_of(&node.kind, &node.input_shapes[0]) else {
            return;
        };
        graph.preprocessing.push(node.layer, step);
        graph.bypass(next);
    }
}
