//! Morphology of masks with squares: dilation, closing, opening.

use super::mask::Mask;
use super::window;

impl Mask {
    /// Dilated by a square of `radius`, or eroded where `value` is false. Pixels outside of the mask do not count.
    fn spread(&self, radius: usize, value: bool) -> Self {
        let data = window::joined(&self.data, self.width, radius, |to, other| {
            for (is, &other) in to.iter_mut().zip(other) {
                *is = if value { *is | other } else { *is & other };
            }
        });
        Self { data, ..*self }
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
