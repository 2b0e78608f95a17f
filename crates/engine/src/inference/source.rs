//! Where the images of a call come from.

use crate::dataset::Dataset;
use crate::pixels::Pixels;
use crate::preprocessing::Preprocessing;

/// Images by number. A trait, so that the file that only predicts has no data sets.
pub(crate) trait Source: Sync {
    /// Fills `out` with images `first ..`, each of `len` values.
    fn gather(&self, first: usize, len: usize, preprocessing: &Preprocessing, out: &mut [f32]);
}

/// One after the other.
impl Source for Pixels<'_> {
    fn gather(&self, first: usize, len: usize, preprocessing: &Preprocessing, out: &mut [f32]) {
        for (index, out) in (first..).zip(out.chunks_exact_mut(len)) {
            preprocessing.run(None, self.part(index * len, len), out, &mut []);
        }
    }
}

/// Those of a data set that are asked for.
pub(crate) struct Chosen<'a> {
    pub(crate) dataset: &'a Dataset,
    pub(crate) indices: &'a [u32],
}

impl Source for Chosen<'_> {
    fn gather(&self, first: usize, len: usize, preprocessing: &Preprocessing, out: &mut [f32]) {
        let indices = &self.indices[first..first + out.len() / len];
        self.dataset.prefetch(indices);
        for (&index, image) in indices.iter().zip(out.chunks_exact_mut(len)) {
            let pixels = self.dataset.images(index as usize, 1);
            preprocessing.run(None, pixels, image, &mut []);
        }
    }
}
