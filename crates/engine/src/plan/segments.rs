//! How the nodes are cut in segments, and how many images go through one together.
//!
//! Segments are depths: how many joins of the batch lie before a node. All normalizations of one depth share a join, so
//! that of a projection shortcut costs none of its own. Normalising waits for the segment that first reads it: what it
//! would leave there for another segment would have to be kept.

use super::PlanNorm;
use super::nodes::{Node, Op};
use crate::graph::ValueId;
use std::ops::Range;

/// Floats of values that go through a segment together: so many images stay in a second-level cache of 1 MiB, with their
/// gradients and the layers' scratch.
const MICRO_BATCH_FLOATS: usize = 48 * 1024;

/// Least and most images of a micro-batch.
const MICRO_BATCH: Range<usize> = 2..32;

/// Images of a micro-batch when a dense layer's weights would leave the cache between micro-batches.
const WIDE_MICRO_BATCH: usize = 16;

/// Floats of dense weights (half of a 1 MiB second-level cache) from which micro-batches are wide.
const WIDE_WEIGHTS: usize = 128 * 1024;

/// Nodes between two joins of the batch.
pub(crate) struct Segment {
    pub(crate) nodes: Range<usize>,
    /// Images that go through it together.
    pub(crate) micro_batch: usize,
    /// Normalizations whose statistics end it.
    pub(crate) statistics: Vec<usize>,
    /// Normalizations that are applied in it.
    pub(crate) normalised: Vec<usize>,
}

/// Sorts the nodes by segment and cuts them.
pub(super) fn cut(
    nodes: &mut Vec<Node>,
    norms: &mut [PlanNorm],
    lens: &[usize],
    output: ValueId,
) -> Vec<Segment> {
    find_depths(nodes, lens.len(), output);
    let count = nodes.iter().map(|node| node.segment + 1).max().unwrap_or(1);
    let mut unsorted: Vec<Option<Node>> = nodes.drain(..).map(Some).collect();
    for number in 0..count {
        let of_segment = |node: &mut Option<Node>| node.take_if(|node| node.segment == number);
        nodes.extend(unsorted.iter_mut().filter_map(of_segment));
    }
    let mut segments: Vec<Segment> = (0..count)
        .map(|number| {
            let first = nodes.partition_point(|node| node.segment < number);
            let end = nodes.partition_point(|node| node.segment <= number);
            segment(nodes, first..end, lens)
        })
        .collect();
    for (number, node) in nodes.iter().enumerate() {
        let segment = &mut segments[node.segment];
        match node.op {
            Op::Statistics { norm } => {
                norms[norm].statistics_slot = segment.statistics.len();
                segment.statistics.push(norm);
            }
            Op::Normalise { norm, pools, .. } => {
                norms[norm].pooled = pools.map(|image| (number, image));
                norms[norm].normalise_slot = segment.normalised.len();
                segment.normalised.push(norm);
            }
            _ => {}
        }
    }
    segments
}

/// A segment without nodes, after all others.
pub(super) fn empty(nodes: &[Node], lens: &[usize]) -> Segment {
    segment(nodes, nodes.len()..nodes.len(), lens)
}

fn find_depths(nodes: &mut [Node], values: usize, output: ValueId) {
    let mut depths = vec![0; values];
    let mut last = 0;
    for node in nodes.iter_mut() {
        // The join is between the statistics, of the first input, and normalising it; what is added is only waited for.
        let joins = usize::from(matches!(node.op, Op::Normalise { .. }));
        let first = node.inputs.first().map_or(0, |&value| depths[value]);
        let inputs = node.inputs.iter().map(|&value| depths[value]);
        node.segment = inputs.max().unwrap_or(0).max(first + joins);
        if node.writes() {
            depths[node.output] = node.segment;
        }
        last = last.max(node.segment);
    }
    for index in (0..nodes.len()).rev() {
        if let Op::Normalise { .. } = nodes[index].op {
            let value = nodes[index].output;
            let readers = nodes.iter().filter(|node| node.inputs.contains(&value));
            let first = readers.map(|node| node.segment).min();
            let at_end = (value == output).then_some(last);
            nodes[index].segment = first.into_iter().chain(at_end).min().unwrap_or(last);
        }
    }
}

fn segment(nodes: &[Node], range: Range<usize>, lens: &[usize]) -> Segment {
    let own = &nodes[range.clone()];
    let (mut floats, mut least) = (0, MICRO_BATCH.start);
    let mut read: Vec<ValueId> = Vec::new();
    for node in own {
        if node.writes() {
            floats += lens[node.output];
        }
        // As if the sum, or the pooling, were a node of its own: how many images go together, and with it the order in
        // which their gradients are added, is not to depend on what is done in one pass.
        floats += match node.op {
            Op::Normalise { adds: true, .. } | Op::Normalise { pools: Some(_), .. } => {
                lens[node.inputs[0]]
            }
            _ => 0,
        };
        for &value in &node.inputs {
            let inside = own.iter().any(|node| node.writes() && node.output == value);
            if !inside && !read.contains(&value) {
                read.push(value);
            }
        }
        let is_dense = matches!(&node.op, Op::Layer(layer) if layer.batch_gemm().is_some());
        if is_dense && node.weights.len() > WIDE_WEIGHTS {
            least = WIDE_MICRO_BATCH;
        }
    }
    if own.is_empty() {
        read.push(0);
    }
    floats += read.iter().map(|&value| lens[value]).sum::<usize>();
    let images = (MICRO_BATCH_FLOATS / floats.max(1)).max(1);
    Segment {
        nodes: range,
        micro_batch: (1 << images.ilog2()).clamp(least, MICRO_BATCH.end),
        statistics: Vec::new(),
        normalised: Vec::new(),
    }
}
