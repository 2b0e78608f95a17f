//! When values and gradients are used: the moments of a step at which nodes write and read them.

use super::Segment;
use super::nodes::{Node, Op};
use crate::graph::ValueId;

/// Where and when a tensor is used: in which segment, at which of its moments, forward or backward.
#[derive(Clone, Copy)]
pub(super) struct Use {
    pub(super) segment: usize,
    pub(super) moment: usize,
    pub(super) backward: bool,
}

/// A step as a sequence of moments: node `i` of a segment of `n` runs forward at `i`, the loss at `n`, and node `i` backward
/// at `2n − i`.
pub(super) struct Clock<'a> {
    pub(super) nodes: &'a [Node],
    pub(super) segments: &'a [Segment],
}

impl Clock<'_> {
    pub(super) fn of(&self, node: usize, backward: bool) -> Use {
        let segment = self.nodes[node].segment;
        let range = &self.segments[segment].nodes;
        let (n, i) = (range.len(), node - range.start);
        Use {
            segment,
            moment: if backward { 2 * n - i } else { i },
            backward,
        }
    }

    pub(super) fn loss(&self) -> Use {
        let segment = self.segments.len() - 1;
        Use {
            segment,
            moment: self.segments[segment].nodes.len(),
            backward: false,
        }
    }

    /// Segments forward, then backward; the last one does both in one.
    pub(super) fn phase(&self, at: Use) -> usize {
        let last = self.segments.len() - 1;
        if at.backward {
            2 * last - at.segment
        } else {
            at.segment
        }
    }
}

/// From the node that writes a value to those that read it, forward and backward.
pub(super) fn value_uses(clock: &Clock, value: ValueId, output: ValueId) -> Vec<Use> {
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
        let [_, reads_output] = node.reads_back;
        let (is_input, is_output) = (node.inputs.contains(&value), node.output == value);
        if is_input || is_output && node.writes() {
            uses.push(clock.of(index, false));
        }
        if node.reads_input_back(value) || is_output && node.writes() && reads_output {
            uses.push(clock.of(index, true));
        }
    }
    if value == output && !uses.is_empty() {
        uses.push(clock.loss());
    }
    uses
}

/// From the node that first writes a value's gradient, or the loss, to the node that reads it.
pub(super) fn gradient_uses(clock: &Clock, value: ValueId, output: ValueId) -> Vec<Use> {
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
