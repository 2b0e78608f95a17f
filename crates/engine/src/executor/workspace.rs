//! Memory: a thread's, which nothing outlives a micro-batch in, and a shard's, which lasts from segment to segment.
//!
//! A thread's is as large as one micro-batch needs, so it stays in its own cache.

use crate::READ_AHEAD;
use crate::error::Result;
use crate::plan::{Node, Place, Plan};
use crate::workspace::{grow, grow_words};
use fashion_kernels::buffer::Buffer;
use std::ops::Range;

/// Buffers of an arena, and the words that forward passes save for backward ones, one list a node.
#[derive(Default)]
pub(crate) struct Arena {
    pub(crate) buffers: Vec<Buffer>,
    pub(crate) saved: Vec<Vec<u32>>,
}

/// Memory of a thread for the shards that it gets, one after the other.
#[derive(Default)]
pub(crate) struct Workspace {
    pub(crate) arena: Arena,
    pub(crate) scratch: Buffer,
    pub(crate) indices: Vec<u32>,
    /// Layers' own forms of weight gradients, of one segment.
    pub(crate) accumulators: Buffer,
    /// Two rows of channels of the widest normalization.
    pub(crate) channels: Vec<f32>,
}

/// The two arenas as a micro-batch sees them: images `first ..` of the shard's `images`, `count` of them.
pub(crate) struct Memory<'a> {
    pub(crate) thread: &'a mut Arena,
    pub(crate) shard: &'a mut Arena,
    pub(crate) images: usize,
    pub(crate) first: usize,
    pub(crate) count: usize,
}

impl Arena {
    fn reserve(&mut self, lens: impl ExactSizeIterator<Item = usize>) -> Result<()> {
        if self.buffers.len() < lens.len() {
            self.buffers.resize_with(lens.len(), Buffer::default);
        }
        for (buffer, len) in self.buffers.iter_mut().zip(lens) {
            grow(buffer, len + READ_AHEAD)?;
        }
        Ok(())
    }

    /// Room for the words of the nodes that save them in this arena, of `images` images.
    fn reserve_saved(
        &mut self,
        plan: &Plan,
        in_shard: bool,
        images: impl Fn(&Node) -> usize,
    ) -> Result<()> {
        self.saved.resize_with(plan.nodes.len(), Vec::new);
        let nodes = plan.nodes.iter().zip(&mut self.saved);
        for (node, saved) in nodes.filter(|(node, _)| node.saved_in_shard == in_shard) {
            grow_words(saved, node.saved_words * images(node))?;
        }
        Ok(())
    }

    /// What a shard of `images` images needs.
    pub(crate) fn reserve_shard(&mut self, plan: &Plan, images: usize) -> Result<()> {
        self.reserve(plan.places.shard.iter().map(|len| len * images))?;
        self.reserve_saved(plan, true, |_| images)
    }
}

impl Workspace {
    /// What a training step needs.
    pub(crate) fn reserve(&mut self, plan: &Plan) -> Result<()> {
        self.arena.reserve(plan.places.thread.iter().copied())?;
        (self.arena).reserve_saved(plan, false, |node| plan.segments[node.segment].micro_batch)?;
        grow(&mut self.scratch, plan.lengths.scratch)?;
        grow_words(&mut self.indices, plan.lengths.indices)?;
        self.channels.resize(2 * plan.lengths.channels, 0.0);
        grow(&mut self.accumulators, plan.lengths.accumulators)
    }
}

impl Memory<'_> {
    fn buffer(&mut self, place: Place) -> &mut Buffer {
        let arena = if place.in_shard {
            &mut *self.shard
        } else {
            &mut *self.thread
        };
        &mut arena.buffers[place.index]
    }

    /// The micro-batch's floats in the buffer of a place.
    pub(crate) fn range(&self, place: Place) -> Range<usize> {
        let start = if place.in_shard {
            self.images * place.gap + self.first * place.len
        } else {
            0
        };
        start..start + self.count * place.len
    }

    /// What lies in a place, and `more` floats after it.
    pub(crate) fn read(&self, place: Place, more: usize) -> &[f32] {
        let arena = if place.in_shard {
            &*self.shard
        } else {
            &*self.thread
        };
        let Range { start, end } = self.range(place);
        &arena.buffers[place.index][start..end + more]
    }

    /// Takes the buffer of a place out, so that it can be written while others are read; `put` brings it back.
    pub(crate) fn take(&mut self, place: Place) -> Buffer {
        std::mem::take(self.buffer(place))
    }

    pub(crate) fn put(&mut self, place: Place, buffer: Buffer) {
        *self.buffer(place) = buffer;
    }

    /// Takes the words out that node `number` saves, with the micro-batch's range of them; `put_saved` brings them back.
    pub(crate) fn take_saved(&mut self, number: usize, node: &Node) -> (Vec<u32>, Range<usize>) {
        let words = node.saved_words;
        let start = if node.saved_in_shard {
            self.first * words
        } else {
            0
        };
        let saved = std::mem::take(self.saved(number, node));
        (saved, start..start + self.count * words)
    }

    /// The words that node `number` has saved.
    pub(crate) fn read_saved(&self, number: usize, node: &Node) -> &[u32] {
        let (arena, first) = match node.saved_in_shard {
            true => (&*self.shard, self.first),
            false => (&*self.thread, 0),
        };
        let words = node.saved_words;
        &arena.saved[number][first * words..][..self.count * words]
    }

    pub(crate) fn put_saved(&mut self, number: usize, node: &Node, saved: Vec<u32>) {
        *self.saved(number, node) = saved;
    }

    fn saved(&mut self, number: usize, node: &Node) -> &mut Vec<u32> {
        let arena = if node.saved_in_shard {
            &mut *self.shard
        } else {
            &mut *self.thread
        };
        &mut arena.saved[number]
    }
}
