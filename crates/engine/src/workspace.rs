//! Memory of a thread for the lanes that it gets, one after the other: nothing in it lasts from one lane to the next.
//!
//! It is as large as one micro-batch needs, so it stays in the thread's own cache.

use crate::error::{EngineError, Result};
use crate::plan::Plan;
use fashion_kernels::buffer::Buffer;
use fashion_kernels::conv2d::Conv2d;

/// Values of some images: the floats that nodes write, and their notes.
#[derive(Default)]
pub(crate) struct Values {
    pub(crate) floats: Buffer,
    pub(crate) notes: Vec<u32>,
    /// Images that there is room for.
    pub(crate) images: usize,
}

#[derive(Default)]
pub(crate) struct Workspace {
    /// What nodes keep, where the lane does not.
    pub(crate) values: Values,
    /// What is only passed on.
    pub(crate) passing: Buffer,
    pub(crate) gradients: [Buffer; 2],
    pub(crate) scratch: Buffer,
    pub(crate) indices: Vec<u32>,
    /// Layers' own forms of weight gradients, of one segment.
    pub(crate) sums: Buffer,
    /// Two rows of channels of the widest normalization.
    pub(crate) channels: Vec<f32>,
}

fn out_of_memory(len: usize) -> EngineError {
    EngineError::out_of_memory("working memory", len)
}

/// Makes `buffer` at least `len` floats long; what it held is lost when it grows.
pub(crate) fn grow(buffer: &mut Buffer, len: usize) -> Result<()> {
    if buffer.len() < len {
        *buffer = Buffer::default();
        *buffer = Buffer::zeroed(len).map_err(|_| out_of_memory(len))?;
    }
    Ok(())
}

fn grow_words(words: &mut Vec<u32>, len: usize) -> Result<()> {
    if words.len() < len {
        let more = len - words.len();
        words
            .try_reserve_exact(more)
            .map_err(|_| out_of_memory(len))?;
        words.resize(len, 0);
    }
    Ok(())
}

impl Values {
    /// Room for `images` images; slots move when it grows.
    pub(crate) fn reserve(&mut self, plan: &Plan, images: usize) -> Result<()> {
        if self.images < images {
            grow(&mut self.floats, plan.lengths.kept * images + Conv2d::SLACK)?;
            grow_words(&mut self.notes, plan.lengths.notes * images)?;
            self.images = images;
        }
        Ok(())
    }
}

impl Workspace {
    /// What every pass needs.
    pub(crate) fn reserve(&mut self, plan: &Plan) -> Result<()> {
        self.values.reserve(plan, plan.micro_batch)?;
        grow(&mut self.passing, plan.lengths.passing + Conv2d::SLACK)?;
        grow(&mut self.scratch, plan.lengths.scratch)?;
        grow_words(&mut self.indices, plan.lengths.indices)
    }

    /// What training needs besides.
    pub(crate) fn reserve_training(&mut self, plan: &Plan) -> Result<()> {
        for buffer in &mut self.gradients {
            grow(buffer, plan.lengths.gradient + Conv2d::SLACK)?;
        }
        self.channels.resize(2 * plan.lengths.channels, 0.0);
        grow(&mut self.sums, plan.lengths.sums)
    }
}
