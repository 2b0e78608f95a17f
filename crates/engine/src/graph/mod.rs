//! The model as a graph: nodes that read values and write one each.
//!
//! It begins with a node for each layer of the spec. Then the rewrites of a plan ([`rewrite`]) make neighbours one, take out
//! what does nothing, and leave what is to be run. Nodes stay in topological order.

pub mod layout;
pub mod rewrite;
pub mod spec;
pub mod weight_format;

use crate::layers::activation::Activation;
use crate::layers::{Absorbed, LayerKind};
use crate::preprocessing::Preprocessing;
use layout::Layout;
use spec::ModelSpec;
use std::ops::Range;

/// Number of a value: 0 is the model's input.
pub(crate) type ValueId = usize;

/// A layer, with those after it that it has absorbed.
pub(crate) struct Node {
    pub(crate) kind: LayerKind,
    pub(crate) absorbed: Absorbed,
    /// Number of its layer in the spec, which keys its random numbers.
    pub(crate) layer: usize,
    pub(crate) trainable: bool,
    /// It has weights that the optimizer moves.
    pub(crate) trained: bool,
    pub(crate) inputs: Vec<ValueId>,
    /// Shapes of the inputs as the layer sees them; a value may be known by others elsewhere.
    pub(crate) input_shapes: Vec<Vec<usize>>,
    pub(crate) output: ValueId,
    /// Shape of the output of its own layer, before what it has absorbed.
    pub(crate) output_shape: Vec<usize>,
    /// Its own weights in the flat vector, and those of the normalization that it has absorbed.
    pub(crate) weights: Range<usize>,
    pub(crate) norm_weights: Range<usize>,
}

/// Values, nodes, and what is done before the first and after the last.
pub(crate) struct Graph {
    pub(crate) training: bool,
    pub(crate) nodes: Vec<Node>,
    /// Floats of each value.
    pub(crate) lens: Vec<usize>,
    pub(crate) output: ValueId,
    /// What is done to images as they are gathered.
    pub(crate) preprocessing: Preprocessing,
    /// A softmax or sigmoid at the very end: the loss wants the logits, predictions want it applied.
    pub(crate) output_activation: Activation,
}

impl Graph {
    /// `numerics` of the model; asked before the rules change the graph.
    pub(crate) fn numerics(&self) -> u32 {
        let has_tiles_of_five = |node: &Node| match &node.kind {
            LayerKind::Conv2d(spec) => spec.has_tiles_of_five(&node.input_shapes[0]),
            _ => false,
        };
        if self.nodes.iter().any(has_tiles_of_five) {
            spec::NUMERICS_OF_FIVE
        } else {
            spec::NUMERICS
        }
    }

    /// A node for each layer.
    pub(crate) fn new(spec: &ModelSpec, layout: &Layout, training: bool) -> Self {
        let nodes = spec.layers.iter().enumerate().map(|(layer, each)| Node {
            kind: each.kind.clone(),
            absorbed: Absorbed::default(),
            layer,
            trainable: each.trainable,
            trained: layout.is_trained(&layout.layer_weights[layer]),
            inputs: each.inputs.clone(),
            input_shapes: (each
                .inputs
                .iter()
                .map(|&value| layout.shapes[value].clone()))
            .collect(),
            output: layer + 1,
            output_shape: layout.shapes[layer + 1].clone(),
            weights: layout.layer_weights[layer].clone(),
            norm_weights: 0..0,
        });
        Self {
            training,
            nodes: nodes.collect(),
            lens: layout.shapes.iter().map(|s| s.iter().product()).collect(),
            output: spec.layers.len(),
            preprocessing: Preprocessing::default(),
            output_activation: Activation::Linear,
        }
    }

    /// The node that reads a value, where it is the only one and reads it once.
    pub(crate) fn sole_consumer(&self, value: ValueId) -> Option<usize> {
        let mut consumers = (self.nodes.iter().enumerate())
            .flat_map(|(node, each)| each.inputs.iter().map(move |input| (node, *input)))
            .filter(|(_, input)| *input == value);
        let (first, _) = consumers.next()?;
        (consumers.next().is_none() && value != self.output).then_some(first)
    }

    /// The node after `node` that alone reads its output.
    pub(crate) fn next(&self, node: usize) -> Option<usize> {
        self.sole_consumer(self.nodes[node].output)
    }

    /// The node that writes a value.
    pub(crate) fn producer(&self, value: ValueId) -> Option<usize> {
        self.nodes.iter().position(|node| node.output == value)
    }

    /// Takes node `next`, the only one that reads the output of `node`, out: `node` does its part from now on.
    pub(crate) fn absorb(&mut self, node: usize, next: usize) -> Node {
        let taken = self.nodes.remove(next);
        self.nodes[node].output = taken.output;
        taken
    }

    /// Puts layers that follow each other, and do the same together, in the place of a node.
    pub(crate) fn split(&mut self, node: usize, parts: Vec<LayerKind>) {
        let whole = self.nodes.remove(node);
        let (mut inputs, mut input_shapes) = (whole.inputs, whole.input_shapes);
        let (mut weight, last) = (whole.weights.start, parts.len() - 1);
        for (number, kind) in parts.into_iter().enumerate() {
            let shapes: Vec<&[usize]> = input_shapes.iter().map(Vec::as_slice).collect();
            let described = kind.describe("", &shapes);
            let (shape, weights) = described.expect("parts of a layer that was described");
            let sizes = weights
                .iter()
                .map(|weight| weight.shape.iter().product::<usize>());
            let end = weight + sizes.sum::<usize>();
            let output = if number == last {
                whole.output
            } else {
                self.lens.push(shape.iter().product());
                self.lens.len() - 1
            };
            let part = Node {
                kind,
                absorbed: Absorbed::default(),
                layer: whole.layer,
                trainable: whole.trainable,
                trained: whole.trained && weight < end,
                inputs: std::mem::replace(&mut inputs, vec![output]),
                input_shapes: std::mem::replace(&mut input_shapes, vec![shape.clone()]),
                output,
                output_shape: shape,
                weights: weight..end,
                norm_weights: 0..0,
            };
            self.nodes.insert(node + number, part);
            weight = end;
        }
    }

    /// Takes out a node of one input: its output is its input from now on.
    pub(crate) fn bypass(&mut self, node: usize) {
        let taken = self.nodes.remove(node);
        let (from, to) = (taken.output, taken.inputs[0]);
        for input in self.nodes.iter_mut().flat_map(|node| &mut node.inputs) {
            if *input == from {
                *input = to;
            }
        }
        if self.output == from {
            self.output = to;
        }
    }

    /// Whether the loss has a gradient with respect to each value that anything asks for: something trained lies before it.
    pub(crate) fn requires_gradient(&self) -> Vec<bool> {
        let mut required = vec![false; self.lens.len()];
        for node in &self.nodes {
            let inherited = node.inputs.iter().any(|&input| required[input]);
            required[node.output] = inherited || node.trained;
        }
        required
    }
}
