//! Morphology of masks with squares: dilation, closing, opening.

use super::mask::Mask;

impl Mask {
    /// Dilated by a square of `radius`, or eroded where `value` is false. Pixels outside of the mask do not count.
    fn spread(&self, radius: usize, value: bool) -> Self {
        let (width, height) = (self.width, self.height);
        let join = |to: &mut [bool], other: &[bool]| {
            for (is, &other) in to.iter_mut().zip(other) {
                *is = if value { *is | other } else { *is & other };
            }
        };
        let mut across = self.clone();
        for shift in 1..=radius.min(width - 1) {
            for (row, out) in self
                .data
                .chunks_exact(width)
                .zip(across.data.chunks_exact_mut(width))
            {
                join(&mut out[shift..], &row[..width - shift]);
                join(&mut out[..width - shift], &row[shift..]);
            }
        }
        let mut result = across.clone();
        for shift in 1..=radius.min(height - 1) {
            let rows = shift * width;
            let length = across.data.len();
            join(&mut result.data[rows..], &across.data[..length - rows]);
            join(&mut result.data[..length - rows], &across.data[rows..]);
        }
        result
    }

    /// Dilation: true where any pixel of a square of `radius` around is.
    pub fn grown(&self, radius: usize) -> Self {
        self.spread(radius, true)
    }

    /// Closing, a dilation and an erosion: gaps of at most twice the radius are filled.
    pub fn closed(&self, radius: usize) -> Self {
        if radius == 0 {
            return self.clone();
        }
        self.spread(radius, true).spread(radius, false)
    }

    /// Opening, an erosion and a dilation: bridges and specks of at most twice the radius are removed.
    pub fn opened(&self, radius: usize) -> Self {
        if radius == 0 {
            return self.clone();
        }
        self.spread(radius, false).spread(radius, true)
    }

    /// Cuts bridges and streaks, which an opening by `radius` removes, down to what lies within twice the radius of the rest.
    pub fn cut_streaks(&mut self, radius: usize) {
        let near = self.opened(radius).grown(2 * radius);
        self.data
            .iter_mut()
            .zip(&near.data)
            .for_each(|(is, near)| *is &= near);
    }
}
