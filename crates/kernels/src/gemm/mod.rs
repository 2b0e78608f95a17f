//! Matrix products, row-major: `C = start + A·B` with B packed once, and `C += Aᵀ·B` for weight gradients.
//!
//! Letters as in BLAS: C is m × n, k the inner index, lda, ldb, ldc the distances of rows; a microkernel makes MR = 4 rows by
//! NR = 8 columns of C. Weight gradients have p in the place of k.
//!
//! Each element of C adds its products in ascending order of the inner index, starting from its start value, so a
//! row of A gives the same bits whether it comes alone or among others. The microkernels are in the files beside this one.

pub(crate) mod microkernel;
pub(crate) mod packing;
mod panels;
pub(crate) mod transposed;

use crate::patches::Patches;
use microkernel::multiply;
use panels::multiply_panels;
use transposed::multiply_transposed;

pub use microkernel::Start;
pub use packing::{NR, pack_b, pack_b_transposed, pack_b_values, packed_len};

/// `C = start + A·B`: A is `m × k` with rows `lda` apart, B packed by `pack_b`, C `m × n` with rows `ldc` apart.
#[allow(clippy::too_many_arguments)]
pub fn gemm(
    m: usize,
    n: usize,
    k: usize,
    a: &[f32],
    lda: usize,
    packed: &[f32],
    start: Start,
    c: &mut [f32],
    ldc: usize,
) {
    multiply(
        &Patches::matrix("a", a, m, k, lda),
        n,
        packed,
        start,
        c,
        ldc,
    );
}

/// `C += Aᵀ·B`: A is `p × m` with rows `lda` apart, B `p × n` with rows `ldb` apart, C `m × n` with rows `ldc` apart.
#[allow(clippy::too_many_arguments)]
pub fn gemm_at_b(
    m: usize,
    n: usize,
    p: usize,
    a: &[f32],
    lda: usize,
    b: &[f32],
    ldb: usize,
    c: &mut [f32],
    ldc: usize,
) {
    multiply_transposed(&Patches::matrix("a", a, p, m, lda), n, b, ldb, c, ldc);
}

/// `C += Aᵀ·B`: A, `p × m`, and B, `p × n`, both packed by `pack_b`; C `m × n` with rows `ldc` apart.
pub fn gemm_at_b_packed(
    m: usize,
    n: usize,
    p: usize,
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    ldc: usize,
) {
    multiply_panels([m, n, p], a, b, c, ldc);
}
