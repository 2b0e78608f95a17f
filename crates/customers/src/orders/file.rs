//! A file of orders, fed piece by piece: its first row waits until somebody says what the columns mean.

use super::book::Book;
use super::cut::Cut;
use super::layout::Layout;
use crate::CustomersError;
use crate::text::Decimals;
use fashion_rows::{Rows, check_start};

/// A file that is being read.
pub struct OrderFile {
    pub(super) rows: Rows,
    pub(super) delimiter: u8,
    pub(super) decimals: Decimals,
    pub(super) start: Option<Vec<u8>>,
    pub(super) pending: Vec<u8>,
    pub(super) first: Option<Vec<String>>,
    pub(super) layout: Option<Layout>,
    pub(super) columns: usize,
    pub(super) ends: Vec<u32>,
    /// Rows that were cut and wait to be taken, and where their fields end, one row after the other.
    pub(super) cut: Vec<Cut>,
    pub(super) cut_ends: Vec<u32>,
    pub(super) text: Vec<u8>,
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
            cut: Vec::new(),
            cut_ends: Vec::new(),
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
}
