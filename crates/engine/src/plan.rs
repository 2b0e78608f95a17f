//! The spec compiled once: layers built for their shapes, every buffer given its place.
//!
//! Per lane there is one arena of values (slot 0 is the gathered input, slot k + 1 the output of node k), two
//! gradient buffers used in turn, scratch, and winners. A softmax or sigmoid at the very end is kept apart as
//! `output`: the loss wants the logits, predictions want it applied.

use crate::error::{Code, EngineError, Result};
use crate::initializer::{Fans, Initializer};
use crate::layers::{Layer, activation::Activation};
use crate::shape;
use crate::spec::{LayerKind, ModelSpec};
use serde_json::{Value, json};
use std::ops::Range;

/// Images that run through a chain of layers together: few enough to stay in cache.
const MICRO_BATCH: usize = 4;

/// The same when a dense layer's weights would leave the cache between micro-batches.
const WIDE_MICRO_BATCH: usize = 16;

/// Floats of dense weights (half of a 1 MiB second-level cache) from which micro-batches are wide.
const WIDE_WEIGHTS: usize = 128 * 1024;

/// Images a lane has at least, unless the batch is smaller.
const LANE_IMAGES: usize = 8;

/// Most lanes of a batch.
pub const MAX_LANES: usize = 16;

/// Lanes of a batch: a function of its size alone, so that sums are the same on any number of threads.
pub fn lanes(batch: usize) -> usize {
    batch.div_ceil(LANE_IMAGES).clamp(1, MAX_LANES)
}

/// One weight tensor and its place in the flat vector.
pub struct Weight {
    /// `<layer>.<kernel|bias>`
    pub name: String,
    /// As in the layer's documentation.
    pub shape: Vec<usize>,
    /// Floats of the flat vector.
    pub range: Range<usize>,
    pub(crate) initializer: Initializer,
    pub(crate) fans: Fans,
}

pub(crate) struct Node {
    pub(crate) layer: Box<dyn Layer>,
    pub(crate) weights: Range<usize>,
    pub(crate) packed: Range<usize>,
    /// Winner offsets, per image.
    pub(crate) winners: Range<usize>,
    pub(crate) view: bool,
}

/// Place of one slot of values: floats per image, and those of all slots before it.
#[derive(Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) start: usize,
    pub(crate) len: usize,
}

/// A compiled spec.
pub struct Plan {
    spec: ModelSpec,
    shapes: Vec<Vec<usize>>,
    weights: Vec<Weight>,
    parameters: usize,
    pub(crate) nodes: Vec<Node>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) output: Activation,
    pub(crate) packed_len: usize,
    pub(crate) values_len: usize,
    pub(crate) gradient_len: usize,
    pub(crate) scratch_len: usize,
    pub(crate) winners_len: usize,
    pub(crate) micro_batch: usize,
    /// First node with weights: backward ends there.
    pub(crate) first_trainable: usize,
}

/// Takes a softmax or sigmoid at the end off its layer.
fn split_output(layers: &mut [LayerKind]) -> Activation {
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

fn too_large(what: &str) -> EngineError {
    EngineError::new(
        Code::InvalidSpec,
        format!("model: its {what} exceed what 32-bit memory can hold → make the layers smaller"),
    )
}

impl Plan {
    /// Builds every layer; errors name the layer, the shape it got and what to do. Allocates no tensor.
    pub fn new(spec: ModelSpec) -> Result<Self> {
        let mut kinds: Vec<LayerKind> = spec.layers.iter().map(|l| l.kind.clone()).collect();
        let output = split_output(&mut kinds);
        let mut shape = spec.input_shape.clone();
        let input_len = shape::elements("model input", &shape)?;
        let mut plan = Self {
            shapes: Vec::new(),
            weights: Vec::new(),
            parameters: 0,
            nodes: Vec::new(),
            slots: vec![Slot {
                start: 0,
                len: input_len,
            }],
            output,
            packed_len: 0,
            values_len: input_len,
            gradient_len: input_len,
            scratch_len: 0,
            winners_len: 0,
            micro_batch: MICRO_BATCH,
            first_trainable: usize::MAX,
            spec,
        };
        for (index, kind) in kinds.iter().enumerate() {
            let place = format!("{} (layer {})", kind.type_name(), index + 1);
            let layer = kind.build(&place, &shape)?;
            shape = layer.output();
            plan.push(index, kind, layer, &shape)?;
            plan.shapes.push(shape.clone());
        }
        let total = plan
            .values_len
            .checked_mul(WIDE_MICRO_BATCH)
            .filter(|&n| n < 1 << 30);
        total.ok_or_else(|| too_large("activations"))?;
        Ok(plan)
    }

    fn push(
        &mut self,
        index: usize,
        kind: &LayerKind,
        layer: Box<dyn Layer>,
        shape: &[usize],
    ) -> Result<()> {
        let first = self.parameters;
        for request in layer.weights() {
            let len = shape::elements("weights", &request.shape)?;
            self.weights.push(Weight {
                name: format!("{}.{}", self.spec.layers[index].name, request.suffix),
                shape: request.shape,
                range: self.parameters..self.parameters + len,
                initializer: request.initializer,
                fans: request.fans,
            });
            self.parameters += len;
        }
        if self.parameters >= 1 << 28 {
            return Err(too_large("weights"));
        }
        if self.parameters > first {
            self.first_trainable = self.first_trainable.min(index);
        }
        if matches!(kind, LayerKind::Dense(_)) && self.parameters - first > WIDE_WEIGHTS {
            self.micro_batch = WIDE_MICRO_BATCH;
        }
        let len = shape::elements("activations", shape)?;
        let view = layer.is_view();
        if view {
            self.slots
                .push(*self.slots.last().expect("slot 0 is the input"));
        } else {
            self.slots.push(Slot {
                start: self.values_len,
                len,
            });
            self.values_len += len;
        }
        self.gradient_len = self.gradient_len.max(len);
        self.scratch_len = self.scratch_len.max(layer.scratch_len());
        let (packed, winners) = (layer.packed_len(), layer.winners_len());
        self.nodes.push(Node {
            weights: first..self.parameters,
            packed: self.packed_len..self.packed_len + packed,
            winners: self.winners_len..self.winners_len + winners,
            view,
            layer,
        });
        self.packed_len += packed;
        self.winners_len += winners;
        if self.values_len >= 1 << 28 || self.packed_len >= 1 << 29 {
            return Err(too_large("buffers"));
        }
        Ok(())
    }

    /// The spec it was compiled from, with every name filled in.
    pub fn spec(&self) -> &ModelSpec {
        &self.spec
    }

    /// Every weight tensor, in spec order.
    pub fn weights(&self) -> &[Weight] {
        &self.weights
    }

    /// Floats of all weights together.
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// Values of one input image.
    pub fn input_len(&self) -> usize {
        self.slots[0].len
    }

    /// Shape of one output.
    pub fn output_shape(&self) -> &[usize] {
        self.shapes.last().map_or(&self.spec.input_shape, |s| s)
    }

    /// Values of one output.
    pub fn output_len(&self) -> usize {
        self.output_shape().iter().product()
    }

    /// Where the logits of `count` images lie among a lane's values.
    pub(crate) fn logits(&self, count: usize) -> Range<usize> {
        let slot = self.slots[self.slots.len() - 1];
        let start = slot.start * self.micro_batch;
        start..start + slot.len * count
    }

    /// What TypeScript is told: `ModelDescription` of `ts/engine/protocol.ts`.
    pub fn describe(&self) -> Value {
        let parameters = |node: &Node| node.weights.len();
        let layers: Vec<Value> = (self.spec.layers.iter().zip(&self.nodes).zip(&self.shapes))
            .map(|((layer, node), shape)| {
                json!({
                    "name": layer.name,
                    "type": layer.kind.type_name(),
                    "outputShape": shape,
                    "parameters": parameters(node),
                })
            })
            .collect();
        let weights: Vec<Value> = (self.weights.iter())
            .map(|w| json!({ "name": w.name, "shape": w.shape, "offset": w.range.start }))
            .collect();
        json!({
            "spec": self.spec.to_json(),
            "numerics": crate::spec::NUMERICS,
            "layers": layers,
            "weights": weights,
            "parameters": self.parameters,
            "inputShape": self.spec.input_shape,
            "outputShape": self.output_shape(),
        })
    }
}
