//! The steps of inference, from the nodes of the rewritten graph, and where their values lie.
//!
//! What stands before the first layer of large weights, the head, goes through a few images at a time, so that they stay in
//! cache; the rest, the tail, through all images of a piece, so that its weights are read once.

use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::layers::{Forward, Surroundings};
use crate::plan::lifetimes::{Lifetime, apart, assign};
use std::ops::Range;

/// Floats of the longest inputs and output of a step that stay in a second-level cache of 1 MiB beside its weights.
const FEW_FLOATS: usize = 48 * 1024;

/// A layer with its weights in the flat vector, and the values that it reads and writes.
pub(super) struct Step {
    pub(super) layer: Box<dyn Forward>,
    /// Its own weights: all, or those after the kernel when that comes by itself.
    pub(super) weights: Range<usize>,
    pub(super) norm_weights: Range<usize>,
    /// Where its kernel would be in the flat vector, when it comes by itself.
    pub(super) apart: Option<usize>,
    pub(super) inputs: Vec<ValueId>,
    pub(super) output: ValueId,
}

/// Where a value lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// In a buffer for the few images that go through the head together.
    Head(usize),
    /// In a buffer for all images of a piece.
    Piece(usize),
    /// Where the caller wants the outputs.
    Output,
    /// No step reads or writes it.
    Nowhere,
}

/// Places of all values, and floats an image of the buffers.
pub(super) struct Places {
    pub(super) of: Vec<Place>,
    pub(super) lens: Vec<usize>,
    pub(super) head: Vec<usize>,
    pub(super) piece: Vec<usize>,
}

/// The steps of a graph.
pub(super) fn steps(graph: &Graph) -> Result<Vec<Step>> {
    let nodes = graph.nodes.iter().map(|node| {
        let layer = node.kind.forward(&Surroundings {
            place: &node.kind.place(node.layer),
            inputs: &node.input_shapes,
            absorbed: &node.absorbed,
            input_gradient: false,
        })?;
        Ok(Step {
            layer,
            weights: node.weights.clone(),
            norm_weights: node.norm_weights.clone(),
            apart: None,
            inputs: node.inputs.clone(),
            output: node.output,
        })
    });
    nodes.collect()
}

/// Images that go through the head together, at most `most`.
pub(super) fn few(graph: &Graph, head: &[Step], most: usize) -> usize {
    let floats = head.iter().map(|step| {
        let inputs = step.inputs.iter().map(|&value| graph.lens[value]);
        inputs.sum::<usize>() + graph.lens[step.output]
    });
    let longest = floats.max().unwrap_or(graph.lens[0]).max(1);
    (FEW_FLOATS / longest).clamp(1, most)
}

/// Places of all values, where the first `head` steps are the head.
pub(super) fn places(graph: &Graph, steps: &[Step], head: usize) -> Places {
    let mut of = vec![Place::Nowhere; graph.lens.len()];
    let mut lives = [Vec::new(), Vec::new()];
    let mut values = [Vec::new(), Vec::new()];
    for (value, &len) in graph.lens.iter().enumerate() {
        let writer = steps.iter().position(|step| step.output == value);
        if value == graph.output {
            of[value] = Place::Output;
            continue;
        }
        let readers = (steps.iter().enumerate()).filter(|(_, step)| step.inputs.contains(&value));
        let (Some(last), true) = (
            readers.map(|(index, _)| index).max(),
            writer.is_some() || value == 0,
        ) else {
            continue;
        };
        let in_piece = usize::from(last >= head);
        // What leaves the head is there while all of it runs again.
        let first = writer.map_or(0, |writer| writer + 1);
        let first = if in_piece == 1 && first <= head {
            0
        } else {
            first
        };
        lives[in_piece].push(Lifetime {
            len,
            first,
            last: last + 1,
        });
        values[in_piece].push(value);
    }
    let (in_head, in_piece) = (assign(&lives[0], apart), assign(&lives[1], apart));
    for (&value, &index) in values[0].iter().zip(&in_head.buffers) {
        of[value] = Place::Head(index);
    }
    for (&value, &index) in values[1].iter().zip(&in_piece.buffers) {
        of[value] = Place::Piece(index);
    }
    Places {
        of,
        lens: graph.lens.clone(),
        head: in_head.lens,
        piece: in_piece.lens,
    }
}

impl Step {
    /// Takes the kernel apart where it can be packed value by value, and moves to where the flat vector has `before` values
    /// fewer. The answer is how many are fewer after it.
    pub(super) fn take_apart(&mut self) -> usize {
        let kernel = self.layer.streamed_kernel();
        if kernel > 0 {
            self.apart = Some(self.weights.start);
        }
        kernel
    }
}
