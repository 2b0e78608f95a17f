//! Small systems of linear equations with a symmetric, positive definite matrix.

/// The lower triangular L with L Lᵀ = matrix, of the first `count` rows; the lower half of the matrix is read. None where it
/// is not positive definite.
pub fn cholesky<const N: usize>(matrix: &[[f64; N]; N], count: usize) -> Option<[[f64; N]; N]> {
    let mut factor = [[0.0f64; N]; N];
    for i in 0..count {
        for j in 0..=i {
            let mut sum = matrix[i][j];
            for (one, other) in factor[i].iter().zip(&factor[j]).take(j) {
                sum -= one * other;
            }
            if i == j {
                if sum <= 0.0 || !sum.is_finite() {
                    return None;
                }
                factor[i][i] = sum.sqrt();
            } else {
                factor[i][j] = sum / factor[j][j];
            }
        }
    }
    Some(factor)
}

/// Solves L Lᵀ x = right for the factor L, of the first `count` unknowns.
pub fn solved<const N: usize>(
    factor: &[[f64; N]; N],
    mut right: [f64; N],
    count: usize,
) -> [f64; N] {
    for i in 0..count {
        for k in 0..i {
            right[i] -= factor[i][k] * right[k];
        }
        right[i] /= factor[i][i];
    }
    for i in (0..count).rev() {
        for k in i + 1..count {
            right[i] -= factor[k][i] * right[k];
        }
        right[i] /= factor[i][i];
    }
    right
}
