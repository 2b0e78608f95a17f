//! How the nodes are cut in segments, how many images go through one together, and where every slot lies.

use super::{Node, Plan, Segment, pieces::cut};
use crate::error::Result;
use crate::fuse::Role;
use crate::layout::too_large;
use crate::product::Product;
use crate::spec::LayerKind;
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

/// Floats that a buffer has at most.
const MOST_FLOATS: usize = 1 << 28;

impl Plan {
    /// Cuts the nodes and gives every buffer its place and length.
    pub(super) fn lay_out(&mut self) -> Result<()> {
        self.cut();
        self.mark_kept();
        self.place_slots()?;
        self.measure();
        self.find_products();
        self.check_size()
    }

    /// Cuts the nodes behind all statistics.
    fn cut(&mut self) {
        let mut first = 0;
        for index in 0..self.nodes.len() {
            if matches!(self.nodes[index].role, Role::Statistics { .. }) {
                self.segments.push(self.segment(first..index + 1));
                first = index + 1;
            }
        }
        self.segments.push(self.segment(first..self.nodes.len()));
        self.micro_batch = (self.segments.iter())
            .map(|segment| segment.micro_batch)
            .min()
            .unwrap_or(MICRO_BATCH.start)
            .max(2 * MICRO_BATCH.start);
    }

    fn segment(&self, nodes: Range<usize>) -> Segment {
        let (mut floats, mut least) = (0, MICRO_BATCH.start);
        for node in &self.nodes[nodes.clone()] {
            if node.from != node.to {
                floats += self.slots[node.to].len;
            }
            let dense = matches!(self.spec.layers[node.layer].kind, LayerKind::Dense(_));
            if dense && node.weights.len() > WIDE_WEIGHTS {
                least = WIDE_MICRO_BATCH;
            }
        }
        let from = self.nodes.get(nodes.start).map_or(0, |node| node.from);
        floats += self.slots[from].len;
        let images = (MICRO_BATCH_FLOATS / floats.max(1)).max(1);
        Segment {
            nodes,
            micro_batch: (1 << images.ilog2()).clamp(least, MICRO_BATCH.end),
        }
    }

    /// A tensor that ends a segment, and the last of all, must outlive a micro-batch.
    fn mark_kept(&mut self) {
        for node in &self.nodes {
            if let Role::Statistics { .. } = node.role {
                self.slots[node.from].passing = false;
                self.lengths.boundary = self.lengths.boundary.max(self.slots[node.from].len);
            }
        }
        if let Some(last) = self.slots.last_mut() {
            last.passing = false;
        }
    }

    /// Slots one behind the other, in two memories: what is kept, and what is passed on, which does not outlive its segment.
    fn place_slots(&mut self) -> Result<()> {
        let mut first = 0;
        for segment in &self.segments {
            let last = self.nodes[..segment.nodes.end].last();
            let end = last.map_or(0, |node| node.to) + 1;
            let mut passing = 0;
            for slot in &mut self.slots[first..end] {
                let total = if slot.passing {
                    &mut passing
                } else {
                    &mut self.lengths.kept
                };
                slot.start = *total;
                *total += slot.len;
                if *total >= MOST_FLOATS {
                    return Err(too_large("buffers"));
                }
            }
            let lengths = &mut self.lengths;
            let images = segment.micro_batch.max(self.micro_batch);
            lengths.passing = lengths.passing.max(passing.saturating_mul(images));
            // What a segment reads first, the one before has written.
            let slots = self.slots[first.saturating_sub(1)..end].iter();
            let longest = slots.map(|slot| slot.len).max().unwrap_or(0);
            let gradient = longest.saturating_mul(segment.micro_batch);
            lengths.gradient = lengths.gradient.max(gradient);
            first = end;
        }
        Ok(())
    }

    /// What the layers ask for besides.
    fn measure(&mut self) {
        let lengths = &mut self.lengths;
        for segment in &self.segments {
            let mut sums = 0;
            for node in &self.nodes[segment.nodes.clone()] {
                if let Role::Layer(layer) = &node.role {
                    lengths.scratch = lengths.scratch.max(layer.scratch_len());
                    lengths.indices = lengths.indices.max(layer.indices_len());
                    sums += layer.sums_len();
                }
            }
            lengths.sums = lengths.sums.max(sums);
        }
    }

    /// What is a product over the batch, and how the weights are cut for it.
    fn find_products(&mut self) {
        for segment in &self.segments {
            for node in &mut self.nodes[segment.nodes.clone()] {
                if let Role::Layer(layer) = &node.role
                    && let Some([features, units]) = layer.product()
                {
                    let start = node.weights.start;
                    let product = Product {
                        features,
                        units,
                        kernel: start..start + features * units,
                        offset: self.lengths.rows,
                        block: segment.micro_batch,
                    };
                    self.lengths.rows += product.len();
                    node.product = Some(self.products.len());
                    self.products.push(product);
                }
            }
        }
        self.pieces = cut(self.layout.parameters, &self.products);
    }

    fn check_size(&self) -> Result<()> {
        let packed: usize = self.nodes.iter().map(Node::packed_len).sum();
        if packed >= 1 << 29 {
            return Err(too_large("buffers"));
        }
        (self.lengths.kept.checked_mul(WIDE_MICRO_BATCH))
            .and_then(|kept| kept.checked_add(self.lengths.passing))
            .filter(|&n| n < 1 << 30)
            .map(|_| ())
            .ok_or_else(|| too_large("activations"))
    }
}
