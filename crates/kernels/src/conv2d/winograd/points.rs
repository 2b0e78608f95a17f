//! The points of a tiling and the numbers of its transforms, worked out from them.
//!
//! A tile of m outputs of a kernel of r taps has m + r − 1 points: ∞, pairs ±p, and 0 where their number is even. For the
//! polynomial N(x) = x^z·∏(x² − p²) (z = 1 with the point 0) Cook and Toom's transforms are: row p of Bᵀ the coefficients of
//! N(x) / (x − p), that of ∞ those of N; row p of G (1, p, …, p^(r − 1)) / N′(p), of ∞ (0, …, 0, 1); column p of Aᵀ the
//! powers of p.
//! Since points come in pairs, every row is an even and an odd half that it shares with its partner.
//!
//! Which points: rounding is least where |p| lie around 1 on both sides. Measured with 64 channels against double
//! precision, of max |y| and max |dw|: m = 4 (0, ±√½, ±√2) 5e-7 and 1e-6, where the usual 0, ±1, ±2 has 5e-6 and 1e-5;
//! m = 5 (±⅜, ±⅞, ±1½) 1.5e-6 and 2e-6; m = 7 (±5⁄16, ±¾, ±1⅛, ±2) 9e-6 and 9e-6.

/// Most pairs and most powers of a point.
const PAIRS: usize = 4;
const POWERS: usize = 7;

/// Numbers that lines are multiplied by; of each array the first count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Points {
    /// p of every pair.
    pub p: [f32; PAIRS],
    /// Coefficients of N(x) / (x^z·(x² − p²)), of x⁰, x² …; the last is 1.
    pub rest: [[f32; PAIRS]; PAIRS],
    /// Coefficients of N(x) / x^z, of x⁰, x² …; the last is 1.
    pub whole: [f32; PAIRS + 1],
    /// pⁱ.
    pub powers: [[f32; POWERS]; PAIRS],
    /// 1 / N′(p), and with 0 among the points last 1 / N′(0).
    pub shares: [f32; PAIRS + 1],
}

/// Coefficients of ∏(x − s) over `squares` but that at `without`, lowest first.
#[cfg_attr(target_arch = "wasm32", optimize(size))]
fn product(squares: &[f64], without: usize) -> [f32; PAIRS + 1] {
    let mut coefficients = [0.0; PAIRS + 1];
    coefficients[0] = 1.0;
    for (place, square) in squares.iter().enumerate() {
        if place == without {
            continue;
        }
        let mut lower = 0.0;
        for value in &mut coefficients {
            (lower, *value) = (*value, lower - square * *value);
        }
    }
    coefficients.map(|value| value as f32)
}

impl Points {
    /// For 6, 7 or 9 points.
    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    pub fn of(side: usize) -> Self {
        let root = std::f64::consts::FRAC_1_SQRT_2;
        match side {
            6 => Self::new(true, &[root, 2.0 * root]),
            7 => Self::new(false, &[0.375, 0.875, 1.5]),
            _ => Self::new(false, &[0.3125, 0.75, 1.125, 2.0]),
        }
    }

    #[cfg_attr(target_arch = "wasm32", optimize(size))]
    fn new(zero: bool, pairs: &[f64]) -> Self {
        let mut squares = [0.0; PAIRS];
        for (square, p) in squares.iter_mut().zip(pairs) {
            *square = p * p;
        }
        let squares = &squares[..pairs.len()];
        let mut points = Self {
            p: [0.0; PAIRS],
            rest: [[0.0; PAIRS]; PAIRS],
            whole: product(squares, PAIRS),
            powers: [[0.0; POWERS]; PAIRS],
            shares: [0.0; PAIRS + 1],
        };
        let mut at_zero = 1.0;
        for (i, &p) in pairs.iter().enumerate() {
            points.p[i] = p as f32;
            points.rest[i].copy_from_slice(&product(squares, i)[..PAIRS]);
            let mut power = 1.0;
            for value in &mut points.powers[i] {
                *value = power as f32;
                power *= p;
            }
            let mut slope = 1.0;
            for (j, square) in squares.iter().enumerate() {
                if j != i {
                    slope *= squares[i] - square;
                }
            }
            slope = slope * 2.0 * p;
            points.shares[i] = (1.0 / if zero { slope * p } else { slope }) as f32;
            at_zero *= -squares[i];
        }
        points.shares[PAIRS] = (1.0 / at_zero) as f32;
        points
    }
}
