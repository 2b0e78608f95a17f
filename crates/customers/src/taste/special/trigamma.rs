//! The trigamma function ψ′, for Newton's steps of the prior.

/// ψ′(x) for x > 0: ψ′(x) = ψ′(x + 1) + 1 / x² up to x ≥ 10, and the asymptotic series with Bernoulli's numbers there. The
/// relative error is below 1e-12.
pub fn trigamma(x: f64) -> f64 {
    let mut sum = 0.0;
    let mut x = x;
    while x < 10.0 {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let u = 1.0 / (x * x);
    let series = 1.0 / 6.0
        + u * (-1.0 / 30.0
            + u * (1.0 / 42.0
                + u * (-1.0 / 30.0 + u * (5.0 / 66.0 + u * (-691.0 / 2730.0 + u * (7.0 / 6.0))))));
    sum + (1.0 + 0.5 / x + u * series) / x
}
