//! Which pixels are garment: a threshold with hysteresis, small holes filled.
//!
//! `parts.rs` finds what is connected; `morphology.rs` grows, closes and opens masks.

use super::plane::Plane;

/// True where there is garment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `height × width` answers.
    pub data: Vec<bool>,
}

impl Mask {
    /// Where `map` is above `low`, in parts that somewhere are above `high`.
    pub fn hysteresis(map: &Plane, low: f32, high: f32) -> Self {
        let weak = Self {
            width: map.width,
            height: map.height,
            data: map.data.iter().map(|&d| d > low).collect(),
        };
        weak.parts_where(|i| map.data[i] > high)
    }

    /// Leaves out what lies outside of left, top, right, bottom.
    pub fn keep(&mut self, [left, top, right, bottom]: [usize; 4]) {
        for (i, is) in self.data.iter_mut().enumerate() {
            let (x, y) = (i % self.width, i / self.width);
            *is &= (left..right).contains(&x) && (top..bottom).contains(&y);
        }
    }

    /// Pixels of it.
    pub fn count(&self) -> usize {
        self.data.iter().filter(|&&is| is).count()
    }

    /// Holes of less than `most` pixels filled.
    pub fn fill_holes(&mut self, most: usize) {
        let (width, height) = (self.width, self.height);
        for hole in self.parts(false) {
            let [left, top, right, bottom] = hole.bounds;
            let open = left == 0 || top == 0 || right == width || bottom == height;
            if !open && hole.count < most {
                self.set(&hole, true);
            }
        }
    }
}
