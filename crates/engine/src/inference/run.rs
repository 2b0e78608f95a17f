//! Images on their way through the steps: the head a few at a time, so that they stay in cache, what is dense for a whole
//! piece, so that its weights are read once.
//!
//! Values lie in two buffers that steps read and write in turn.

use super::steps::{Step, Work};
use super::{Inference, PIECE};
use crate::error::Result;
use crate::pixels::Pixels;
use crate::workspace::grow;
use fashion_kernels::{
    batch_norm, batch_norm::Channels, buffer::Buffer, conv2d::store::Epilogue, gemm, gemm::Start,
    rescale,
};

/// Floats of the longest input and output of a step that stay in a second-level cache of 1 MiB beside its weights.
const FEW_FLOATS: usize = 48 * 1024;

/// Memory of one thread.
#[derive(Default)]
pub(super) struct Workspace {
    values: [Buffer; 2],
    /// What leaves the head, for all images of a piece; then every other step's behind it.
    between: Buffer,
    scratch: Buffer,
}

/// Images that go through `head` together.
pub(super) fn few(input_len: usize, head: &[Step]) -> usize {
    let longest = head.iter().map(|step| step.input_len + step.output_len);
    let floats = longest.max().unwrap_or(input_len).max(1);
    (FEW_FLOATS / floats).clamp(1, PIECE)
}

impl Inference {
    /// Memory for `workers` threads and pieces of `piece` images.
    pub(super) fn reserve(&mut self, workers: usize, piece: usize) -> Result<()> {
        if self.workspaces.len() < workers {
            self.workspaces.resize_with(workers, Workspace::default);
        }
        let (head, tail) = self.steps.split_at(self.head);
        let longest = |steps: &[Step], first: usize| {
            let lengths = steps.iter().map(|step| step.output_len);
            lengths.fold(first, usize::max)
        };
        let few = self.few.min(piece);
        let boundary = head.last().map_or(self.input_len, |step| step.output_len);
        let values = (few * longest(head, self.input_len)).max(piece * longest(tail, 0));
        let scratch = self.steps.iter().map(Step::scratch_len).max().unwrap_or(0);
        for workspace in &mut self.workspaces {
            for buffer in &mut workspace.values {
                grow(buffer, values)?;
            }
            grow(&mut workspace.between, piece * longest(tail, boundary))?;
            grow(&mut workspace.scratch, scratch)?;
        }
        Ok(())
    }

    /// Outputs of `count` images, of one piece.
    pub(super) fn run(
        &self,
        memory: &mut Workspace,
        count: usize,
        pixels: Pixels,
        out: &mut [f32],
    ) {
        let Workspace {
            values: [a, b],
            between,
            scratch,
        } = memory;
        let (head, tail) = self.steps.split_at(self.head);
        let boundary = head.last().map_or(self.input_len, |step| step.output_len);
        for first in (0..count).step_by(self.few) {
            let images = self.few.min(count - first);
            let part = pixels.part(first * self.input_len, images * self.input_len);
            let target = if tail.is_empty() {
                &mut out[first * boundary..(first + images) * boundary]
            } else {
                &mut between[first * boundary..(first + images) * boundary]
            };
            if head.is_empty() {
                part.gather(&self.gather, target);
            } else {
                part.gather(&self.gather, &mut a[..images * self.input_len]);
                self.chain(0, head, images, [&mut a[..], &mut b[..]], target, scratch);
            }
        }
        if !tail.is_empty() {
            let values = [&mut between[..], &mut a[..]];
            self.chain(self.head, tail, count, values, out, scratch);
        }
        self.output.forward(self.columns, out);
    }

    /// `steps`, the first of them number `number`, from the first of `values` to `out`.
    fn chain(
        &self,
        number: usize,
        steps: &[Step],
        count: usize,
        [mut from, mut to]: [&mut [f32]; 2],
        out: &mut [f32],
        scratch: &mut [f32],
    ) {
        let last = steps.len() - 1;
        for (index, step) in steps.iter().enumerate() {
            let x = &from[..count * step.input_len];
            let y = if index == last {
                &mut *out
            } else {
                &mut to[..count * step.output_len]
            };
            self.step(number + index, step, count, x, y, scratch);
            std::mem::swap(&mut from, &mut to);
        }
    }

    fn step(
        &self,
        number: usize,
        step: &Step,
        count: usize,
        x: &[f32],
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        let packed = &*self.packed[number];
        match &step.work {
            Work::Conv(conv) => {
                let (panels, rest) = packed.split_at(conv.packed_len());
                let (bias, norm) = rest.split_at(conv.conv.filters);
                let epilogue = Epilogue {
                    bias: Some(bias),
                    norm: step.normalises_sums().then(|| channels(norm)),
                    relu: false,
                };
                conv.run(count, x, panels, epilogue, y, &mut [], scratch);
            }
            Work::Dense {
                features,
                units,
                activation,
            } => {
                let (k, n) = (*features, *units);
                let (panels, bias) = packed.split_at(gemm::packed_len(k, n));
                gemm::gemm(count, n, k, x, k, panels, Start::Bias(bias), y, n);
                activation.forward(n, y);
            }
            Work::Pool(pool) => {
                let images = x.chunks_exact(step.input_len);
                for (x, y) in images.zip(y.chunks_exact_mut(step.output_len)) {
                    pool.infer(x, y);
                }
            }
            Work::Affine { relu } => {
                batch_norm::normalise(x, channels(packed), *relu, y);
            }
            Work::Rescale(rescaling) => {
                y.copy_from_slice(x);
                rescale::scale_offset(y, rescaling.scale, rescaling.offset);
            }
            Work::Activation {
                activation,
                columns,
            } => {
                y.copy_from_slice(x);
                activation.forward(*columns, y);
            }
        }
    }
}

/// Mean, scale and offset, one row each.
fn channels(rows: &[f32]) -> Channels<'_> {
    let mut rows = rows.chunks_exact(rows.len() / 3);
    let [mean, scale, offset] = std::array::from_fn(|_| rows.next().unwrap_or(&[]));
    Channels {
        mean,
        inverse: scale,
        scale,
        offset,
    }
}
