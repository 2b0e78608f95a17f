//! Where values and gradients lie, by their lifetimes.
//!
//! Two arenas: a thread's, for what does not outlive a micro-batch in a segment, and a shard's, for what goes from one
//! segment to another, forward or backward. In either, what is never alive at the same time shares a buffer.

use super::lifetimes::{Lifetime, assign};
use super::nodes::{Gradient, Node, Op};
use super::{PlanNorm, Segment};
use crate::error::Result;
use crate::graph::layout::too_large;
use crate::graph::{Graph, ValueId};

/// Floats that a buffer has at most, and all of an arena together, for the least micro-batch.
const MOST_FLOATS: usize = 1 << 28;

/// A buffer of an arena, and the floats an image of what lies in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) in_shard: bool,
    pub(crate) index: usize,
    pub(crate) len: usize,
}

/// Places of all values and gradients, and the lengths of the buffers.
#[derive(Default)]
pub(crate) struct Places {
    pub(crate) values: Vec<Option<Place>>,
    pub(crate) gradients: Vec<Option<Place>>,
    /// Floats of a thread's buffers.
    pub(crate) thread: Vec<usize>,
    /// Floats an image of a shard's buffers.
    pub(crate) shard: Vec<usize>,
}

impl Places {
    /// Where a value lies.
    pub(crate) fn value(&self, value: ValueId) -> Place {
        self.values[value].expect("values that are used have their place")
    }
}

/// What is to be placed.
#[derive(Clone, Copy)]
enum Tensor {
    Value(ValueId),
    Gradient(ValueId),
    NormGradient(usize),
    Temporary(usize),
}

/// Tensors with their lifetimes on one clock.
#[derive(Default)]
struct Lives {
    tensors: Vec<Tensor>,
    lifetimes: Vec<Lifetime>,
}

impl Lives {
    fn push(&mut self, tensor: Tensor, len: usize, first: usize, last: usize) {
        self.tensors.push(tensor);
        self.lifetimes.push(Lifetime { len, first, last });
    }

    /// Tells every tensor its place; the answer is the lengths of the buffers.
    fn settle(self, in_shard: bool, settle: &mut impl FnMut(Place, Tensor)) -> Vec<usize> {
        let found = assign(&self.lifetimes);
        for ((&index, life), tensor) in found.buffers.iter().zip(&self.lifetimes).zip(self.tensors)
        {
            let place = Place {
                in_shard,
                index,
                len: life.len,
            };
            settle(place, tensor);
        }
        found.lens
    }
}

/// Where and when a tensor is used: in which segment, at which of its moments, forward or backward.
#[derive(Clone, Copy)]
struct Use {
    segment: usize,
    moment: usize,
    backward: bool,
}

/// A step as a sequence of moments: node `i` of a segment of `n` runs forward at `i`, the loss at `n`, and node `i` backward
/// at `2n − i`.
struct Clock<'a> {
    nodes: &'a [Node],
    segments: &'a [Segment],
}

impl Clock<'_> {
    fn of(&self, node: usize, backward: bool) -> Use {
        let segment = self.nodes[node].segment;
        let range = &self.segments[segment].nodes;
        let (n, i) = (range.len(), node - range.start);
        Use {
            segment,
            moment: if backward { 2 * n - i } else { i },
            backward,
        }
    }

    fn loss(&self) -> Use {
        let segment = self.segments.len() - 1;
        Use {
            segment,
            moment: self.segments[segment].nodes.len(),
            backward: false,
        }
    }

    /// Segments forward, then backward; the last one does both in one.
    fn phase(&self, at: Use) -> usize {
        let last = self.segments.len() - 1;
        if at.backward {
            2 * last - at.segment
        } else {
            at.segment
        }
    }
}

/// Gives every tensor its place, and marks what is recomputed.
pub(super) fn place(
    nodes: &mut [Node],
    norms: &mut [PlanNorm],
    segments: &[Segment],
    graph: &Graph,
    required: &[bool],
) -> Result<Places> {
    let last = segments.len() - 1;
    // On the clock of each segment, and on that of the step.
    let mut in_thread: Vec<Lives> = segments.iter().map(|_| Lives::default()).collect();
    let mut in_shard = Lives::default();
    let clock = Clock { nodes, segments };
    let mut recomputed = vec![false; graph.lens.len()];
    let mut add = |tensor: Tensor, len: usize, uses: &[Use], may_recompute: bool| {
        let Some(&begin) = uses.first() else {
            return false;
        };
        let phases = uses.iter().map(|&at| clock.phase(at));
        let (first, end) = (phases.clone().min().unwrap_or(0), phases.max().unwrap_or(0));
        let one_segment = uses.iter().all(|at| at.segment == begin.segment);
        if first == end || one_segment && may_recompute {
            let moments = uses.iter().map(|at| at.moment);
            let first_moment = moments.clone().min().unwrap_or(0);
            let last_moment = moments.max().unwrap_or(0);
            in_thread[begin.segment].push(tensor, len, first_moment, last_moment);
            return first != end;
        }
        in_shard.push(tensor, len, first, end);
        false
    };
    for (value, &len) in graph.lens.iter().enumerate() {
        let uses = value_uses(&clock, value, graph.output);
        let normalised = nodes
            .iter()
            .any(|node| node.output == value && matches!(node.op, Op::Normalise { .. }));
        recomputed[value] = add(Tensor::Value(value), len, &uses, normalised);
        if required[value] {
            let uses = gradient_uses(&clock, value, graph.output);
            add(Tensor::Gradient(value), len, &uses, false);
        }
    }
    for (index, node) in nodes.iter().enumerate() {
        match node.op {
            Op::Normalise { norm, .. } if required[node.inputs[0]] => {
                let statistics = (nodes.iter()).position(
                    |node| matches!(node.op, Op::Statistics { norm: other } if other == norm),
                );
                let uses =
                    [Some(index), statistics].map(|node| node.map(|node| clock.of(node, true)));
                let uses: Vec<Use> = uses.into_iter().flatten().collect();
                add(
                    Tensor::NormGradient(norm),
                    graph.lens[node.inputs[0]],
                    &uses,
                    false,
                );
            }
            Op::Normalise { .. } => {
                let len = graph.lens[node.inputs[0]];
                add(
                    Tensor::Temporary(index),
                    len,
                    &[clock.of(index, true)],
                    false,
                );
            }
            _ => {
                let adds = node.inputs.iter().zip(&node.gradients);
                let adds = adds.filter(|(_, gradient)| **gradient == Some(Gradient::Add));
                if let Some(len) = adds.map(|(&value, _)| graph.lens[value]).max() {
                    add(
                        Tensor::Temporary(index),
                        len,
                        &[clock.of(index, true)],
                        false,
                    );
                }
            }
        }
    }
    let mut places = Places {
        values: vec![None; graph.lens.len()],
        gradients: vec![None; graph.lens.len()],
        ..Places::default()
    };
    let mut settle = |place: Place, tensor: Tensor| match tensor {
        Tensor::Value(value) => places.values[value] = Some(place),
        Tensor::Gradient(value) => places.gradients[value] = Some(place),
        Tensor::NormGradient(norm) => norms[norm].gradient = Some(place),
        Tensor::Temporary(node) => nodes[node].temporary = Some(place),
    };
    let mut thread: Vec<usize> = Vec::new();
    for (segment, lives) in segments.iter().zip(in_thread) {
        for (index, len) in lives.settle(false, &mut settle).into_iter().enumerate() {
            let floats = len.saturating_mul(segment.micro_batch);
            match thread.get_mut(index) {
                Some(most) => *most = floats.max(*most),
                None => thread.push(floats),
            }
        }
    }
    let shard = in_shard.settle(true, &mut settle);
    for node in nodes.iter_mut() {
        node.saved_in_shard = node.segment < last;
        node.recomputed = match node.op {
            Op::Normalise { .. } | Op::InPlace(_) => recomputed[node.output],
            _ => false,
        };
    }
    let total = |lens: &[usize]| {
        lens.iter()
            .try_fold(0usize, |sum, &len| sum.checked_add(len))
    };
    let fits = |lens: &[usize]| total(lens).is_some_and(|floats| floats < MOST_FLOATS);
    if !fits(&thread) || !fits(&shard) {
        return Err(too_large("activations"));
    }
    (places.thread, places.shard) = (thread, shard);
    Ok(places)
}

/// From the node that writes a value to those that read it, forward and backward.
fn value_uses(clock: &Clock, value: ValueId, output: ValueId) -> Vec<Use> {
    let mut uses = Vec::new();
    if value == 0 {
        // As images are gathered.
        uses.push(Use {
            segment: 0,
            moment: 0,
            backward: false,
        });
    }
    for (index, node) in clock.nodes.iter().enumerate() {
        let (reads_input, reads_output) = node.reads_back();
        let (is_input, is_output) = (node.inputs.contains(&value), node.output == value);
        if is_input || is_output && node.writes() {
            uses.push(clock.of(index, false));
        }
        if is_input && reads_input || is_output && node.writes() && reads_output {
            uses.push(clock.of(index, true));
        }
    }
    if value == output && !uses.is_empty() {
        uses.push(clock.loss());
    }
    uses
}

/// From the node that first writes a value's gradient, or the loss, to the node that reads it.
fn gradient_uses(clock: &Clock, value: ValueId, output: ValueId) -> Vec<Use> {
    let mut uses = Vec::new();
    if value == output {
        uses.push(clock.loss());
    }
    for (index, node) in clock.nodes.iter().enumerate() {
        let hands_on = (node.inputs.iter().zip(&node.gradients))
            .any(|(&input, gradient)| input == value && gradient.is_some());
        let takes = node.output == value && !matches!(node.op, Op::Statistics { .. });
        if hands_on || takes && node.runs_backward {
            uses.push(clock.of(index, true));
        }
    }
    uses
}
