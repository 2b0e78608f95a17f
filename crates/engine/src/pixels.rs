//! Images as they come in, and the numbers that a model sees of them.

use fashion_kernels::rescale;

/// Images one behind the other, bytes or floats.
#[derive(Clone, Copy)]
pub enum Pixels<'a> {
    /// 0 … 255.
    U8(&'a [u8]),
    /// Any numbers, in the units of training.
    F32(&'a [f32]),
}

/// `x·scale + offset`, as images are gathered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rescale {
    pub(crate) scale: f32,
    pub(crate) offset: f32,
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

    /// Copies them to `out`, rescaled; a byte v is the float v.
    pub(crate) fn gather(&self, rescalings: &[Rescale], out: &mut [f32]) {
        let rest = match (self, rescalings) {
            (Pixels::U8(data), [first, rest @ ..]) => {
                rescale::u8_to_scaled(data, out, first.scale, first.offset);
                rest
            }
            (Pixels::U8(data), []) => {
                rescale::u8_to_f32(data, out);
                rescalings
            }
            (Pixels::F32(data), _) => {
                out.copy_from_slice(data);
                rescalings
            }
        };
        for rescaling in rest {
            rescale::scale_offset(out, rescaling.scale, rescaling.offset);
        }
    }
}
