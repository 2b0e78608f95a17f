//! The beta distribution: its cumulative distribution, the regularised incomplete beta function Iₓ(a, b).
//!
//! Places x in (0, 1) are given as y = ln(x / (1 − x)), so that x near 1 is as exact as x near 0.

/// The distribution with shapes a > 0 and b > 0, which may be far below 1.
#[derive(Debug, Clone, Copy)]
pub struct Beta {
    pub(super) a: f64,
    pub(super) b: f64,
    /// ln B(a, b).
    pub(super) log_beta: f64,
}

/// What is known of the distribution at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) x: f64,
    /// 1 − x.
    pub(super) rest: f64,
    /// P(X ≤ x), and P(X > x).
    pub(super) below: f64,
    pub(super) above: f64,
    /// The density of y: xᵃ (1 − x)ᵇ / B(a, b).
    pub(super) density: f64,
}

impl Beta {
    /// The distribution with these shapes.
    pub fn new(a: f64, b: f64) -> Self {
        let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
        Self { a, b, log_beta }
    }

    /// P(X ≤ x).
    pub fn cumulative(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x >= 1.0 {
            1.0
        } else {
            self.at(libm::log(x) - libm::log1p(-x)).below
        }
    }

    /// P(X ≤ ½).
    pub fn cumulative_at_half(&self) -> f64 {
        const HALF: f64 = 0.5;
        const LOG_HALF: f64 = -core::f64::consts::LN_2;
        self.at_place(HALF, HALF, LOG_HALF, LOG_HALF).below
    }

    /// At y: the side on which the fraction converges is computed, the other is 1 less that.
    pub(super) fn at(&self, y: f64) -> At {
        // ln x = −ln(1 + e⁻ʸ) and ln(1 − x) = ln x − y, written for the sign of y that does not overflow.
        let small = libm::exp(-y.abs());
        let (major, log_major) = (1.0 / (1.0 + small), -libm::log1p(small));
        let (minor, log_minor) = (small * major, log_major - y.abs());
        let (x, rest, log_x, log_rest) = if y < 0.0 {
            (minor, major, log_minor, log_major)
        } else {
            (major, minor, log_major, log_minor)
        };
        self.at_place(x, rest, log_x, log_rest)
    }

    /// At x, of which 1 − x and both logarithms are known.
    fn at_place(&self, x: f64, rest: f64, log_x: f64, log_rest: f64) -> At {
        let (a, b) = (self.a, self.b);
        let density = libm::exp(a * log_x + b * log_rest - self.log_beta);
        let (below, above) = if x * (a + b + 2.0) < a + 1.0 {
            let below = (density / fraction(a, b, x, rest)).min(1.0);
            (below, 1.0 - below)
        } else {
            let above = (density / fraction(b, a, rest, x)).min(1.0);
            (1.0 - above, above)
        };
        At {
            x,
            rest,
            below,
            above,
            density,
        }
    }
}

/// xᵃ (1 − x)ᵇ / (B(a, b) Iₓ(a, b)) as the continued fraction of DiDonato and Morris (1992, equation 9), by Lentz's method as
/// Thompson and Barnett modified it; x is below about a / (a + b), `rest` is 1 − x. It takes some √max(a, b) steps.
fn fraction(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    const LEAST: f64 = 1e-300;
    let held = |value: f64| if value.abs() < LEAST { LEAST } else { value };
    let begin = a * rest - b * x + 1.0;
    // 1 / (a + 2m − 1) and 1 / (a + 2m + 1).
    let mut inverse = 1.0 / (a + 1.0);
    let mut value = held(a * begin * inverse);
    let mut c = value;
    let mut d = 0.0;
    let mut m = 1.0;
    // Shapes are below 1e9, where 32,000 steps would do.
    while m < 100_000.0 {
        let next_inverse = 1.0 / (a + 2.0 * m + 1.0);
        let part = m * (b - m) * x * inverse;
        let over = (a + m - 1.0) * (a + b + m - 1.0) * x * inverse * part;
        let under = m + part + (a + m) * (begin + m * (1.0 + rest)) * next_inverse;
        d = 1.0 / held(under + over * d);
        c = held(under + over / c);
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < 1e-15 {
            break;
        }
        inverse = next_inverse;
        m += 1.0;
    }
    value
}
