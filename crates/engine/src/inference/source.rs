//! Where the images of a call come from.

use crate::dataset::Dataset;
use crate::pixels::{Pixels, Rescale};

/// Images by number.
pub(crate) enum Source<'a> {
    /// One after the other.
    Pixels(Pixels<'a>),
    /// Those of a data set that are asked for.
    Dataset(&'a Dataset, &'a [u32]),
}

impl Source<'_> {
    /// Fills `out` with images `first ..`, each of `len` values.
    pub(super) fn gather(
        &self,
        first: usize,
        len: usize,
        preprocessing: &[Rescale],
        out: &mut [f32],
    ) {
        match self {
            Source::Pixels(pixels) => {
                let part = pixels.part(first * len, out.len());
                part.gather(preprocessing, out);
            }
            Source::Dataset(dataset, indices) => {
                let indices = &indices[first..first + out.len() / len];
                dataset.touch(indices);
                for (&index, image) in indices.iter().zip(out.chunks_exact_mut(len)) {
                    dataset.gather(index, preprocessing, image);
                }
            }
        }
    }
}
