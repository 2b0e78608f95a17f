//! Functions of one number with their derivatives, both from the definition.

use super::Real;

/// A function of one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unary {
    /// `x ≥ 0 ? x : slope·x`
    LeakyRelu {
        /// Below 0.
        slope: f64,
    },
    /// `x > threshold ? min(x, most) : slope·(x − threshold)`
    ClippedRelu {
        /// Below the threshold.
        slope: f64,
        /// Greatest value.
        most: f64,
        /// Where it begins.
        threshold: f64,
    },
    /// `x > 0 ? x : alpha·(eˣ − 1)`
    Elu {
        /// Negative of the least value.
        alpha: f64,
    },
    /// `x·Φ(x)`
    Gelu,
    /// `x/2·(1 + tanh(√(2 / π)·(x + 0.044715·x³)))`
    GeluTanh,
    /// `x / (1 + e⁻ˣ)`
    Silu,
    /// `x·min(max(x + 3, 0), 6) / 6`
    HardSwish,
    /// `tanh x`
    Tanh,
}

impl Unary {
    /// Its value at x.
    pub fn value<T: Real>(self, x: T) -> T {
        let [half, one] = [T::of(0.5), T::ONE];
        match self {
            Unary::LeakyRelu { slope } if x < T::ZERO => T::of(slope) * x,
            Unary::LeakyRelu { .. } => x,
            Unary::ClippedRelu {
                slope,
                most,
                threshold,
            } => {
                if x > T::of(threshold) {
                    if x > T::of(most) { T::of(most) } else { x }
                } else if slope == 0.0 {
                    if x.is_nan() { x } else { T::ZERO }
                } else {
                    T::of(slope) * (x - T::of(threshold))
                }
            }
            Unary::Elu { .. } if x > T::ZERO => x,
            Unary::Elu { alpha } => T::of(alpha) * (x.exp() - one),
            Unary::Gelu => half * x * (one + (x * T::of(0.5f64.sqrt())).erf()),
            Unary::GeluTanh => half * x * (one + gelu_inner(x).tanh()),
            Unary::Silu => x / (one + (-x).exp()),
            Unary::HardSwish => {
                let six = T::of(6.0);
                let gate = x + T::of(3.0);
                let gate = if gate < T::ZERO { T::ZERO } else { gate };
                x * (if gate > six { six } else { gate } / six)
            }
            Unary::Tanh => x.tanh(),
        }
    }

    /// Its derivative at x; at bends that of the package.
    pub fn derivative<T: Real>(self, x: T) -> T {
        let [half, one] = [T::of(0.5), T::ONE];
        match self {
            Unary::LeakyRelu { slope } if x < T::ZERO => T::of(slope),
            Unary::LeakyRelu { .. } => one,
            Unary::ClippedRelu {
                slope,
                most,
                threshold,
            } => {
                if x > T::of(threshold) {
                    if x < T::of(most) { one } else { T::ZERO }
                } else if x < T::of(threshold) {
                    T::of(slope)
                } else {
                    T::ZERO
                }
            }
            Unary::Elu { .. } if x > T::ZERO => one,
            Unary::Elu { alpha } => T::of(alpha) * x.exp(),
            Unary::Gelu => {
                let below = half * (one + (x * T::of(0.5f64.sqrt())).erf());
                let density = (-(half * x * x)).exp() / T::of(std::f64::consts::TAU.sqrt());
                below + x * density
            }
            Unary::GeluTanh => {
                let t = gelu_inner(x).tanh();
                let slope = T::of(GELU_SCALE) * (one + T::of(3.0 * GELU_CUBE) * x * x);
                half * (one + t) + half * x * (one - t * t) * slope
            }
            Unary::Silu => {
                let s = one / (one + (-x).exp());
                s + x * s * (one - s)
            }
            Unary::HardSwish => {
                let three = T::of(3.0);
                if x <= -three {
                    T::ZERO
                } else if x < three {
                    (x + x + three) / T::of(6.0)
                } else {
                    one
                }
            }
            Unary::Tanh => {
                let t = x.tanh();
                one - t * t
            }
        }
    }

    /// How far x is from the nearest bend.
    pub fn margin(self, x: f64) -> f64 {
        match self {
            Unary::LeakyRelu { .. } | Unary::Elu { .. } => x.abs(),
            Unary::ClippedRelu {
                most, threshold, ..
            } => (x - threshold).abs().min((x - most).abs()),
            Unary::HardSwish => (x.abs() - 3.0).abs(),
            _ => f64::INFINITY,
        }
    }
}

/// √(2 / π)
const GELU_SCALE: f64 = 0.797_884_560_802_865_4;
const GELU_CUBE: f64 = 0.044_715;

fn gelu_inner<T: Real>(x: T) -> T {
    T::of(GELU_SCALE) * (x + T::of(GELU_CUBE) * x * x * x)
}
