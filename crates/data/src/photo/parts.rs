//! Connected parts of a mask, found run by run: a run is what of a row hangs together, and joins those above that it touches.

use super::mask::Mask;
use std::ops::Range;

/// A connected part of a mask (neighbours at the sides).
#[derive(Debug, Clone)]
pub struct Part {
    /// Its pixels, as places in a row that follow each other.
    pub runs: Vec<Range<usize>>,
    /// How many they are.
    pub count: usize,
    /// Left, top, right, bottom, the last two exclusive.
    pub bounds: [usize; 4],
}

impl Part {
    /// Whether any of its pixels is so.
    pub fn any(&self, is: impl Fn(usize) -> bool) -> bool {
        self.runs.iter().any(|run| run.clone().any(&is))
    }

    fn add(&mut self, run: &Range<usize>, width: usize) {
        let (left, y) = (run.start % width, run.start / width);
        let [first, top, last, _] = self.bounds;
        self.bounds = [
            first.min(left),
            top,
            last.max(left + run.len()),
            y + 1, // runs come in rows
        ];
        self.count += run.len();
        self.runs.push(run.clone());
    }
}

/// Runs in their order, each with one before it that it is connected with, or itself.
#[derive(Default)]
struct Runs {
    places: Vec<Range<usize>>,
    earlier: Vec<usize>,
}

impl Runs {
    fn of(mask: &Mask, value: bool) -> Self {
        let width = mask.width;
        let mut runs = Self::default();
        let mut above = 0..0;
        for (y, row) in mask.data.chunks_exact(width).enumerate() {
            let first = runs.places.len();
            let mut x = end_of(row, 0, !value);
            while x < width {
                let left = x;
                x = end_of(row, left, value);
                runs.push(y * width + left..y * width + x, &mut above, width);
                x = end_of(row, x, !value);
            }
            above = first..runs.places.len();
        }
        runs
    }

    /// `above`: runs of the row above which end behind the start of the run before.
    fn push(&mut self, run: Range<usize>, above: &mut Range<usize>, width: usize) {
        let number = self.places.len();
        self.earlier.push(number);
        while above.start < above.end && self.places[above.start].end + width <= run.start {
            above.start += 1;
        }
        for other in above.clone() {
            if self.places[other].start + width >= run.end {
                break;
            }
            let (one, other) = (self.first(number), self.first(other));
            self.earlier[one.max(other)] = one.min(other);
        }
        self.places.push(run);
    }

    /// The first run of the part that a run is known to belong to.
    fn first(&mut self, mut run: usize) -> usize {
        while self.earlier[run] != run {
            self.earlier[run] = self.earlier[self.earlier[run]];
            run = self.earlier[run];
        }
        run
    }
}

/// Where what is `value` from `start` on ends.
fn end_of(row: &[bool], start: usize, value: bool) -> usize {
    let other = |&is: &bool| u8::from(is != value);
    // Most runs are long: many at once, without a question after each.
    let blocks = row[start..].chunks_exact(16);
    let same =
        blocks.take_while(|block| block.iter().map(other).fold(0, |any, one| any | one) == 0);
    let from = start + 16 * same.count();
    let rest = row[from..].iter().position(|is| other(is) != 0);
    rest.map_or(row.len(), |length| from + length)
}

impl Mask {
    /// Connected parts of what is `value`, in the order of their first pixels.
    pub fn parts(&self, value: bool) -> Vec<Part> {
        let Runs { places, earlier } = Runs::of(self, value);
        let mut parts: Vec<Part> = Vec::new();
        let mut part_of = Vec::with_capacity(places.len());
        for (number, run) in places.iter().enumerate() {
            let part = if earlier[number] == number {
                let top = run.start / self.width;
                parts.push(Part {
                    runs: Vec::new(),
                    count: 0,
                    bounds: [self.width, top, 0, 0],
                });
                parts.len() - 1
            } else {
                part_of[earlier[number]]
            };
            part_of.push(part);
            parts[part].add(run, self.width);
        }
        parts
    }

    /// The connected parts in which somewhere `is` holds of a pixel's place.
    pub fn parts_where(&self, is: impl Fn(usize) -> bool) -> Self {
        let mut kept = Self {
            data: vec![false; self.data.len()],
            ..*self
        };
        for part in self.parts(true).iter().filter(|part| part.any(&is)) {
            kept.set(part, true);
        }
        kept
    }

    /// Sets the pixels of a part.
    pub fn set(&mut self, part: &Part, value: bool) {
        for run in &part.runs {
            self.data[run.clone()].fill(value);
        }
    }
}
