//! Rows of a table as they cross the border: one text, one block of pixels, and numbers.

use super::utf16;

/// Where a row stands.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Place {
    /// The line it begins in, from 1.
    pub line: u64,
    /// Bytes up to its end.
    pub bytes: u64,
    /// Line feeds up to its end.
    pub line_feeds: u64,
}

/// Rows that were read.
#[derive(Debug, Default, PartialEq)]
pub struct Batch {
    /// Rows of the table before these, the header not counted.
    pub before: u64,
    /// The line in which each row begins, from 1.
    pub lines: Vec<f64>,
    /// For each row the bytes, and the line feeds, of the table up to its end.
    pub read: Vec<f64>,
    /// The kept fields of all rows, one after the other, in UTF-8.
    pub text: Vec<u8>,
    /// Where each of them ends, in units of UTF-16, as JavaScript counts.
    pub ends: Vec<u32>,
    /// The pixels of all rows; 0 where one is wrong.
    pub pixels: Vec<u8>,
    /// Rows of this batch that are not as they should be, and why.
    pub wrong: Vec<(u32, String)>,
}

impl Batch {
    /// A row follows.
    pub(super) fn begin(&mut self, place: Place) {
        self.lines.push(place.line as f64);
        self.read
            .extend([place.bytes, place.line_feeds].map(|read| read as f64));
    }

    /// Adds a field. False where it is no UTF-8, and what cannot be read in it was replaced.
    pub(super) fn add_text(&mut self, field: &[u8]) -> bool {
        let before = self.ends.last().copied().unwrap_or_default();
        let text = String::from_utf8_lossy(field);
        self.text.extend_from_slice(text.as_bytes());
        self.ends.push(before + utf16::length(&text) as u32);
        std::str::from_utf8(field).is_ok()
    }

    /// The row that was begun last is not as it should be.
    pub(super) fn wrong(&mut self, message: String) {
        self.wrong.push((self.lines.len() as u32 - 1, message));
    }
}
