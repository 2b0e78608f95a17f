//! The usual row of a table of pixels, read in one pass: digits between delimiters, no quotation mark, a whole line at hand.
//!
//! It takes what the parser would take in the same way, and leaves everything else to it: the batch is as it was then.

use super::Plan;
use super::batch::Batch;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Kept,
    Pixel,
    Skipped,
}

/// What each column is.
pub(super) struct PlainRows {
    delimiter: u8,
    kinds: Vec<Kind>,
}

impl PlainRows {
    /// `None` where there are no pixels, or columns are wanted in another order than that of the table.
    pub(super) fn new(delimiter: u8, columns: usize, plan: &Plan) -> Option<Self> {
        let is_in_order = |places: &[usize]| places.windows(2).all(|pair| pair[0] < pair[1]);
        if plan.pixels.is_empty() || !is_in_order(&plan.pixels) || !is_in_order(&plan.kept) {
            return None;
        }
        let mut kinds = vec![Kind::Skipped; columns];
        for (places, kind) in [(&plan.kept, Kind::Kept), (&plan.pixels, Kind::Pixel)] {
            for &place in places {
                let column = kinds.get_mut(place)?;
                if *column != Kind::Skipped {
                    return None;
                }
                *column = kind;
            }
        }
        Some(Self { delimiter, kinds })
    }

    /// Reads the row that `bytes` begin with into the batch, and returns its length with the end of its line; `None` where the
    /// parser has to.
    pub(super) fn read(&self, bytes: &[u8], batch: &mut Batch) -> Option<usize> {
        let before = (batch.text.len(), batch.ends.len(), batch.pixels.len());
        let length = self.row(bytes, batch);
        if length.is_none() {
            batch.text.truncate(before.0);
            batch.ends.truncate(before.1);
            batch.pixels.truncate(before.2);
        }
        length
    }

    fn row(&self, bytes: &[u8], batch: &mut Batch) -> Option<usize> {
        let mut at = 0;
        let last = self.kinds.len() - 1;
        for (column, kind) in self.kinds.iter().enumerate() {
            let end = match kind {
                Kind::Pixel => {
                    let (value, end) = pixel(bytes, at)?;
                    batch.pixels.push(value);
                    end
                }
                kind => {
                    let end = self.text(bytes, at)?;
                    if *kind == Kind::Kept {
                        let before = batch.ends.last().copied().unwrap_or_default();
                        batch.text.extend_from_slice(&bytes[at..end]);
                        batch.ends.push(before + (end - at) as u32);
                    }
                    end
                }
            };
            let after = *bytes.get(end)?;
            at = end + 1;
            if column < last {
                if after != self.delimiter {
                    return None;
                }
            } else if after == b'\r' {
                return (bytes.get(at) == Some(&b'\n')).then_some(at + 1);
            } else if after != b'\n' {
                return None;
            }
        }
        Some(at)
    }

    /// Where a field of plain ASCII ends.
    fn text(&self, bytes: &[u8], start: usize) -> Option<usize> {
        let rest = bytes.get(start..)?;
        let is_end = |byte: u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        let length = rest
            .iter()
            .position(|&byte| is_end(byte) || byte == b'"' || !byte.is_ascii())?;
        is_end(rest[length]).then_some(start + length)
    }
}

/// A whole number from 0 to 255 in one to three digits, and where it ends.
#[inline]
fn pixel(bytes: &[u8], start: usize) -> Option<(u8, usize)> {
    let digit = |at: usize| bytes.get(at).map(|byte| byte.wrapping_sub(b'0'));
    let first = digit(start).filter(|&digit| digit < 10)?;
    let Some(second) = digit(start + 1).filter(|&digit| digit < 10) else {
        return Some((first, start + 1));
    };
    let two = 10 * first + second;
    let Some(third) = digit(start + 2).filter(|&digit| digit < 10) else {
        return Some((two, start + 2));
    };
    let three = u8::try_from(10 * u16::from(two) + u16::from(third)).ok()?;
    Some((three, start + 3))
}
