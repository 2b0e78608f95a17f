//! Squared extrapolation of a fixed-point iteration (SQUAREM: Varadhan and Roland 2008, scheme 3).

/// The numbers before the last two steps, and between them.
#[derive(Debug, Clone)]
pub(super) struct Extrapolation {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Extrapolation {
    /// Of so many numbers.
    pub(super) fn of(numbers: usize) -> Self {
        Self {
            first: vec![0.0; numbers],
            second: vec![0.0; numbers],
        }
    }

    /// Is told the numbers before each step, from 0 on, and extrapolates them before every third.
    #[inline]
    pub(super) fn before_step(&mut self, step: usize, numbers: &mut [f64]) {
        match step % 3 {
            1 => self.first.copy_from_slice(numbers),
            2 => self.second.copy_from_slice(numbers),
            _ if step > 0 => go_on(&self.first, &self.second, numbers),
            _ => {}
        }
    }
}

/// From the counts before, between and after two steps, to z₀ + 2 l r + l² v, where r is the first step, v how much the
/// second differs from it, and l = |r| / |v|. Nowhere below 0.
fn go_on(first: &[f64], second: &[f64], counts: &mut [f64]) {
    let steps = || first.iter().zip(second);
    let (mut first_square, mut bend_square) = (0.0, 0.0);
    for ((zero, one), two) in steps().zip(counts.iter()) {
        let first = one - zero;
        let bend = (two - one) - first;
        first_square += first * first;
        bend_square += bend * bend;
    }
    let length = (first_square / bend_square).sqrt();
    if !(length > 1.0 && length.is_finite()) {
        return;
    }
    let further = |zero: f64, one: f64, two: f64| {
        let first = one - zero;
        zero + 2.0 * length * first + length * length * ((two - one) - first)
    };
    let mut places = steps().zip(counts.iter());
    if places.all(|((zero, one), two)| further(*zero, *one, *two) >= 0.0) {
        for ((zero, one), two) in steps().zip(counts) {
            *two = further(*zero, *one, *two);
        }
    }
}
