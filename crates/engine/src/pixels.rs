//! Images as they come in.

/// Images one behind the other, bytes or floats.
#[derive(Clone, Copy)]
pub enum Pixels<'a> {
    /// 0 … 255.
    U8(&'a [u8]),
    /// Any numbers, in the units of training.
    F32(&'a [f32]),
}

impl<'a> Pixels<'a> {
    /// Number of values.
    pub fn len(&self) -> usize {
        match self {
            Pixels::U8(data) => data.len(),
            Pixels::F32(data) => data.len(),
        }
    }

    /// Without a value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values from `start` on, `len` of them.
    pub(crate) fn part(&self, start: usize, len: usize) -> Pixels<'a> {
        match self {
            Pixels::U8(data) => Pixels::U8(&data[start..start + len]),
            Pixels::F32(data) => Pixels::F32(&data[start..start + len]),
        }
    }
}
