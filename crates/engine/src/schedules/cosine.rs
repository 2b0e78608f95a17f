//! The cosine that schedules go down by.

/// `(1 + cos πx) / 2` for x from 0 to 1, to the last bits: from 1 to 0.
///
/// libm's cosine of any number is 5 kB. `cos πx = ± (1 − 2·sin² …)` brings x to a quarter at most, where a few terms suffice.
#[cfg_attr(target_arch = "wasm32", optimize(size))]
pub(super) fn falling(x: f64) -> f64 {
    // (1 + cos πx) / 2 = 1 − sin²(πx/2), and the one half mirrors the other.
    let (near, mirrored) = if x > 0.5 { (1.0 - x, true) } else { (x, false) };
    let angle = std::f64::consts::FRAC_PI_2 * near;
    let square = angle * angle;
    // sin(angle) / angle, angle ≤ π/4: the first term left out is below 1e−19.
    let mut sum = 1.0;
    for k in (1..9).rev() {
        let k = f64::from(k);
        sum = 1.0 - sum * square / (2.0 * k * (2.0 * k + 1.0));
    }
    let sine = angle * sum;
    if mirrored {
        sine * sine
    } else {
        1.0 - sine * sine
    }
}

#[cfg(test)]
mod tests {
    use super::falling;

    #[test]
    fn it_is_half_a_cosine() {
        for i in 0..=10_000 {
            let x = f64::from(i) / 10_000.0;
            let expected = 0.5 * (1.0 + libm::cos(std::f64::consts::PI * x));
            assert!((falling(x) - expected).abs() < 3e-16, "{x}");
        }
        assert_eq!([falling(0.0), falling(1.0)], [1.0, 0.0]);
    }
}
