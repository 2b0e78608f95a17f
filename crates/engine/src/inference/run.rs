//! Images on their way through the steps: the head a few at a time, the tail for a whole piece.

use super::Inference;
use super::source::Source;
use super::steps::{Place, Step};
use crate::error::Result;
use crate::layers::Inputs;
use crate::workspace::grow;
use fashion_kernels::buffer::Buffer;
use std::ops::Range;

/// Memory of one thread.
#[derive(Default)]
pub(super) struct Workspace {
    head: Vec<Buffer>,
    piece: Vec<Buffer>,
    scratch: Buffer,
}

/// The images that a step works on: `first ..` of the piece, `count` of them.
#[derive(Clone, Copy)]
struct Images {
    first: usize,
    count: usize,
}

impl Images {
    /// Their floats of a value of `len` floats in a place.
    fn range(&self, place: Place, len: usize) -> Range<usize> {
        let first = if let Place::Head(_) = place {
            0
        } else {
            self.first
        };
        first * len..(first + self.count) * len
    }
}

impl Inference {
    /// Memory for `workers` threads and pieces of `piece` images.
    pub(super) fn reserve(&mut self, workers: usize, piece: usize) -> Result<()> {
        if self.workspaces.len() < workers {
            self.workspaces.resize_with(workers, Workspace::default);
        }
        let few = self.few.min(piece);
        let scratch = self.steps.iter().map(|step| step.layer.scratch_len());
        let scratch = scratch.max().unwrap_or(0);
        for workspace in &mut self.workspaces {
            for (buffers, lens, images) in [
                (&mut workspace.head, &self.places.head, few),
                (&mut workspace.piece, &self.places.piece, piece),
            ] {
                buffers.resize_with(lens.len(), Buffer::default);
                for (buffer, len) in buffers.iter_mut().zip(lens) {
                    grow(buffer, len * images)?;
                }
            }
            grow(&mut workspace.scratch, scratch)?;
        }
        Ok(())
    }

    /// Outputs, without the activation at the very end, of images `start ..` of a source, as many as `out` has room for.
    pub(super) fn run(
        &self,
        memory: &mut Workspace,
        source: &dyn Source,
        start: usize,
        out: &mut [f32],
    ) {
        let count = out.len() / self.output_len;
        let (head, tail) = self.steps.split_at(self.head);
        for first in (0..count).step_by(self.few) {
            let images = Images {
                first,
                count: self.few.min(count - first),
            };
            self.gather(memory, images, source, start, out);
            for (number, step) in head.iter().enumerate() {
                self.step(memory, number, step, images, out);
            }
        }
        for (number, step) in tail.iter().enumerate() {
            let images = Images { first: 0, count };
            self.step(memory, self.head + number, step, images, out);
        }
    }

    fn gather(
        &self,
        memory: &mut Workspace,
        images: Images,
        source: &dyn Source,
        start: usize,
        out: &mut [f32],
    ) {
        let place = self.places.of[0];
        let range = images.range(place, self.input_len);
        let input = match place {
            Place::Head(index) => &mut memory.head[index][range],
            Place::Piece(index) => &mut memory.piece[index][range],
            Place::Output => &mut out[range],
            Place::Nowhere => return,
        };
        source.gather(
            start + images.first,
            self.input_len,
            &self.preprocessing,
            input,
        );
    }

    fn step(
        &self,
        memory: &mut Workspace,
        number: usize,
        step: &Step,
        images: Images,
        out: &mut [f32],
    ) {
        let place = self.places.of[step.output];
        let range = images.range(place, self.places.lens[step.output]);
        // The buffer is taken out, so that others can be read meanwhile.
        let mut taken = match place {
            Place::Head(index) => std::mem::take(&mut memory.head[index]),
            Place::Piece(index) => std::mem::take(&mut memory.piece[index]),
            Place::Output | Place::Nowhere => Buffer::default(),
        };
        let Workspace {
            head,
            piece,
            scratch,
        } = memory;
        let read = |index: usize| {
            let value = step.inputs[index];
            let place = self.places.of[value];
            let range = images.range(place, self.places.lens[value]);
            match place {
                Place::Head(index) => &head[index][range],
                Place::Piece(index) => &piece[index][range],
                Place::Output | Place::Nowhere => &[],
            }
        };
        let inputs = Inputs {
            count: step.inputs.len(),
            read: &read,
        };
        let y = match place {
            Place::Output => &mut out[range],
            _ => &mut taken[range],
        };
        (step.layer).forward(images.count, &self.packed[number], &inputs, y, scratch);
        match place {
            Place::Head(index) => memory.head[index] = taken,
            Place::Piece(index) => memory.piece[index] = taken,
            Place::Output | Place::Nowhere => {}
        }
    }
}
