//! The spec compiled once: nodes made of its layers, every buffer given its place.
//!
//! Values live in slots; a node reads one and writes the next. Batch normalization cuts the nodes in segments, between
//! which the whole batch must have come: then what a segment leaves is kept for a lane's every image, while what is
//! only passed on (a normalised tensor) is made anew in the backward pass and never stored. Without batch normalization
//! a few images go through all nodes, forward and backward, and stay in cache. A softmax or sigmoid at the very end is
//! kept apart as `output`: the loss wants the logits, predictions want it applied.

mod layout;
mod pieces;

pub(crate) use pieces::PIECES;

use crate::error::Result;
use crate::fuse::{Fused, Role, fuse};
use crate::layers::activation::Activation;
use crate::layout::Layout;
pub use crate::layout::Weight;
use crate::norm::Norm;
use crate::options::Value;
use crate::pixels::Rescale;
use crate::product::Product;
use crate::shape;
use crate::spec::{LayerKind, ModelSpec};
use std::ops::Range;

/// Images a lane has at least, unless the batch is smaller.
const LANE_IMAGES: usize = 8;

/// Most lanes of a batch.
pub const MAX_LANES: usize = 16;

/// Lanes of a batch: a function of its size alone, so that sums are the same on any number of threads.
pub fn lanes(batch: usize) -> usize {
    batch.div_ceil(LANE_IMAGES).clamp(1, MAX_LANES)
}

pub(crate) struct Node {
    pub(crate) role: Role,
    /// Number of its first layer in the spec, which keys its random numbers.
    pub(crate) layer: usize,
    /// Its weights in the flat vector.
    pub(crate) weights: Range<usize>,
    /// Slots it reads and writes; the same for a node in place.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Its notes, per image.
    pub(crate) notes: Range<usize>,
    /// Number of its product over the batch.
    pub(crate) product: Option<usize>,
}

/// Place of one slot of values: floats per image, and those of all slots before it in the same memory.
#[derive(Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) start: usize,
    pub(crate) len: usize,
    /// It lives for one micro-batch and is made anew in the backward pass.
    pub(crate) passing: bool,
}

/// Nodes between two joins of the batch.
pub(crate) struct Segment {
    pub(crate) nodes: Range<usize>,
    /// Images that go through it together.
    pub(crate) micro_batch: usize,
}

/// Lengths of the memory that a pass needs; those per image are to be multiplied by its images.
#[derive(Default)]
pub(crate) struct Lengths {
    /// Per image.
    pub(crate) kept: usize,
    /// Of all images that go through a segment, in training or where nothing is cut, together.
    pub(crate) passing: usize,
    /// Words per image.
    pub(crate) notes: usize,
    /// The longest slot of a segment, for all images that go through it together.
    pub(crate) gradient: usize,
    /// The longest tensor between two segments, per image.
    pub(crate) boundary: usize,
    /// Channels of the widest normalization.
    pub(crate) channels: usize,
    pub(crate) scratch: usize,
    /// Words.
    pub(crate) indices: usize,
    /// What a lane keeps for products over the batch, per image.
    pub(crate) rows: usize,
    /// The longest of the layers' own forms of weight gradients, of one segment together.
    pub(crate) sums: usize,
}

/// A compiled spec.
pub struct Plan {
    spec: ModelSpec,
    layout: Layout,
    pub(crate) gather: Vec<Rescale>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) segments: Vec<Segment>,
    pub(crate) norms: Vec<Norm>,
    /// In the order of their kernels.
    pub(crate) products: Vec<Product>,
    /// Ends of the pieces in which the weights are moved.
    pub(crate) pieces: Vec<usize>,
    pub(crate) output: Activation,
    pub(crate) lengths: Lengths,
    /// Images that go through all nodes together where nothing is cut: in evaluation, prediction, and without norms.
    pub(crate) micro_batch: usize,
    /// First node with weights: backward ends there.
    pub(crate) first_trainable: usize,
}

/// Takes a softmax or sigmoid at the end off its layer.
pub(crate) fn split_output(layers: &mut [LayerKind]) -> Activation {
    let slot = match layers.last_mut() {
        Some(LayerKind::Dense(spec)) => &mut spec.activation,
        Some(LayerKind::Conv2d(spec)) => &mut spec.activation,
        Some(LayerKind::Activation(spec)) => &mut spec.activation,
        _ => return Activation::Linear,
    };
    match *slot {
        Activation::Softmax | Activation::Sigmoid => std::mem::replace(slot, Activation::Linear),
        _ => Activation::Linear,
    }
}

impl Plan {
    /// Builds every layer; errors name the layer, the shape it got and what to do. Allocates no tensor.
    pub fn new(spec: ModelSpec) -> Result<Self> {
        let mut kinds: Vec<LayerKind> = spec.layers.iter().map(|l| l.kind.clone()).collect();
        let output = split_output(&mut kinds);
        let layout = Layout::new(&spec)?;
        let fusion = fuse(&kinds, &spec, &layout)?;
        let mut plan = Self {
            gather: fusion.gather,
            nodes: Vec::new(),
            slots: vec![Slot {
                start: 0,
                len: layout.input_len,
                passing: false,
            }],
            segments: Vec::new(),
            norms: Vec::new(),
            products: Vec::new(),
            pieces: Vec::new(),
            output,
            lengths: Lengths::default(),
            micro_batch: 0,
            first_trainable: usize::MAX,
            spec,
            layout,
        };
        for fused in fusion.nodes {
            plan.push(fused, &kinds)?;
        }
        plan.lay_out()?;
        Ok(plan)
    }

    fn push(&mut self, fused: Fused, kinds: &[LayerKind]) -> Result<()> {
        let from = self.slots.len() - 1;
        let weights = self.layout.layer_weights[fused.first].clone();
        let (in_place, notes, trainable) = match &fused.role {
            Role::Layer(layer) => (false, layer.notes_len(), !weights.is_empty()),
            Role::InPlace(layer) => (true, layer.notes_len(), false),
            Role::Statistics { .. } => {
                if let LayerKind::BatchNormalization(spec) = &kinds[fused.first] {
                    let shape = &self.layout.shapes[fused.first];
                    let norm = Norm::new(spec, shape, weights.start);
                    self.lengths.channels = self.lengths.channels.max(norm.channels);
                    self.norms.push(norm);
                }
                (true, 0, false)
            }
            Role::Normalise { .. } => (false, 0, true),
        };
        if trainable {
            self.first_trainable = self.first_trainable.min(self.nodes.len());
        }
        if !in_place {
            self.slots.push(Slot {
                start: 0,
                len: shape::elements("activations", &self.layout.shapes[fused.last])?,
                passing: matches!(fused.role, Role::Normalise { .. }),
            });
        }
        let start = self.lengths.notes;
        self.lengths.notes += notes;
        self.nodes.push(Node {
            role: fused.role,
            layer: fused.first,
            weights,
            from,
            to: self.slots.len() - 1,
            notes: start..start + notes,
            product: None,
        });
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
        self.layout.shape_before(&self.spec, self.spec.layers.len())
    }

    /// Values of one output.
    pub fn output_len(&self) -> usize {
        self.output_shape().iter().product()
    }

    /// What TypeScript is told: `ModelDescription` of `ts/engine/protocol.ts`.
    pub fn describe(&self) -> Value {
        let layers = (self.spec.layers.iter().zip(&self.layout.layer_weights))
            .zip(&self.layout.shapes)
            .map(|((layer, weights), shape)| {
                Value::object([
                    ("name", layer.name.as_str().into()),
                    ("type", layer.kind.type_name().into()),
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
            ])
        });
        Value::object([
            ("spec", self.spec.to_value()),
            ("numerics", (crate::spec::NUMERICS as usize).into()),
            ("layers", Value::List(layers.collect())),
            ("weights", Value::List(weights.collect())),
            ("parameters", self.layout.parameters.into()),
            ("trainableParameters", self.trainable_parameters().into()),
            ("inputShape", self.spec.input_shape.as_slice().into()),
            ("outputShape", self.output_shape().into()),
        ])
    }
}

impl Node {
    /// Floats of weights in the layout of its kernels.
    pub(crate) fn packed_len(&self) -> usize {
        match &self.role {
            Role::Layer(layer) => layer.packed_len(),
            _ => 0,
        }
    }
}
