//! The rows of a file, as they are cut: most by their line feed alone, the others by the parser.

use super::book::Book;
use super::cut::Cut;
use super::facts::Wrong;
use super::file::OrderFile;
use super::row::{Known, Row};
use crate::CustomersError;
use fashion_rows::plain_row;

/// So many rows are cut before the first of them is taken: the processor fetches the memory of their customers at once.
const CUT: usize = 32;

impl OrderFile {
    /// Reads on, and returns how many of the bytes were used.
    pub(super) fn read(&mut self, bytes: &[u8], book: &mut Book) -> Result<usize, CustomersError> {
        let mut rest = bytes;
        while self.first.is_none() {
            rest = &rest[self.plain(rest, book)?..];
            if !self.rows.next(&mut rest).map_err(CustomersError::from)? {
                break;
            }
            self.parsed(book)?;
        }
        Ok(bytes.len() - rest.len())
    }

    /// Takes the rows from the first on that need no parser, and returns how many bytes they have.
    fn plain(&mut self, bytes: &[u8], book: &mut Book) -> Result<usize, CustomersError> {
        let mut rest = bytes;
        while self.layout.is_some() {
            self.cut.clear();
            self.cut_ends.clear();
            while self.cut.len() < CUT
                && self.rows.is_between(&mut rest)
                && let first = self.cut_ends.len()
                && let Some(length) = plain_row(rest, self.delimiter, &mut self.cut_ends)
            {
                self.cut.push(Cut {
                    start: bytes.len() - rest.len(),
                    ends: first..self.cut_ends.len(),
                    line: self.rows.line(),
                });
                self.rows.pass_line();
                rest = &rest[length..];
            }
            if self.cut.is_empty() {
                break;
            }
            self.take_cut(bytes, book)?;
        }
        Ok(bytes.len() - rest.len())
    }

    fn take_cut(&self, bytes: &[u8], book: &mut Book) -> Result<(), CustomersError> {
        let row = |cut: &Cut| Row {
            text: &bytes[cut.start..],
            ends: &self.cut_ends[cut.ends.clone()],
            gap: 1,
            line: cut.line,
            known: Known::default(),
        };
        let mut rows: [Row; CUT] =
            core::array::from_fn(|i| self.cut.get(i).map(row).unwrap_or_default());
        if let Some(layout) = &self.layout {
            book.look_up(layout, &mut rows);
        }
        let mut rows = rows[..self.cut.len()].iter();
        rows.try_for_each(|row| self.row(*row, book))
    }

    /// The parser has a row.
    pub(super) fn parsed(&mut self, book: &mut Book) -> Result<(), CustomersError> {
        if self.layout.is_none() {
            let text = |field: &[u8]| String::from_utf8_lossy(field).into_owned();
            self.first = Some(self.rows.fields().map(text).collect());
            return Ok(());
        }
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        self.ends.clear();
        for field in self.rows.fields() {
            text.extend_from_slice(field);
            self.ends.push(text.len() as u32);
        }
        let row = Row {
            text: &text,
            ends: &self.ends,
            gap: 0,
            line: self.rows.line(),
            known: Known::default(),
        };
        let read = self.row(row, book);
        self.text = text;
        read
    }

    fn row(&self, row: Row, book: &mut Book) -> Result<(), CustomersError> {
        let Some(layout) = &self.layout else {
            return Ok(());
        };
        let Row {
            text, ends, line, ..
        } = row;
        if ends.len() == self.columns {
            return book.row(layout, self.decimals, row);
        }
        let is_blank = text[..ends.last().map_or(0, |end| *end as usize)]
            .iter()
            .all(|&byte| byte == self.delimiter || byte.is_ascii_whitespace());
        if !is_blank {
            let what = format!("has {} columns, expected {}", ends.len(), self.columns);
            book.counts.rows += 1;
            book.wrong(layout, line, Wrong::row(what));
        }
        Ok(())
    }
}
