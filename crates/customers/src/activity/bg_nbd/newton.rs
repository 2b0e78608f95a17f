//! Newton's method for a function of four variables that is to be as large as possible. The same steps on every machine: no
//! random numbers, no clock.
//!
//! Where the function curves upwards in some direction, its slope still says which way is up: each eigenvalue of the second
//! derivatives counts by its size, whatever its sign, so that saddles are left and long flat ridges are walked in long steps.

use super::likelihood::{Point, Value};

/// Where it ended.
pub(in super::super) struct Maximum {
    pub point: Point,
    pub iterations: u32,
    /// Whether it is a maximum: the slope is nil and the curvature downwards in all directions.
    pub found: bool,
}

/// Far more than it takes; each step is an evaluation or a few.
const ITERATIONS: u32 = 100;
/// No step changes a logarithm by more: further off, the curvature says nothing.
const LONGEST: f64 = 2.0;
/// What the next step would gain when the search ends; in units of the log-likelihood, where 1/2 is a standard error.
const GAIN: f64 = 1e-9;
/// Eigenvalues less than this part of the largest are rounding.
const FLAT: f64 = 1e-13;

/// Climbs from `start` to the maximum, or until it leaves what is `inside`.
pub(in super::super) fn maximum(
    start: Point,
    function: impl Fn(&Point) -> Value,
    inside: impl Fn(&Point) -> bool,
) -> Maximum {
    let mut point = start;
    let mut here = function(&point);
    for iterations in 1..=ITERATIONS {
        let ended = |point, found| Maximum {
            point,
            iterations,
            found,
        };
        if !here.value.is_finite() || !inside(&point) {
            return ended(point, false);
        }
        let (mut step, downwards) = uphill(&here);
        let gain: f64 = step.iter().zip(here.gradient).map(|(s, g)| s * g).sum();
        if downwards && gain <= GAIN {
            // So near, a full step doubles the number of right digits; the function is too coarse to tell.
            let last = moved(&point, &step, 1.0);
            return ended(last, inside(&last));
        }
        let longest = step.iter().fold(0.0, |most: f64, one| most.max(one.abs()));
        if longest > LONGEST {
            step = step.map(|one| one * (LONGEST / longest));
        }
        // What is gained may be less than the rounding of the sum over all customers.
        let rounding = 1e-13 * here.value.abs();
        let mut part = 1.0;
        loop {
            let there = moved(&point, &step, part);
            let value = function(&there);
            if value.value.is_finite() && value.value >= here.value - rounding {
                (point, here) = (there, value);
                break;
            }
            part *= 0.5;
            if part < 1e-6 {
                return ended(point, false);
            }
        }
    }
    Maximum {
        point,
        iterations: ITERATIONS,
        found: false,
    }
}

fn moved(point: &Point, step: &Point, part: f64) -> Point {
    std::array::from_fn(|i| point[i] + part * step[i])
}

/// The step Σ v (v·g) / |λ| over the eigenvectors v and eigenvalues λ of the second derivatives, and whether all λ are negative.
fn uphill(here: &Value) -> (Point, bool) {
    let (eigenvalues, vectors) = eigen(here.hessian);
    let least = FLAT
        * eigenvalues
            .iter()
            .fold(0.0, |most: f64, one| most.max(one.abs()));
    let mut step = [0.0; 4];
    for (i, eigenvalue) in eigenvalues.iter().enumerate() {
        let slope: f64 = (0..4).map(|row| vectors[row][i] * here.gradient[row]).sum();
        let along = slope / eigenvalue.abs().max(least).max(f64::MIN_POSITIVE);
        for (row, vector) in vectors.iter().enumerate() {
            step[row] += along * vector[i];
        }
    }
    (step, eigenvalues.iter().all(|one| *one < -least))
}

/// Eigenvalues and, in columns, eigenvectors of a symmetric matrix, by Jacobi's rotations.
fn eigen(mut matrix: [[f64; 4]; 4]) -> ([f64; 4], [[f64; 4]; 4]) {
    let mut vectors: [[f64; 4]; 4] =
        std::array::from_fn(|i| std::array::from_fn(|j| f64::from(u8::from(i == j))));
    // Each sweep squares what is left off the diagonal; six are usual.
    for _ in 0..30 {
        for p in 0..3 {
            for q in p + 1..4 {
                if matrix[p][q] == 0.0 {
                    continue;
                }
                let ratio = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
                let tangent =
                    if ratio < 0.0 { -1.0 } else { 1.0 } / (ratio.abs() + libm::hypot(ratio, 1.0));
                let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                let sine = tangent * cosine;
                let turn = |left: &mut f64, right: &mut f64| {
                    (*left, *right) = (
                        cosine * *left - sine * *right,
                        sine * *left + cosine * *right,
                    );
                };
                for row in matrix.iter_mut().chain(vectors.iter_mut()) {
                    let (left, right) = row.split_at_mut(q);
                    turn(&mut left[p], &mut right[0]);
                }
                let (upper, lower) = matrix.split_at_mut(q);
                for (left, right) in upper[p].iter_mut().zip(lower[0].iter_mut()) {
                    turn(left, right);
                }
                (matrix[p][q], matrix[q][p]) = (0.0, 0.0);
            }
        }
    }
    (std::array::from_fn(|i| matrix[i][i]), vectors)
}
