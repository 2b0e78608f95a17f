//! A file of orders, fed piece by piece: its first row waits until somebody says what the columns mean.

use super::book::Book;
use super::facts::Wrong;
use super::layout::Layout;
use super::row::Row;
use crate::CustomersError;
use crate::text::Decimals;
use fashion_rows::{Rows, check_start, plain_row};

/// A file that is being read.
pub struct OrderFile {
    rows: Rows,
    delimiter: u8,
    decimals: Decimals,
    start: Option<Vec<u8>>,
    pending: Vec<u8>,
    first: Option<Vec<String>>,
    layout: Option<Layout>,
    columns: usize,
    ends: Vec<u32>,
    text: Vec<u8>,
}

impl OrderFile {
    /// A file of rows whose fields are separated by `delimiter`.
    pub fn new(delimiter: u8) -> Self {
        Self {
            rows: Rows::separated_by(delimiter),
            delimiter,
            decimals: if delimiter == b';' {
                Decimals::Unsaid
            } else {
                Decimals::Point
            },
            start: Some(Vec::new()),
            pending: Vec::new(),
            first: None,
            layout: None,
            columns: 0,
            ends: Vec::new(),
            text: Vec::new(),
        }
    }

    /// The first row, while it waits for a layout.
    pub fn first_row(&self) -> Option<&[String]> {
        self.first.as_deref()
    }

    /// Says what the columns mean; the first row holds names.
    pub fn set_layout(&mut self, layout: Layout) {
        if let Some(first) = self.first.take() {
            self.columns = first.len();
            self.rows.leave_header();
        }
        self.layout = Some(layout);
    }

    /// A file without a header, whose columns are known.
    pub fn without_header(mut self, layout: Layout) -> Self {
        self.columns = layout.names.len();
        self.layout = Some(layout);
        self.start = None;
        self
    }

    /// Reads on, and returns how many of the bytes were used: not all where the first row waits for its layout.
    ///
    /// # Errors
    /// CSV_HEADER for what is no table, CSV_COLUMNS for a row without end, CURRENCY. Nothing can be read after an error.
    pub fn push(&mut self, bytes: &[u8], book: &mut Book) -> Result<usize, CustomersError> {
        if let Some(start) = &mut self.start {
            start.extend_from_slice(bytes);
            // The mark of UTF-8 is recognised only where it comes in one piece.
            if start.len() >= 4 {
                self.begin(book)?;
            }
            return Ok(bytes.len());
        }
        if !self.read_pending(book)? {
            return Ok(0);
        }
        self.read(bytes, book)
    }

    /// No bytes follow. Returns whether all is read: while it is not, say the layout, and call it again.
    ///
    /// # Errors
    /// Those of [`push`](Self::push).
    pub fn finish(&mut self, book: &mut Book) -> Result<bool, CustomersError> {
        if self.start.is_some() {
            self.begin(book)?;
        }
        if !self.read_pending(book)? || self.first.is_some() {
            return Ok(false);
        }
        if self.rows.last().map_err(CustomersError::from)? {
            self.parsed(book)?;
        }
        book.settle();
        Ok(self.first.is_none())
    }

    fn begin(&mut self, book: &mut Book) -> Result<(), CustomersError> {
        let start = self.start.take().unwrap_or_default();
        if start.len() >= 4 {
            check_start(&start).map_err(CustomersError::from)?;
        }
        let used = self.read(&start, book)?;
        self.pending = start[used..].to_vec();
        Ok(())
    }

    /// Whether nothing is left of what was taken before.
    fn read_pending(&mut self, book: &mut Book) -> Result<bool, CustomersError> {
        if self.pending.is_empty() {
            return Ok(true);
        }
        let pending = std::mem::take(&mut self.pending);
        let used = self.read(&pending, book)?;
        self.pending = pending[used..].to_vec();
        Ok(self.pending.is_empty())
    }

    fn read(&mut self, bytes: &[u8], book: &mut Book) -> Result<usize, CustomersError> {
        let mut rest = bytes;
        while self.first.is_none() {
            if self.layout.is_some()
                && self.rows.is_between(&mut rest)
                && let Some(length) = plain_row(rest, self.delimiter, &mut self.ends)
            {
                let line = self.rows.line();
                self.rows.pass_line();
                self.row(rest, line, 1, book)?;
                rest = &rest[length..];
                continue;
            }
            if !self.rows.next(&mut rest).map_err(CustomersError::from)? {
                break;
            }
            self.parsed(book)?;
        }
        Ok(bytes.len() - rest.len())
    }

    /// The parser has a row.
    fn parsed(&mut self, book: &mut Book) -> Result<(), CustomersError> {
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
        let read = self.row(&text, self.rows.line(), 0, book);
        self.text = text;
        read
    }

    fn row(
        &self,
        text: &[u8],
        line: u64,
        gap: usize,
        book: &mut Book,
    ) -> Result<(), CustomersError> {
        let Some(layout) = &self.layout else {
            return Ok(());
        };
        let ends = &self.ends;
        if ends.len() == self.columns {
            return book.row(
                layout,
                self.decimals,
                Row {
                    text,
                    ends,
                    gap,
                    line,
                },
            );
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
