//! Working memory that grows as it is asked for.

use crate::error::{EngineError, Result};
use fashion_kernels::buffer::Buffer;

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

/// Makes room for `len` floats in all.
pub(crate) fn grow_floats(floats: &mut Vec<f32>, len: usize) -> Result<()> {
    (floats.try_reserve_exact(len.saturating_sub(floats.len()))).map_err(|_| out_of_memory(len))
}

/// As `grow`, of words, which stay.
pub(crate) fn grow_words(words: &mut Vec<u32>, len: usize) -> Result<()> {
    if words.len() < len {
        let more = len - words.len();
        words
            .try_reserve_exact(more)
            .map_err(|_| out_of_memory(len))?;
        words.resize(len, 0);
    }
    Ok(())
}
