//! Quantiles of the beta distribution.
//!
//! Halley's method on ln(P(X ≤ x) / P(X > x)) as a function of y = ln(x / (1 − x)): nearly a straight line at both ends
//! whatever the shapes, and its second derivative costs nothing. Two or three evaluations, held in a bracket.

use super::beta::Beta;
use super::normal::rough_quantile;

/// Where e⁻ʸ and the density still have all their digits; further out, x is 0 or 1.
const FAR: f64 = 600.0;

impl Beta {
    /// x with P(X ≤ x) = p, for 0 < p < 1: to 1e-9 for shapes up to 1e5. 0 and 1 where no number lies between.
    pub fn quantile(&self, p: f64) -> f64 {
        let (a, b) = (self.a, self.b);
        // P(X ≤ x) → xᵃ / (a B) for x → 0, to a part in b x; the same at the other end.
        let log_near_zero = (libm::log(p * a) + self.log_beta) / a;
        if log_near_zero < -25.0 {
            return libm::exp(log_near_zero);
        }
        let log_near_one = (libm::log((1.0 - p) * b) + self.log_beta) / b;
        if log_near_one < -36.0 {
            return 1.0;
        }
        let goal = libm::log(p / (1.0 - p));
        let (mut low, mut high) = (-FAR, FAR);
        let mut y = self.guess(p, log_near_zero, log_near_one).clamp(-FAR, FAR);
        for _ in 0..100 {
            let at = self.at(y);
            let away = libm::log(at.below / at.above) - goal;
            if away > 0.0 {
                high = y;
            } else {
                low = y;
            }
            let slope = at.density / (at.below * at.above);
            let bend = slope * ((a * at.rest - b * at.x) - (1.0 - 2.0 * at.below) * slope);
            let halley = 2.0 * away * slope / (2.0 * slope * slope - away * bend);
            let next = y - halley;
            // The error after a step of Halley's is of third order.
            if away.abs() < 1e-4 && halley.is_finite() {
                y = next;
                break;
            }
            y = if next > low && next < high {
                next
            } else {
                0.5 * (low + high)
            };
            if high - low < 1e-13 * y.abs() {
                break;
            }
        }
        if y < 0.0 {
            let small = libm::exp(y);
            small / (1.0 + small)
        } else {
            1.0 / (1.0 + libm::exp(-y))
        }
    }

    /// y near the quantile: by the normal distribution (Abramowitz & Stegun 26.5.22) for shapes from 1 on, else by the
    /// power of x at the nearer end.
    fn guess(&self, p: f64, log_near_zero: f64, log_near_one: f64) -> f64 {
        let (a, b) = (self.a, self.b);
        if a >= 1.0 && b >= 1.0 {
            let z = rough_quantile(p);
            let (of_a, of_b) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
            let l = (z * z - 3.0) / 6.0;
            let h = 2.0 / (of_a + of_b);
            let w = -z * (h + l).max(0.0).sqrt() / h
                - (of_b - of_a) * (l + 5.0 / 6.0 - 2.0 / (3.0 * h));
            return libm::log(a / b) - 2.0 * w;
        }
        // The mass below and above the mean, if the density were a power on either side.
        let lower = libm::exp(a * libm::log(a / (a + b))) / a;
        let upper = libm::exp(b * libm::log(b / (a + b))) / b;
        let whole = libm::log(lower + upper);
        if p < lower / (lower + upper) {
            let log_x = (log_near_zero - self.log_beta / a + whole / a).min(-1e-3);
            log_x - libm::log(-libm::expm1(log_x))
        } else {
            let log_rest = (log_near_one - self.log_beta / b + whole / b).min(-1e-3);
            libm::log(-libm::expm1(log_rest)) - log_rest
        }
    }
}
