//! Which pixels are garment: a threshold with hysteresis, small gaps closed, small holes filled, specks dropped.

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
                let mut visit = |j: usize| {
                    if !seen[j] {
                        seen[j] = true;
                        places.push(j as u32);
                    }
                };
                if x > 0 {
                    visit(i - 1);
                }
                if x + 1 < width {
                    visit(i + 1);
                }
                if y > 0 {
                    visit(i - width);
                }
                if y + 1 < height {
                    visit(i + width);
                }
            }
            parts.push(Part { places, bounds });
        }
        parts
    }

    /// Grown by a square of `radius`, or shrunk where `value` is false.
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

    /// All within a square of `radius` of it.
    pub fn grown(&self, radius: usize) -> Self {
        self.spread(radius, true)
    }

    /// Gaps narrower than twice the radius closed.
    pub fn closed(&self, radius: usize) -> Self {
        if radius == 0 {
            return self.clone();
        }
        self.spread(radius, true).spread(radius, false)
    }

    /// Bridges and specks narrower than twice the radius removed.
    pub fn opened(&self, radius: usize) -> Self {
        if radius == 0 {
            return self.clone();
        }
        self.spread(radius, false).spread(radius, true)
    }

    /// Leaves of bridges and streaks narrower than twice the radius what lies near the rest.
    pub fn cut_streaks(&mut self, radius: usize) {
        let near = self.opened(radius).grown(2 * radius);
        self.data
            .iter_mut()
            .zip(&near.data)
            .for_each(|(is, near)| *is &= near);
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
