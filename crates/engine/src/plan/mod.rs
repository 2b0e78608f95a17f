//! The spec compiled once for training: nodes made of its graph, every buffer given its place.
//!
//! Batch normalization cuts the nodes in segments, between which the whole batch must have come ([`segments`]). Within one, a
//! few images go through all nodes and stay in cache. What a segment leaves to another is kept for each image of a shard;
//! what is only passed on shares a thread's memory ([`memory`]). A normalised tensor that the backward pass wants is
//! recomputed there, never stored.

mod gradients;
pub(crate) mod lifetimes;
mod memory;
mod nodes;
mod segments;
mod update_chunks;
mod uses;

pub(crate) use memory::{Place, Places};
pub(crate) use nodes::{Gradient, Node, Op};
pub(crate) use segments::Segment;
pub(crate) use update_chunks::CHUNKS;

use crate::batch_gemm::BatchGemm;
use crate::error::Result;
use crate::graph::layout::{Layout, too_large};
use crate::graph::rewrite::rewrite_for_training;
use crate::graph::spec::ModelSpec;
use crate::graph::{Graph, ValueId};
use crate::layers::activation::Activation;
use crate::layers::batch_normalization::Norm;
use crate::options::Value;
use crate::preprocessing::Preprocessing;
use fashion_kernels::batch_norm::Image;
use std::ops::Range;

pub use crate::graph::layout::Weight;

/// Images a shard has at least, unless the batch is smaller.
const SHARD_IMAGES: usize = 8;

/// Most shards of a batch.
pub const MAX_SHARDS: usize = 16;

/// Shards of a batch: a function of its size alone, so that sums are the same on any number of threads.
pub fn shards(batch: usize) -> usize {
    batch.div_ceil(SHARD_IMAGES).clamp(1, MAX_SHARDS)
}

/// A batch normalization by the batch's own statistics.
pub(crate) struct PlanNorm {
    pub(crate) norm: Norm,
    /// Its weights in the flat vector.
    pub(crate) weights: Range<usize>,
    /// Its number among those whose statistics end the same segment, and among those that are applied in the same one.
    pub(crate) statistics_slot: usize,
    pub(crate) normalise_slot: usize,
    /// ∂L/∂ of its output on the way to that of its input, which the whole batch must have come for.
    pub(crate) gradient: Option<Place>,
    /// The node that normalises, where it pools such images, too; then that gradient is a pooled one.
    pub(crate) pooled: Option<(usize, Image)>,
}

/// Lengths of the memory that a pass needs; those per image are to be multiplied by its images.
#[derive(Default)]
pub(crate) struct Lengths {
    /// Channels of the widest normalization.
    pub(crate) channels: usize,
    /// Floats.
    pub(crate) scratch: usize,
    /// Words.
    pub(crate) indices: usize,
    /// What a shard keeps for products over the batch, per image.
    pub(crate) operands: usize,
    /// The longest accumulators of one segment together.
    pub(crate) accumulators: usize,
    /// Normalizations that one segment has sums of, at most.
    pub(crate) norm_slots: usize,
}

/// A compiled spec.
pub struct Plan {
    spec: ModelSpec,
    layout: Layout,
    numerics: u32,
    pub(crate) preprocessing: Preprocessing,
    /// By segment, and in topological order within.
    pub(crate) nodes: Vec<Node>,
    /// The value that is the model's output.
    pub(crate) output_value: ValueId,
    pub(crate) segments: Vec<Segment>,
    pub(crate) norms: Vec<PlanNorm>,
    /// In the order of their kernels.
    pub(crate) products: Vec<BatchGemm>,
    /// Ends of the chunks in which the weights are moved.
    pub(crate) chunks: Vec<usize>,
    pub(crate) output: Activation,
    /// Whether the last segment has no nodes: all others leave their values to the way back, and the caller knows the loss.
    pub(crate) ends_apart: bool,
    pub(crate) places: Places,
    pub(crate) lengths: Lengths,
}

impl Plan {
    /// Reads the layers one by one: errors name the layer, the shape it got and what to do. Allocates no tensor.
    pub fn new(spec: ModelSpec) -> Result<Self> {
        Self::of(spec, false)
    }

    /// The same for a loss that the caller works out between the way forward and the way back.
    pub(crate) fn ending_apart(spec: ModelSpec) -> Result<Self> {
        Self::of(spec, true)
    }

    fn of(spec: ModelSpec, ends_apart: bool) -> Result<Self> {
        let layout = Layout::new(&spec)?;
        let mut graph = Graph::new(&spec, &layout, true);
        let numerics = graph.numerics();
        rewrite_for_training(&mut graph);
        let required = graph.requires_gradient();
        let (mut nodes, mut norms) = nodes::nodes(&mut graph, &required)?;
        let mut segments = segments::cut(&mut nodes, &mut norms, &graph.lens, graph.output);
        if ends_apart {
            segments.push(segments::empty(&nodes, &graph.lens));
        }
        gradients::mark(&mut nodes, &required);
        let places = memory::place(&mut nodes, &mut norms, &segments, &graph, &required)?;
        let mut plan = Self {
            preprocessing: graph.preprocessing,
            nodes,
            output_value: graph.output,
            segments,
            norms,
            products: Vec::new(),
            chunks: Vec::new(),
            output: graph.output_activation,
            ends_apart,
            places,
            lengths: Lengths::default(),
            spec,
            layout,
            numerics,
        };
        plan.find_products();
        plan.measure()?;
        Ok(plan)
    }

    /// What is a product over the batch, and how the weights are cut for it.
    fn find_products(&mut self) {
        for segment in &self.segments {
            for node in &mut self.nodes[segment.nodes.clone()] {
                if let (true, Op::Layer(layer)) = (node.trained, &node.op)
                    && let Some([features, units]) = layer.batch_gemm()
                {
                    let start = node.weights.start;
                    let product = BatchGemm {
                        features,
                        units,
                        kernel: start..start + features * units,
                        offset: self.lengths.operands,
                        block: segment.micro_batch,
                    };
                    self.lengths.operands += product.len();
                    let place = (self.products.iter())
                        .position(|other| other.kernel.start > start)
                        .unwrap_or(self.products.len());
                    self.products.insert(place, product);
                }
            }
        }
        for node in &mut self.nodes {
            let of_node =
                |product: &BatchGemm| node.trained && product.kernel.start == node.weights.start;
            node.product = self.products.iter().position(of_node);
        }
        self.chunks = update_chunks::cut(self.layout.parameters, &self.products);
    }

    /// What the layers ask for besides.
    fn measure(&mut self) -> Result<()> {
        let lengths = &mut self.lengths;
        for segment in &self.segments {
            let mut accumulators = 0;
            for node in &self.nodes[segment.nodes.clone()] {
                if let Op::Layer(layer) = &node.op {
                    let needs = layer.needs();
                    let scratch = layer.scratch_len().max(needs.scratch);
                    lengths.scratch = lengths.scratch.max(scratch);
                    lengths.indices = lengths.indices.max(needs.indices);
                    accumulators += node.accumulator;
                }
            }
            lengths.accumulators = lengths.accumulators.max(accumulators);
            let slots = segment.statistics.len().max(segment.normalised.len());
            lengths.norm_slots = lengths.norm_slots.max(slots);
        }
        if self.preprocessing.needs_other() {
            let image = self.spec.input_shape.iter().product();
            lengths.scratch = lengths.scratch.max(image);
        }
        let channels = self.norms.iter().map(|norm| norm.norm.channels);
        lengths.channels = channels.max().unwrap_or(0);
        let packed: usize = self.nodes.iter().map(Node::packed_len).sum();
        if packed >= 1 << 29 {
            return Err(too_large("buffers"));
        }
        Ok(())
    }

    /// The spec it was compiled from, with every name filled in.
    pub fn spec(&self) -> &ModelSpec {
        &self.spec
    }

    /// Shapes and weights.
    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Every weight tensor, in spec order.
    pub fn weights(&self) -> &[Weight] {
        &self.layout.weights
    }

    /// Floats of all weights together.
    pub fn parameters(&self) -> usize {
        self.layout.parameters
    }

    /// Floats of the weights that the optimizer moves.
    pub fn trainable_parameters(&self) -> usize {
        let trainable = self.layout.weights.iter().filter(|weight| weight.trainable);
        trainable.map(|weight| weight.range.len()).sum()
    }

    /// Values of one input image.
    pub fn input_len(&self) -> usize {
        self.layout.input_len
    }

    /// Shape of one output.
    pub fn output_shape(&self) -> &[usize] {
        self.layout.output_shape()
    }

    /// Values of one output.
    pub fn output_len(&self) -> usize {
        self.output_shape().iter().product()
    }

    /// What TypeScript is told: `ModelDescription` of `ts/engine/protocol.ts`.
    pub fn describe(&self) -> Value {
        let layers = (self.spec.layers.iter().zip(&self.layout.layer_weights))
            .zip(&self.layout.shapes[1..])
            .map(|((layer, weights), shape)| {
                Value::object([
                    ("name", layer.name.as_str().into()),
                    ("type", layer.kind.type_name().into()),
                    ("inputs", layer.input_places()),
                    ("outputShape", shape.as_slice().into()),
                    ("parameters", weights.len().into()),
                ])
            });
        let weights = self.layout.weights.iter().map(|w| {
            Value::object([
                ("name", w.name.as_str().into()),
                ("shape", w.shape.as_slice().into()),
                ("offset", w.range.start.into()),
                ("trainable", Value::Bool(w.trainable)),
                ("statistic", Value::Bool(w.statistic)),
            ])
        });
        Value::object([
            ("spec", self.spec.to_value()),
            ("numerics", (self.numerics as usize).into()),
            ("layers", Value::List(layers.collect())),
            ("weights", Value::List(weights.collect())),
            ("parameters", self.layout.parameters.into()),
            ("trainableParameters", self.trainable_parameters().into()),
            ("inputShape", self.spec.input_shape.as_slice().into()),
            ("outputShape", self.output_shape().into()),
        ])
    }
}
