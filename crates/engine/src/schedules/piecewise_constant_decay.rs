//! One rate up to and with the first boundary, another from there to the next, and so on.

use super::Kind;

pub(super) const KIND: Kind = Kind {
    word: "piecewiseConstantDecay",
    options: &[("boundaries", 0.0), ("values", 0.0)],
    at,
    fits,
};

/// Boundaries and values.
fn parts(options: &[f64]) -> Option<(&[f64], &[f64])> {
    let (count, rest) = options.split_first()?;
    let (boundaries, values) = rest.split_at_checked(*count as usize)?;
    Some((boundaries, values.get(1..)?))
}

fn fits(options: &[f64]) -> bool {
    parts(options).is_some_and(|(boundaries, values)| {
        values.len() == boundaries.len() + 1 && boundaries.is_sorted_by(|a, b| a < b)
    })
}

fn at(options: &[f64], step: f64) -> f64 {
    let (boundaries, values) = parts(options).unwrap_or_default();
    let passed = boundaries
        .iter()
        .filter(|&&boundary| boundary < step)
        .count();
    values.get(passed).copied().unwrap_or(f64::NAN)
}
