//! The nodes of a plan, from those of the rewritten graph.
//!
//! A batch normalization that is trained becomes two: the statistics of its input, which end a segment, and normalising,
//! which begins a later one. Dropout works in place where the layer that has written its input does not need it as it was.

use super::{Place, PlanNorm};
use crate::error::Result;
use crate::graph::{self, Graph, ValueId};
use crate::layers::batch_normalization::Norm;
use crate::layers::{Backward, LayerKind, OutputUse, Surroundings};
use fashion_kernels::batch_norm::Image;
use std::ops::Range;

/// What a node does.
pub(crate) enum Op {
    /// From its inputs to its output.
    Layer(Box<dyn Backward>),
    /// On its only input, which is its output, in place.
    InPlace(Box<dyn Backward>),
    /// Ends a segment: mean and variance of its input, for normalization number `norm`. It writes no value.
    Statistics { norm: usize },
    /// Begins a segment: its first input normalised; with `adds` its second input is added; then relu and 2 × 2 max
    /// pooling if asked for, the last not with `adds`.
    Normalise {
        norm: usize,
        adds: bool,
        relu: bool,
        pools: Option<Image>,
    },
}

pub(crate) struct Node {
    pub(crate) op: Op,
    /// Number of its first layer in the spec, which keys its random numbers.
    pub(crate) layer: usize,
    /// Its weights in the flat vector.
    pub(crate) weights: Range<usize>,
    /// It has weights that the optimizer moves.
    pub(crate) trained: bool,
    pub(crate) inputs: Vec<ValueId>,
    pub(crate) output: ValueId,
    pub(crate) segment: usize,
    /// The backward pass runs it.
    pub(crate) runs_backward: bool,
    /// What its backward pass reads of the forward one: its inputs (of normalising the first), its output.
    pub(crate) reads_back: [bool; 2],
    /// For each input: whether its gradient is asked for, and then whether another node has written one before.
    pub(crate) gradients: Vec<Option<Gradient>>,
    /// Where a gradient lies before it is added to what another node has written.
    pub(crate) temporary: Option<Place>,
    /// The forward pass runs it again before the backward pass of its segment.
    pub(crate) recomputed: bool,
    /// Words an image that the forward pass saves for the backward pass.
    pub(crate) saved_words: usize,
    /// Whether they outlive a micro-batch.
    pub(crate) saved_in_shard: bool,
    /// Floats of its accumulator of weight gradients.
    pub(crate) accumulator: usize,
    /// Number of its product over the batch.
    pub(crate) product: Option<usize>,
}

/// How a node hands the gradient of an input on.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Gradient {
    /// It is the first to write it.
    Write,
    /// It adds to what is there.
    Add,
}

impl Node {
    /// Floats of weights in the layout of its kernels.
    pub(crate) fn packed_len(&self) -> usize {
        match &self.op {
            Op::Layer(layer) => layer.packed_len() + layer.backward_packed_len(),
            _ => 0,
        }
    }

    /// Whether it writes a value of its own.
    pub(crate) fn writes(&self) -> bool {
        matches!(self.op, Op::Layer(_) | Op::Normalise { .. })
    }

    /// Whether its backward pass reads a value that the forward pass has read.
    pub(crate) fn reads_input_back(&self, value: ValueId) -> bool {
        let inputs = match self.op {
            Op::Normalise { .. } => &self.inputs[..1],
            _ => &self.inputs[..],
        };
        self.reads_back[0] && inputs.contains(&value)
    }
}

/// Nodes and normalizations of a graph; nodes in place make their output another name of their input.
pub(super) fn nodes(graph: &mut Graph, required: &[bool]) -> Result<(Vec<Node>, Vec<PlanNorm>)> {
    let (mut nodes, mut norms) = (Vec::<Node>::new(), Vec::new());
    for index in 0..graph.nodes.len() {
        let node = &graph.nodes[index];
        match &node.kind {
            LayerKind::BatchNormalization(spec) if node.trainable => {
                let number = norms.len();
                norms.push(PlanNorm {
                    norm: Norm::new(spec, &node.input_shapes[0]),
                    weights: node.weights.clone(),
                    statistics_slot: 0,
                    normalise_slot: 0,
                    gradient: None,
                    pooled: None,
                });
                let input = node.inputs[0];
                let mut statistics = new(node, Op::Statistics { norm: number }, input, 0);
                statistics.inputs.truncate(1);
                nodes.push(statistics);
                let pools = Image::new(&node.input_shapes[0]).filter(|_| node.absorbed.pool);
                let op = Op::Normalise {
                    norm: number,
                    adds: node.absorbed.add,
                    relu: node.absorbed.relu,
                    pools,
                };
                let words = pools.map_or(0, Image::kept_len);
                nodes.push(new(node, op, node.output, words));
            }
            kind => {
                let layer = kind.backward(&Surroundings {
                    place: &kind.place(node.layer),
                    inputs: &node.input_shapes,
                    absorbed: &node.absorbed,
                    input_gradient: required[node.inputs[0]],
                })?;
                let words = layer.needs().saved_words;
                let input = node.inputs[0];
                let alone = graph.sole_consumer(input) == Some(index);
                if layer.in_place().is_some() && alone && may_change(&nodes, input) {
                    nodes.push(new(node, Op::InPlace(layer), input, words));
                    let output = node.output;
                    rename(graph, index + 1, output, input);
                } else {
                    nodes.push(new(node, Op::Layer(layer), node.output, words));
                }
            }
        }
    }
    Ok((nodes, norms))
}

fn new(node: &graph::Node, op: Op, output: ValueId, saved_words: usize) -> Node {
    let accumulator = match &op {
        Op::Layer(layer) => layer.needs().accumulator,
        _ => 0,
    };
    Node {
        op,
        accumulator,
        layer: node.layer,
        weights: node.weights.clone(),
        trained: node.trained,
        inputs: node.inputs.clone(),
        output,
        segment: 0,
        runs_backward: false,
        reads_back: [false; 2],
        gradients: Vec::new(),
        temporary: None,
        recomputed: false,
        saved_words,
        saved_in_shard: false,
        product: None,
    }
}

/// Whether a value may be changed in place by a dropout: the backward pass of the node that has written it bears that. The
/// model's input may not.
fn may_change(nodes: &[Node], value: ValueId) -> bool {
    let writers = nodes.iter().filter(|node| node.output == value);
    let mut any = false;
    for writer in writers {
        any |= writer.writes();
        if let Op::Layer(layer) = &writer.op
            && layer.needs().output == OutputUse::Values
        {
            return false;
        }
    }
    any
}

/// From node `first` on, value `to` stands for value `from`.
fn rename(graph: &mut Graph, first: usize, from: ValueId, to: ValueId) {
    let inputs = graph.nodes[first..]
        .iter_mut()
        .flat_map(|node| &mut node.inputs);
    inputs
        .filter(|input| **input == from)
        .for_each(|input| *input = to);
    if graph.output == from {
        graph.output = to;
    }
}
