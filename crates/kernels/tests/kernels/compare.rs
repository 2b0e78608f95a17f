//! Comparisons: to the bit, or within a rounding error bound.

/// The same numbers in double precision.
pub fn doubles(x: &[f32]) -> Vec<f64> {
    x.iter().map(|x| f64::from(*x)).collect()
}

/// The absolute values, for error bounds: |Σ aᵢ·bᵢ − fl(Σ aᵢ·bᵢ)| ≤ n·ε·Σ |aᵢ|·|bᵢ|.
pub fn magnitudes(x: &[f32]) -> Vec<f64> {
    x.iter().map(|x| f64::from(x.abs())).collect()
}

/// Equal values, NaN equal to NaN; zeros of either sign are equal.
#[track_caller]
pub fn assert_same(got: &[f32], expected: &[f32], context: &str) {
    assert_eq!(got.len(), expected.len(), "{context}: length");
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        let same = got == expected || (got.is_nan() && expected.is_nan());
        assert!(
            same,
            "{context}: element {i} is {got:e}, expected {expected:e}"
        );
    }
}

/// `|got − expected| ≤ terms·2⁻²³·magnitude`, element by element; `magnitude` is the sum of absolute terms.
#[track_caller]
pub fn assert_bounded(
    got: &[f32],
    expected: &[f64],
    magnitude: &[f64],
    terms: usize,
    context: &str,
) {
    assert_eq!(got.len(), expected.len(), "{context}: length");
    for i in 0..got.len() {
        let error = (f64::from(got[i]) - expected[i]).abs();
        let bound = terms as f64 * magnitude[i] * f64::from(f32::EPSILON);
        assert!(
            error <= bound,
            "{context}: element {i} is {}, expected {}, bound {bound:e}",
            got[i],
            expected[i]
        );
    }
}

/// `|got − expected| ≤ tolerance·(|expected| + floor)`.
#[track_caller]
pub fn assert_near(got: &[f32], expected: &[f64], tolerance: f64, floor: f64, context: &str) {
    assert_eq!(got.len(), expected.len(), "{context}: length");
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        let error = (f64::from(*got) - expected).abs();
        let bound = tolerance * (expected.abs() + floor);
        assert!(
            error <= bound,
            "{context}: element {i} is {got:e}, expected {expected:e}, error {error:e}"
        );
    }
}
