//! Matrix product and dense layer.

use super::Real;

/// `C = A·B`, A `m × k`, B `k × n`, all row-major and without gaps.
pub fn gemm<T: Real>(m: usize, n: usize, k: usize, a: &[T], b: &[T]) -> Vec<T> {
    let mut c = vec![T::ZERO; m * n];
    for i in 0..m {
        for j in 0..n {
            for l in 0..k {
                c[i * n + j] += a[i * k + l] * b[l * n + j];
            }
        }
    }
    c
}

/// `y = bias + x·W`: rows of `inputs` elements in x, W `[inputs, units]`.
pub fn dense<T: Real>(inputs: usize, units: usize, x: &[T], w: &[T], bias: Option<&[T]>) -> Vec<T> {
    let mut y = gemm(x.len() / inputs, units, inputs, x, w);
    if let Some(bias) = bias {
        for (i, value) in y.iter_mut().enumerate() {
            *value += bias[i % units];
        }
    }
    y
}

/// `dx = dy·Wᵀ`.
pub fn dense_backward_input<T: Real>(inputs: usize, units: usize, dy: &[T], w: &[T]) -> Vec<T> {
    let rows = dy.len() / units;
    let mut dx = vec![T::ZERO; rows * inputs];
    for row in 0..rows {
        for i in 0..inputs {
            for u in 0..units {
                dx[row * inputs + i] += dy[row * units + u] * w[i * units + u];
            }
        }
    }
    dx
}

/// `dW = xᵀ·dy`.
pub fn dense_backward_weights<T: Real>(inputs: usize, units: usize, x: &[T], dy: &[T]) -> Vec<T> {
    let mut dw = vec![T::ZERO; inputs * units];
    for row in 0..dy.len() / units {
        for i in 0..inputs {
            for u in 0..units {
                dw[i * units + u] += x[row * inputs + i] * dy[row * units + u];
            }
        }
    }
    dw
}

/// `db = Σ dy` over rows.
pub fn dense_backward_bias<T: Real>(units: usize, dy: &[T]) -> Vec<T> {
    let mut db = vec![T::ZERO; units];
    for (i, gradient) in dy.iter().enumerate() {
        db[i % units] += *gradient;
    }
    db
}
