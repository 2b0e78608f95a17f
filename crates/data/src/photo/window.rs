//! What lies around a pixel: a square window, joined in two passes along rows and columns; the four neighbours.

/// Joins with each element all those of a square of `radius` around it. `join` joins elements one by one, in any order and more
/// than once; what lies outside does not count.
pub fn joined<T: Clone>(
    data: &[T],
    width: usize,
    radius: usize,
    join: impl Fn(&mut [T], &[T]),
) -> Vec<T> {
    let height = data.len() / width;
    let mut across = data.to_vec();
    for shift in 1..=radius.min(width - 1) {
        for (row, out) in data.chunks_exact(width).zip(across.chunks_exact_mut(width)) {
            join(&mut out[shift..], &row[..width - shift]);
            join(&mut out[..width - shift], &row[shift..]);
        }
    }
    let mut result = across.clone();
    for shift in 1..=radius.min(height - 1) {
        let rows = shift * width;
        let length = across.len();
        join(&mut result[rows..], &across[..length - rows]);
        join(&mut result[..length - rows], &across[rows..]);
    }
    result
}

/// Calls `visit` with the place of each neighbour at a side of place `i`: left, right, above, below.
#[inline(always)]
pub fn neighbours(i: usize, width: usize, height: usize, mut visit: impl FnMut(usize)) {
    let (x, y) = (i % width, i / width);
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
