//! Layers that are several: a separable convolution is two, and in training one whose activation's gradient is written in its
//! input leaves that to a layer of its own, which finds it there.

use crate::graph::Graph;
use crate::layers::LayerKind;
use crate::layers::activation::{Activation, ActivationSpec};

pub(super) fn split_separable(graph: &mut Graph) {
    for node in (0..graph.nodes.len()).rev() {
        if let LayerKind::SeparableConv2d(spec) = &graph.nodes[node].kind {
            let (first, second) = spec.parts();
            let parts = vec![LayerKind::DepthwiseConv2d(first), LayerKind::Conv2d(second)];
            graph.split(node, parts);
        }
    }
}

pub(super) fn split_activations(graph: &mut Graph) {
    for node in (0..graph.nodes.len()).rev() {
        let mut layer = graph.nodes[node].kind.clone();
        let Some(own) = layer.activation().filter(|own| own.backward_reads_input()) else {
            continue;
        };
        let activation = std::mem::replace(own, Activation::Linear);
        let after = LayerKind::Activation(ActivationSpec::new(activation));
        graph.split(node, vec![layer, after]);
    }
}
