//! The likelihood of each class for each kind, as a table that variational inference runs over.
//!
//! Most kinds are sure that they are none of most classes, and equally so. A row is therefore its least value, and what some
//! classes have above it. Of as many classes as the packaged models have all stand in a second table, with 0 for those without: sums
//! over them run without jumps, and have the same bits.

use super::kinds::{FLOOR, Kind};
use crate::CustomersError;

/// A row per kind, which adds up to 1: either positive everywhere, or one class alone.
#[derive(Debug, Clone)]
pub struct Likelihoods {
    classes: usize,
    least: Vec<f64>,
    /// Where the entries of each row begin, and where the last one's end.
    starts: Vec<u32>,
    entries: Vec<(u16, f64)>,
    /// What each class has above the least value: kinds × classes, of [`USUAL`] classes.
    all: Vec<f64>,
}

/// So many classes the packaged models have. Sums over a known number of classes need no memory but registers.
pub(super) const USUAL: usize = 10;

/// The likelihood of class k is `least`, plus its entry's value where it has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// 0 only where the class is certain; then there is one entry, of value 1.
    pub(super) least: f64,
    pub(super) entries: &'a [(u16, f64)],
}

impl Likelihoods {
    /// From a row of likelihoods per kind, which need not add up to 1.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where a row is neither positive everywhere nor positive in one class alone.
    pub fn from_rows(classes: usize, rows: &[f64]) -> Result<Self, CustomersError> {
        let mut table = Self::empty(classes);
        for (kind, row) in rows.chunks(classes.max(1)).enumerate() {
            let positive = row
                .iter()
                .filter(|value| value.is_finite() && **value > 0.0)
                .count();
            let zeros = row.iter().filter(|value| **value == 0.0).count();
            if row.len() != classes
                || (positive != classes && (positive != 1 || zeros + 1 != classes))
            {
                return Err(CustomersError::new(
                    "INVALID_ARGUMENT",
                    format!(
                        "kind {kind}: received likelihoods of which {positive} are above 0 → all {classes}, or one and zeros"
                    ),
                ));
            }
            table.push(row);
        }
        Ok(table)
    }

    pub(super) fn of_kinds(kinds: &[Kind], classes: usize) -> Self {
        let mut table = Self::empty(classes);
        let mut row = Vec::with_capacity(classes);
        for kind in kinds {
            row.clear();
            match kind {
                Kind::OneHot(class) => {
                    row.resize(classes, 0.0);
                    row[usize::from(*class)] = 1.0;
                }
                Kind::Sums(sums) => {
                    let sum: f64 = sums.iter().sum();
                    row.extend(sums);
                    row.resize(classes, FLOOR * sum);
                }
            }
            table.push(&row);
        }
        table
    }

    fn empty(classes: usize) -> Self {
        Self {
            classes,
            least: Vec::new(),
            starts: vec![0],
            entries: Vec::new(),
            all: Vec::new(),
        }
    }

    fn push(&mut self, row: &[f64]) {
        let sum: f64 = row.iter().sum();
        let least = row.iter().copied().fold(f64::INFINITY, f64::min);
        self.least.push(least / sum);
        for (class, value) in row.iter().enumerate() {
            if *value > least {
                self.entries.push((class as u16, (value - least) / sum));
            }
        }
        self.starts.push(self.entries.len() as u32);
        if self.classes == USUAL {
            let above = row.iter().map(|value| (value - least) / sum);
            self.all.extend(above);
        }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The number of kinds.
    pub fn kinds(&self) -> usize {
        self.least.len()
    }

    /// The likelihood of a class for a kind.
    ///
    /// # Panics
    /// If there is no such kind.
    pub fn likelihood(&self, kind: u16, class: u16) -> f64 {
        let row = self.row(kind);
        let entry = row.entries.iter().find(|(of, _)| *of == class);
        row.least + entry.map_or(0.0, |(_, value)| *value)
    }

    /// The likelihood of the class that is likeliest for a kind.
    ///
    /// # Panics
    /// If there is no such kind.
    pub fn highest(&self, kind: u16) -> f64 {
        let row = self.row(kind);
        let above = row.entries.iter().map(|(_, value)| *value);
        row.least + above.fold(0.0, f64::max)
    }

    /// The row of a kind where there are N classes: its least value, and what each has above it.
    #[inline]
    pub(super) fn row_of<const N: usize>(&self, kind: u16) -> (f64, &[f64; N]) {
        let (rows, _) = self.all.as_chunks();
        (self.least[usize::from(kind)], &rows[usize::from(kind)])
    }

    pub(super) fn row(&self, kind: u16) -> Row<'_> {
        let kind = usize::from(kind);
        let entries = self.starts[kind] as usize..self.starts[kind + 1] as usize;
        Row {
            least: self.least[kind],
            entries: &self.entries[entries],
        }
    }
}

impl Row<'_> {
    /// The class that is certain.
    pub(super) fn certain(&self) -> Option<usize> {
        match self.entries {
            [(class, _)] if self.least == 0.0 => Some(usize::from(*class)),
            _ => None,
        }
    }

    /// Σ likelihood × value over the classes, where `sum` is Σ value.
    pub(super) fn dot(&self, values: &[f64], sum: f64) -> f64 {
        let mut total = self.least * sum;
        for (class, above) in self.entries {
            total += above * values[usize::from(*class)];
        }
        total
    }
}

/// [`Row::dot`] of a row of N classes.
#[inline]
pub(super) fn dot_of<const N: usize>(
    (least, all): (f64, &[f64; N]),
    values: &[f64; N],
    sum: f64,
) -> f64 {
    // Two sums side by side are one vector instruction a pair.
    let mut totals = [least * sum, 0.0];
    let (pairs, last) = all.as_chunks::<2>();
    for (k, pair) in pairs.iter().enumerate() {
        totals[0] += pair[0] * values[2 * k];
        totals[1] += pair[1] * values[2 * k + 1];
    }
    if let [last] = last {
        totals[0] += last * values[N - 1];
    }
    totals[0] + totals[1]
}
