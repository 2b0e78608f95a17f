//! Which pixels are garment: a threshold with hysteresis, connected parts, small holes filled.
//!
//! `morphology.rs` grows, closes and opens masks.

use super::plane::Plane;
use super::window;

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

/// A connected part of a mask (neighbours at the sides).
#[derive(Debug, Clone)]
pub struct Part {
    /// Places of its pixels.
    pub places: Vec<u32>,
    /// Left, top, right, bottom, the last two exclusive.
    pub bounds: [usize; 4],
}

impl Mask {
    /// Where `map` is above `low`, in parts that somewhere are above `high`.
    pub fn hysteresis(map: &Plane, low: f32, high: f32) -> Self {
        let weak = Self {
            width: map.width,
            height: map.height,
            data: map.data.iter().map(|&d| d > low).collect(),
        };
        let mut strong = Self {
            data: vec![false; weak.data.len()],
            ..weak
        };
        for part in weak.parts(true) {
            if part.places.iter().any(|&i| map.data[i as usize] > high) {
                part.places
                    .iter()
                    .for_each(|&i| strong.data[i as usize] = true);
            }
        }
        strong
    }

    /// Connected parts of what is `value`, in the order of their first pixels.
    pub fn parts(&self, value: bool) -> Vec<Part> {
        let (width, height) = (self.width, self.height);
        let mut seen: Vec<bool> = self.data.iter().map(|&is| is != value).collect();
        let mut parts = Vec::new();
        for start in 0..seen.len() {
            if seen[start] {
                continue;
            }
            seen[start] = true;
            let mut places = vec![start as u32];
            let mut bounds = [width, height, 0, 0];
            let mut next = 0;
            while next < places.len() {
                let i = places[next] as usize;
                next += 1;
                let (x, y) = (i % width, i / width);
                bounds = [
                    bounds[0].min(x),
                    bounds[1].min(y),
                    bounds[2].max(x + 1),
                    bounds[3].max(y + 1),
                ];
                window::neighbours(i, width, height, |j| {
                    if !seen[j] {
                        seen[j] = true;
                        places.push(j as u32);
                    }
                });
            }
            parts.push(Part { places, bounds });
        }
        parts
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
            if !open && hole.places.len() < most {
                hole.places
                    .iter()
                    .for_each(|&i| self.data[i as usize] = true);
            }
        }
    }
}
