//! From the mask's parts to one garment: which parts belong to it, its box, how many objects there are, and whether it is
//! cut off at the border.

use super::mask::Mask;
use super::parts::Part;

/// The garment.
#[derive(Debug, Clone)]
pub struct Garment {
    /// Its pixels.
    pub mask: Mask,
    /// Left, top, right, bottom, the last two exclusive, in pixels of the mask.
    pub bounds: [usize; 4],
    /// Objects seen, itself one of them.
    pub objects: usize,
    /// Fraction of the mask's pixels in the photo.
    pub area: f32,
    /// Fraction of a side of its box, at most over the four, that lies at the photo's border.
    pub cut: f32,
}

/// A part of less than this fraction of the largest is a speck, not a piece of the garment.
const SPECK: f64 = 0.01;
/// A part of at least this fraction is an object where it lies apart.
const OBJECT: f64 = 0.3;

/// Finds the garment; None where the mask has no part of at least `smallest` pixels.
pub fn garment(mask: &Mask, smallest: usize) -> Option<Garment> {
    let mut parts: Vec<Part> = mask.parts(true);
    parts.retain(|part| part.count >= smallest);
    let centre = [mask.width as f64 / 2.0, mask.height as f64 / 2.0];
    let reach = length(centre[0], centre[1]);
    let rank = |part: &Part| {
        let [left, top, right, bottom] = part.bounds.map(|at| at as f64);
        let away = length(
            (left + right) / 2.0 - centre[0],
            (top + bottom) / 2.0 - centre[1],
        ) / reach;
        part.count as f64 * (1.2 - away)
    };
    let main = parts
        .iter()
        .enumerate()
        .max_by(|a, b| rank(a.1).total_cmp(&rank(b.1)))?
        .0;
    let size = parts[main].count as f64;
    let mut bounds = parts[main].bounds;
    let mut chosen = Mask {
        data: vec![false; mask.data.len()],
        ..*mask
    };
    let mut objects = 1;
    let gap = (mask.width.max(mask.height) / 16).max(1);
    let main_bounds = bounds;
    for (i, part) in parts.iter().enumerate() {
        let share = part.count as f64 / size;
        let near = distance(part.bounds, main_bounds) <= gap;
        let own = i == main
            || (share >= SPECK && near && (share < OBJECT || overlap(part.bounds, main_bounds)));
        if own {
            chosen.set(part, true);
            bounds = [
                bounds[0].min(part.bounds[0]),
                bounds[1].min(part.bounds[1]),
                bounds[2].max(part.bounds[2]),
                bounds[3].max(part.bounds[3]),
            ];
        } else if share >= OBJECT {
            objects += 1;
        }
    }
    let area = chosen.count() as f32 / chosen.data.len() as f32;
    Some(Garment {
        cut: cut(&chosen, bounds),
        mask: chosen,
        bounds,
        objects,
        area,
    })
}

/// Of two boxes: the larger of the gaps in x and y, 0 where they touch.
fn distance(a: [usize; 4], b: [usize; 4]) -> usize {
    let gap = |low: usize, high: usize, other_low: usize, other_high: usize| {
        other_low
            .saturating_sub(high)
            .max(low.saturating_sub(other_high))
    };
    gap(a[0], a[2], b[0], b[2]).max(gap(a[1], a[3], b[1], b[3]))
}

fn overlap(a: [usize; 4], b: [usize; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

fn cut(mask: &Mask, [left, top, right, bottom]: [usize; 4]) -> f32 {
    let (width, height) = (mask.width, mask.height);
    let row = |y: usize| {
        (0..width).filter(|x| mask.data[y * width + x]).count() as f32 / (right - left) as f32
    };
    let column = |x: usize| {
        (0..height).filter(|y| mask.data[y * width + x]).count() as f32 / (bottom - top) as f32
    };
    row(0)
        .max(row(height - 1))
        .max(column(0))
        .max(column(width - 1))
}

/// The host's `hypot` would differ in the last place.
fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}
