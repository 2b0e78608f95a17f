//! A rough quantile of the normal distribution, as a first guess.

/// z with Φ(z) ≈ p, to 5e-4 (Abramowitz & Stegun 26.2.23).
pub(super) fn rough_quantile(p: f64) -> f64 {
    let tail = p.min(1.0 - p);
    let t = (-2.0 * libm::log(tail)).sqrt();
    let z = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    if p < 0.5 { -z } else { z }
}
