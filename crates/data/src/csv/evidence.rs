//! What speaks against a label that was taken for the first column only because the number of columns leaves room for one.
//!
//! Two other tables have as many columns: one with an index before its pixels, and one whose label is the last. Neither has
//! to be sure to be refused, since the caller can say which column is the label; but a table that is as it should be must
//! never be. Sums over all rows are judged at the end, so that a table sorted by class is seen as a whole.
//!
//! An index counts up from 0 or 1 in at least [`COUNTED`] rows, or more than half of the rows have a number of their own,
//! which labels of that many rows ([`OWN_NUMBERS`]) do not.
//!
//! A label is last where the last column holds small numbers, not 0 in more than nine rows of ten as the corner of a picture
//! does, and is far from its neighbour, while the first column is near its own: pixels are like their neighbours, labels
//! are not. Near and far are mean differences; the last one's must be twice the first one's. Where the first column is the
//! same in all rows, as in a table of one class, and the last is not, half of it is enough.

use crate::DataError;

/// So many labels that count up are no accident; Kaggle's test table begins with 0, 1, 2.
const COUNTED: usize = 4;
/// So many rows in which most labels are there once are no labels.
const OWN_NUMBERS: usize = 20;

pub(super) struct Evidence {
    rows: usize,
    start: u32,
    counts_up: bool,
    /// A bit per label that was seen, and how many were.
    seen: Vec<u64>,
    distinct: usize,
    first_is_constant: bool,
    /// Sums of differences between a column and its neighbour: the first, which is the label, and the last.
    first_steps: u64,
    last_steps: u64,
    /// Rows of each value in the last column.
    last: [usize; 256],
}

impl Evidence {
    pub(super) fn new() -> Self {
        Self {
            rows: 0,
            start: 0,
            counts_up: true,
            seen: Vec::new(),
            distinct: 0,
            first_is_constant: true,
            first_steps: 0,
            last_steps: 0,
            last: [0; 256],
        }
    }

    /// Takes in a row: its first column, and the others.
    pub(super) fn see(&mut self, label: u32, pixels: &[u8]) {
        if self.rows == 0 {
            self.start = label;
        }
        self.counts_up &= self.start < 2 && self.next() == u64::from(label);
        self.first_is_constant &= label == self.start;
        let (word, bit) = (label as usize / 64, 1 << (label % 64));
        if word >= self.seen.len() {
            self.seen.resize(word + 1, 0);
        }
        self.distinct += usize::from(self.seen[word] & bit == 0);
        self.seen[word] |= bit;
        if let [second, .., before, last] = *pixels {
            self.first_steps += u64::from(label.abs_diff(u32::from(second)));
            self.last_steps += u64::from(last.abs_diff(before));
            self.last[usize::from(last)] += 1;
        }
        self.rows += 1;
    }

    /// The label of the next row, if the first column is an index.
    fn next(&self) -> u64 {
        u64::from(self.start) + self.rows as u64
    }

    /// Whether `label` would go on counting.
    pub(super) fn would_count(&self, label: Option<u32>) -> bool {
        self.counts_up && self.rows >= COUNTED && label.map(u64::from) == Some(self.next())
    }

    /// All rows were seen; labels are below `classes`.
    pub(super) fn judge(&self, classes: u32) -> Result<(), DataError> {
        let by_rows = self.rows >= OWN_NUMBERS && 2 * self.distinct > self.rows;
        if self.rows >= COUNTED && self.counts_up || by_rows {
            let looks = match self.counts_up {
                true => format!("counts up from {}", self.start),
                false => format!(
                    "has {} different numbers in {} rows",
                    self.distinct, self.rows
                ),
            };
            return refuse(format!(
                "the first column {looks}: it looks like an index → write the table without it (pandas: index=False); if it is the label, say labelColumn: \"first\""
            ));
        }
        let most = self.last.iter().rposition(|&rows| rows > 0).unwrap_or(0);
        if self.last_is_label(most, classes) {
            return refuse(format!(
                "the first column is like a pixel and the last one, whole numbers up to {most}, like a label → say labelColumn: \"last\", or labelColumn: \"first\" if it is that one"
            ));
        }
        Ok(())
    }

    fn last_is_label(&self, most: usize, classes: u32) -> bool {
        // So many classes have some images each.
        let limit = (self.rows / 5).clamp(9, 99).min(classes as usize - 1);
        let others = self.rows - self.last[0];
        // One picture that reaches its corner is no evidence among several.
        if most > limit || 10 * others <= self.rows || others < 2 && self.rows > 2 {
            return false;
        }
        let last_is_constant = self.last[most] == self.rows;
        if self.first_is_constant && !last_is_constant && self.rows > 1 {
            2 * self.last_steps > self.first_steps
        } else {
            self.last_steps > 2 * self.first_steps
        }
    }
}

fn refuse(what: String) -> Result<(), DataError> {
    Err(DataError::new("CSV_LABEL", what))
}
