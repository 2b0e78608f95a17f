//! Bytes become rows of fields, by csv-core, which can be fed piece by piece and goes on in the middle of a row.
//!
//! A row's text and number of fields are bounded: the first row's by constants, the others' by the first or by what the reader
//! of the table allows. So a file without line breaks, or with a quotation mark that is never closed, ends in an error and
//! not in memory.

use crate::RowError;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// A first row of more characters is no row of a table of images.
const MAX_FIRST_ROW: usize = 16 << 20;
/// As many columns as an image may have values, and one for the label.
const MAX_COLUMNS: usize = (1 << 20) + 1;
/// Characters a field may have on average: `255` and room for quotation marks and blanks.
const FIELD: usize = 12;
/// Characters any row may have.
const LEAST_ROW: usize = 1 << 16;

/// Reads rows piece by piece: [`next`](Self::next).
pub struct Rows {
    reader: Reader,
    /// Text of the row at hand, without separators and quotation marks, and where its fields end.
    text: Vec<u8>,
    text_length: usize,
    ends: Vec<usize>,
    fields: usize,
    /// Bytes of the row at hand were read, though it may have no text yet: a quotation mark has none.
    begun: bool,
    /// The row at hand was handed out: the next call begins another.
    whole: bool,
    /// Columns of every row, once the first said it; rows of any number are handed out where nothing is expected.
    columns: Option<usize>,
    /// Rows before the one at hand, the header not counted.
    before: u64,
    /// Line breaks that were skipped here and not seen by the reader.
    skipped_lines: u64,
    /// The line that the row at hand begins in.
    line: u64,
}

impl Rows {
    /// Rows of fields between `delimiter`s.
    pub fn separated_by(delimiter: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            text: vec![0; LEAST_ROW],
            text_length: 0,
            ends: vec![0; 1 << 10],
            fields: 0,
            begun: false,
            whole: false,
            columns: None,
            before: 0,
            skipped_lines: 0,
            line: 1,
        }
    }

    /// Reads on; true: a row is whole, and what is left of `bytes` lies behind it. False: they are used up.
    pub fn next(&mut self, bytes: &mut &[u8]) -> Result<bool, RowError> {
        self.leave_whole();
        loop {
            if !self.begun {
                self.skip_line_breaks(bytes);
            }
            if bytes.is_empty() {
                return Ok(false);
            }
            if matches!(self.step(bytes)?, ReadRecordResult::Record) {
                return Ok(true);
            }
        }
    }

    /// True: the file ended within a row, which is whole thereby.
    pub fn last(&mut self) -> Result<bool, RowError> {
        self.leave_whole();
        loop {
            match self.step(&mut &[][..])? {
                ReadRecordResult::Record => return Ok(true),
                ReadRecordResult::End => return Ok(false),
                _ => {}
            }
        }
    }

    /// The fields of the row at hand.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        let start = |i: usize| if i == 0 { 0 } else { self.ends[i - 1] };
        (0..self.fields).map(move |i| &self.text[start(i)..self.ends[i]])
    }

    /// From now on rows have so many columns; `header`: the row at hand is none of an image.
    pub fn expect(&mut self, columns: usize, header: bool) {
        // One more than there may be: so a longer row is noticed and not stored.
        self.ends.resize(columns + 1, 0);
        self.columns = Some(columns);
        if header {
            self.leave_header();
        }
    }

    /// The row at hand is not counted.
    pub fn leave_header(&mut self) {
        self.clear();
    }

    /// Whether a row begins here, after ends of lines that are skipped.
    pub fn is_between(&mut self, bytes: &mut &[u8]) -> bool {
        self.leave_whole();
        if !self.begun {
            self.skip_line_breaks(bytes);
        }
        !self.begun
    }

    /// A row of one line was read by somebody else.
    pub fn pass_line(&mut self) {
        self.before += 1;
        self.skipped_lines += 1;
    }

    /// The line that the row at hand begins in, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Line feeds that were read.
    pub fn line_feeds(&self) -> u64 {
        self.reader.line() - 1 + self.skipped_lines
    }

    /// Where the row at hand is, for messages; rows are counted without the header.
    pub fn place(&self) -> String {
        format!("row {} (line {})", self.before + 1, self.line)
    }

    /// The row that was handed out lies behind.
    fn leave_whole(&mut self) {
        if self.whole {
            self.before += 1;
            self.clear();
        }
    }

    fn clear(&mut self) {
        (self.begun, self.whole, self.fields, self.text_length) = (false, false, 0, 0);
    }

    /// One call of the parser: it goes on with the row at hand.
    fn step(&mut self, bytes: &mut &[u8]) -> Result<ReadRecordResult, RowError> {
        let text = &mut self.text[self.text_length..];
        let ends = &mut self.ends[self.fields..];
        let (result, read, written, ended) = self.reader.read_record(bytes, text, ends);
        *bytes = &bytes[read..];
        self.begun = true;
        self.text_length += written;
        self.fields += ended;
        match result {
            ReadRecordResult::Record => self.whole = true,
            ReadRecordResult::OutputFull => self.more_text()?,
            ReadRecordResult::OutputEndsFull => self.more_fields()?,
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
        }
        Ok(result)
    }

    /// Between rows: ends of lines, empty lines. So a row's line is known when it begins.
    fn skip_line_breaks(&mut self, bytes: &mut &[u8]) {
        let breaks = bytes
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let length = breaks.clone().count();
        self.skipped_lines += breaks.filter(|&&byte| byte == b'\n').count() as u64;
        *bytes = &bytes[length..];
        self.line = self.reader.line() + self.skipped_lines;
    }

    fn more_text(&mut self) -> Result<(), RowError> {
        let limit = self
            .columns
            .map_or(MAX_FIRST_ROW, |columns| (FIELD * columns).max(LEAST_ROW));
        if self.text.len() < limit {
            self.text.resize((2 * self.text.len()).min(limit), 0);
            return Ok(());
        }
        let advice = "is a quotation mark not closed?";
        let what = format!(
            "{}: has more than {limit} characters → {advice}",
            self.place()
        );
        Err(RowError {
            code: "CSV_COLUMNS",
            message: what,
        })
    }

    fn more_fields(&mut self) -> Result<(), RowError> {
        let limit = self.columns.unwrap_or(MAX_COLUMNS);
        if self.columns.is_none() && self.ends.len() < limit {
            self.ends.resize((2 * self.ends.len()).min(limit), 0);
            return Ok(());
        }
        let what = format!(
            "{}: has more than {limit} columns, expected {limit}",
            self.place()
        );
        Err(RowError {
            code: "CSV_COLUMNS",
            message: what,
        })
    }
}
