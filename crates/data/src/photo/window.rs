//! What lies around a pixel: a square window, joined in two passes along rows and columns.

use std::iter::repeat_n;
use std::mem::swap;

/// Joins with each element all those of a square of `radius` around it; what lies outside does not count. `join` joins
/// elements one by one, in any order and more than once, so that joins of joins make wide windows of few.
pub fn joined<T: Copy>(
    data: &[T],
    width: usize,
    radius: usize,
    join: impl Fn(&mut [T], &[T]),
) -> Vec<T> {
    let height = data.len() / width;
    if radius == 0 || data.is_empty() {
        return data.to_vec();
    }
    // Beyond its ends a row goes on with its last element, which is in the windows there anyway.
    let across = radius.min(width - 1);
    let mut result = Vec::with_capacity(data.len());
    let mut line = Line {
        elements: Vec::new(),
        room: Vec::new(),
    };
    for row in data.chunks_exact(width) {
        line.elements.clear();
        line.elements.extend(repeat_n(row[0], across));
        line.elements.extend_from_slice(row);
        line.elements.extend(repeat_n(row[width - 1], across));
        result.extend_from_slice(&line.joined(2 * across + 1, 1, &join)[..width]);
    }
    let down = radius.min(height - 1);
    line.elements.clear();
    for y in 0..height + 2 * down {
        let from = y.saturating_sub(down).min(height - 1) * width;
        line.elements.extend_from_slice(&result[from..from + width]);
    }
    result.copy_from_slice(&line.joined(2 * down + 1, width, &join)[..data.len()]);
    result
}

/// A line of elements, or of rows, and room for another.
struct Line<T> {
    elements: Vec<T>,
    room: Vec<T>,
}

impl<T: Copy> Line<T> {
    /// Joins with each element the `window - 1` that follow it in distances of `step`.
    fn joined(&mut self, window: usize, step: usize, join: impl Fn(&mut [T], &[T])) -> &[T] {
        let mut done = 1;
        while done < window {
            let shift = done.min(window - done);
            let Self { elements, room } = self;
            room.clear();
            room.extend_from_slice(elements);
            let ahead = &elements[shift * step..];
            join(&mut room[..ahead.len()], ahead);
            swap(elements, room);
            done += shift;
        }
        &self.elements
    }
}
