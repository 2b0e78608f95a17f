//! The rows of a file, as they are cut: most by their line feed alone, the others by the parser.

use super::book::Book;
use super::facts::Wrong;
use super::file::OrderFile;
use super::row::Row;
use crate::CustomersError;
use fashion_rows::plain_row;

impl OrderFile {
    /// Reads on, and returns how many of the bytes were used.
    pub(super) fn read(&mut self, bytes: &[u8], book: &mut Book) -> Result<usize, CustomersError> {
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
