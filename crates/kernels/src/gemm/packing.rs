//! Packing: the right-hand side of a product in panels of eight columns, as the microkernels read it.

use crate::check;
use crate::simd::F32x4;

/// Columns in a packed panel.
pub const NR: usize = 8;

/// Elements of a packed `k × n` matrix: panels `[ceil(n / 8)][k][8]`.
pub fn packed_len(k: usize, n: usize) -> usize {
    n.div_ceil(NR) * k * NR
}

/// Packs B, `k × n` with rows `ldb` apart, into panels of eight columns, the last one padded with zeros.
pub fn pack_b(k: usize, n: usize, b: &[f32], ldb: usize, packed: &mut [f32]) {
    check::matrix("b", b.len(), k, n, ldb);
    check::at_least("packed", packed.len(), packed_len(k, n));
    let (whole, rest) = packed.split_at_mut(n / NR * k * NR);
    let size = (k * NR).max(1);
    let rows = |column: usize| b[column..].chunks(ldb.max(1));
    // Two panels at once: as many columns as a cache line holds.
    for (pair, column) in whole.chunks_mut(2 * size).zip((0..n).step_by(2 * NR)) {
        let (first, second) = pair.split_at_mut(size);
        if second.is_empty() {
            for (group, row) in first.chunks_exact_mut(NR).zip(rows(column)) {
                F32x4::load(row).store(group);
                F32x4::load(&row[4..]).store(&mut group[4..]);
            }
        } else {
            let groups = first.chunks_exact_mut(NR).zip(second.chunks_exact_mut(NR));
            for ((left, right), row) in groups.zip(rows(column)) {
                F32x4::load(row).store(left);
                F32x4::load(&row[4..]).store(&mut left[4..]);
                F32x4::load(&row[8..]).store(right);
                F32x4::load(&row[12..]).store(&mut right[4..]);
            }
        }
    }
    let last = n - n % NR;
    pack(k, n - last, rest, |row, column, target| {
        target.copy_from_slice(&b[row * ldb + last + column..][..target.len()])
    });
}

/// Packs some values of B, `k × n` without gaps, as `pack_b` does: those from its value `start` on.
pub fn pack_b_values(k: usize, n: usize, start: usize, b: &[f32], packed: &mut [f32]) {
    check::at_least("packed", packed.len(), packed_len(k, n));
    let (mut row, mut column) = (start / n, start % n);
    for &value in b {
        packed[column / NR * k * NR + row * NR + column % NR] = value;
        column += 1;
        if column == n {
            (row, column) = (row + 1, 0);
        }
    }
}

/// Packs the transpose of `b`, which is `n × k` with rows `ldb` apart, as `pack_b` packs a `k × n` matrix.
pub fn pack_b_transposed(k: usize, n: usize, b: &[f32], ldb: usize, packed: &mut [f32]) {
    check::matrix("b", b.len(), n, k, ldb);
    check::at_least("packed", packed.len(), packed_len(k, n));
    // Four by four, so that rows of b are read as they lie.
    let (whole_k, whole_n) = (k & !3, n / NR * NR);
    for (column, panel) in (0..whole_n)
        .step_by(4)
        .map(|c| (c, c / NR * k * NR + c % NR))
    {
        for row in (0..whole_k).step_by(4) {
            let of = |i: usize| F32x4::load(&b[(column + i) * ldb + row..]);
            let rows = F32x4::transpose([of(0), of(1), of(2), of(3)]);
            for (i, values) in rows.into_iter().enumerate() {
                values.store(&mut packed[panel + (row + i) * NR..]);
            }
        }
    }
    let mut single = |row: usize, column: usize| {
        let value = if column < n {
            b[column * ldb + row]
        } else {
            0.0
        };
        packed[column / NR * k * NR + row * NR + column % NR] = value;
    };
    for column in 0..n.next_multiple_of(NR) {
        for row in if column < whole_n { whole_k..k } else { 0..k } {
            single(row, column);
        }
    }
}

/// Fills panels; `fill(row, column, target)` writes the elements of `row` from `column` on.
pub(crate) fn pack(
    k: usize,
    n: usize,
    packed: &mut [f32],
    fill: impl Fn(usize, usize, &mut [f32]),
) {
    check::at_least("packed", packed.len(), packed_len(k, n));
    let mut groups = packed.chunks_exact_mut(NR);
    for column in (0..n).step_by(NR) {
        let width = NR.min(n - column);
        for (row, group) in groups.by_ref().take(k).enumerate() {
            let (real, padding) = group.split_at_mut(width);
            fill(row, column, real);
            padding.fill(0.0);
        }
    }
}
