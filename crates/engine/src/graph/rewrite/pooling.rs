//! 2 × 2 max pooling after a convolution becomes its store; its gradient is its maxima'. In training a normalization by the
//! batch's statistics takes it over likewise.

use crate::graph::{Graph, ValueId};
use crate::layers::LayerKind;
use fashion_kernels::batch_norm::Image;

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
        (LayerKind::BatchNormalization(_), LayerKind::MaxPooling2d(pool)) => {
            let by_the_batch = graph.training && node.trainable;
            let shape = &next.input_shapes[0];
            let fits = Image::new(shape).is_some() && pool.is_two_by_two(shape);
            by_the_batch && !node.absorbed.add && fits
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::rewrite::tests::{NORM, ops};

    #[test]
    fn a_normalization_pools_where_it_can() {
        let pool = |size: usize| {
            format!(
                r#"{{"type":"maxPooling2d","poolSize":[{size},2],"strides":[{size},2],"padding":"valid"}}"#
            )
        };
        let relu = r#"{"type":"activation","activation":"relu"}"#;
        let one_pass = ["statistics", "normalise, pool"];
        let all = format!("{NORM},{relu},{}", pool(2));
        assert_eq!(ops([5, 4, 8], &all), one_pass);
        assert_eq!(ops([5, 4, 8], &format!("{NORM},{}", pool(2))), one_pass);
        let apart = ["statistics", "normalise", "layer"];
        assert_eq!(ops([5, 4, 12], &all), apart);
        assert_eq!(ops([5, 4, 8], &format!("{NORM},{}", pool(3))), apart);
    }
}
