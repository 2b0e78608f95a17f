//! A table of images in CSV, one image a row, read as it arrives: Kaggle's `label,pixel1,…,pixel784`.
//!
//! Rows are cut into fields by csv-core, the csv crate's own parser, which can be fed piece by piece. What the columns are is
//! in `columns.rs`; here rows become bytes. A row's text and number of fields are bounded by the first row's, so a file
//! without line breaks, or with a quotation mark that is never closed, ends in an error and not in memory.

mod columns;
mod number;

use crate::DataError;
use crate::error::quoted;
use columns::Columns;
use csv_core::{ReadRecordResult, Reader};

/// What the caller knows of the table beforehand.
#[derive(Debug, Clone, Copy)]
pub struct CsvOptions {
    /// Height, width, channels; without it, a square image of one channel is taken from the number of columns.
    pub image_shape: Option<[usize; 3]>,
    /// Labels must be below it.
    pub classes: u32,
    /// Largest number of pixels, all images together.
    pub max_pixels: usize,
}

/// A first row of more characters is no row of a table of images.
const MAX_FIRST_ROW: usize = 16 << 20;
/// As many columns as an image may have values, and one for the label.
const MAX_COLUMNS: usize = (1 << 20) + 1;
/// Characters a field may have on average: `255` and room for quotation marks and blanks.
const FIELD: usize = 12;

/// The reader. Feed it with [`push`](Self::push), end with [`finish`](Self::finish); take what is there in between.
pub struct CsvImages {
    options: CsvOptions,
    reader: Reader,
    /// Text of the row at hand, without separators and quotation marks, and where its fields end.
    text: Vec<u8>,
    text_length: usize,
    ends: Vec<usize>,
    fields: usize,
    /// Before the first bytes are seen as a whole.
    start: Option<Vec<u8>>,
    columns: Option<Columns>,
    /// Line breaks that were skipped here and not seen by the reader.
    skipped_lines: u64,
    /// The line that the row at hand begins in.
    line: u64,
    rows: u64,
    pixels: Vec<u8>,
    labels: Vec<u32>,
    total: usize,
}

impl CsvImages {
    /// A reader that has seen nothing yet.
    pub fn new(options: CsvOptions) -> Self {
        Self {
            options,
            reader: Reader::new(),
            text: vec![0; 1 << 16],
            text_length: 0,
            ends: vec![0; 1 << 10],
            fields: 0,
            start: Some(Vec::new()),
            columns: None,
            skipped_lines: 0,
            line: 1,
            rows: 0,
            pixels: Vec::new(),
            labels: Vec::new(),
            total: 0,
        }
    }

    /// Reads the next bytes of the file.
    ///
    /// # Errors
    /// CSV_HEADER, CSV_COLUMNS, CSV_VALUE, CSV_LABEL, CSV_TOO_LARGE. Nothing can be read after an error.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), DataError> {
        let Some(start) = &mut self.start else {
            return self.read(bytes);
        };
        start.extend_from_slice(bytes);
        // The mark of UTF-8 is recognised, and left out, only where it comes in one piece.
        if start.len() < 4 {
            return Ok(());
        }
        let start = self.start.take().unwrap_or_default();
        columns::check_start(&start)?;
        self.read(&start)
    }

    /// Says that no bytes follow. The last row needs no line break.
    ///
    /// # Errors
    /// Those of [`push`](Self::push), and CSV_EMPTY when there was no image.
    pub fn finish(&mut self) -> Result<(), DataError> {
        if let Some(start) = self.start.take() {
            self.read(&start)?;
        }
        loop {
            match self.step(&[]).0 {
                ReadRecordResult::Record => self.row(true)?,
                ReadRecordResult::OutputFull => self.more_text()?,
                ReadRecordResult::OutputEndsFull => self.more_fields()?,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => break,
            }
        }
        if self.rows > 0 {
            return Ok(());
        }
        let what = if self.columns.is_some() {
            "has a header and no row"
        } else {
            "is empty"
        };
        Err(DataError::new(
            "CSV_EMPTY",
            format!("{what} → expected one row an image, label,pixel1,…,pixel784"),
        ))
    }

    /// Height, width, channels of the images; zeros before the first row was read.
    pub fn image_shape(&self) -> [usize; 3] {
        self.columns
            .as_ref()
            .map_or([0; 3], |columns| columns.image_shape)
    }

    /// Whether the table has a column of labels.
    pub fn labelled(&self) -> bool {
        self.columns
            .as_ref()
            .is_some_and(|columns| columns.label.is_some())
    }

    /// The pixels read since the last call, image by image.
    pub fn take_pixels(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.pixels)
    }

    /// The labels read since the last call; none where the table has none.
    pub fn take_labels(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.labels)
    }

    fn read(&mut self, mut bytes: &[u8]) -> Result<(), DataError> {
        loop {
            if self.fields == 0 && self.text_length == 0 {
                bytes = self.skip_line_breaks(bytes);
                self.line = self.reader.line() + self.skipped_lines;
            }
            if bytes.is_empty() {
                return Ok(());
            }
            let (result, read) = self.step(bytes);
            bytes = &bytes[read..];
            match result {
                ReadRecordResult::Record => self.row(false)?,
                ReadRecordResult::OutputFull => self.more_text()?,
                ReadRecordResult::OutputEndsFull => self.more_fields()?,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
            }
        }
    }

    /// One call of the parser: it goes on with the row at hand.
    fn step(&mut self, bytes: &[u8]) -> (ReadRecordResult, usize) {
        let text = &mut self.text[self.text_length..];
        let ends = &mut self.ends[self.fields..];
        let (result, read, written, ended) = self.reader.read_record(bytes, text, ends);
        self.text_length += written;
        self.fields += ended;
        (result, read)
    }

    /// Between rows: ends of lines, empty lines. So a row's line is known when it begins.
    fn skip_line_breaks<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let length = bytes
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        self.skipped_lines += bytes[..length]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count() as u64;
        &bytes[length..]
    }

    fn more_text(&mut self) -> Result<(), DataError> {
        let limit = match &self.columns {
            None => MAX_FIRST_ROW,
            Some(columns) => (FIELD * columns.count).max(1 << 16),
        };
        if self.text.len() < limit {
            let length = (2 * self.text.len()).min(limit);
            self.text.resize(length, 0);
            return Ok(());
        }
        let what = format!(
            "{}: has more than {limit} characters → is a quotation mark not closed?",
            self.place(self.rows + 1)
        );
        Err(DataError::new("CSV_COLUMNS", what))
    }

    fn more_fields(&mut self) -> Result<(), DataError> {
        match &self.columns {
            None if self.ends.len() < MAX_COLUMNS => {
                let length = (2 * self.ends.len()).min(MAX_COLUMNS);
                self.ends.resize(length, 0);
                Ok(())
            }
            None => Err(DataError::new(
                "CSV_COLUMNS",
                format!("row 1: has more than {MAX_COLUMNS} columns"),
            )),
            Some(columns) => {
                let expected = columns.count;
                let what = format!(
                    "{}: has more than {expected} columns, expected {expected}",
                    self.place(self.rows + 1)
                );
                Err(DataError::new("CSV_COLUMNS", what))
            }
        }
    }

    /// The row at hand is whole; `last`: the file ended in it.
    fn row(&mut self, last: bool) -> Result<(), DataError> {
        let fields = std::mem::take(&mut self.fields);
        let text_length = std::mem::take(&mut self.text_length);
        let Some(columns) = &self.columns else {
            let text = &self.text[..text_length];
            let columns =
                Columns::of_first_row(text, &self.ends[..fields], self.options.image_shape)?;
            // One more than there may be: so a longer row is noticed and not stored.
            let is_header = columns.names.is_some();
            self.ends.resize(columns.count + 1, 0);
            self.columns = Some(columns);
            if is_header {
                return Ok(());
            }
            (self.fields, self.text_length) = (fields, text_length);
            return self.row(last);
        };
        self.rows += 1;
        if fields != columns.count {
            let cut = if last { "; is the file cut short?" } else { "" };
            let what = format!(
                "{}: has {fields} columns, expected {}{cut}",
                self.place(self.rows),
                columns.count
            );
            return Err(DataError::new("CSV_COLUMNS", what));
        }
        let pixels = columns.pixels();
        self.total += pixels;
        if self.total > self.options.max_pixels {
            let what = format!(
                "{}: more than {} pixels, which is the limit (option maxBytes)",
                self.place(self.rows),
                self.options.max_pixels
            );
            return Err(DataError::new("CSV_TOO_LARGE", what));
        }
        let (mut begin, label) = (0, columns.label);
        for (column, &end) in self.ends[..fields].iter().enumerate() {
            let field = &self.text[begin..end];
            begin = end;
            if Some(column) == label {
                match number::label(field, self.options.classes) {
                    Some(class) => self.labels.push(class),
                    None => return Err(self.wrong_value(column, field)),
                }
            } else {
                match number::pixel(field) {
                    Some(value) => self.pixels.push(value),
                    None => return Err(self.wrong_value(column, field)),
                }
            }
        }
        Ok(())
    }

    fn wrong_value(&self, column: usize, field: &[u8]) -> DataError {
        let columns = self
            .columns
            .as_ref()
            .map(|columns| (columns.name(column), columns.label == Some(column)));
        let (name, is_label) = columns.unwrap_or_default();
        let (code, most) = if is_label {
            ("CSV_LABEL", self.options.classes - 1)
        } else {
            ("CSV_VALUE", 255)
        };
        let received = if field.is_empty() {
            "is empty".to_owned()
        } else {
            format!("is {}", quoted(field))
        };
        let place = format!("{}, column {} ({name})", self.place(self.rows), column + 1);
        DataError::new(
            code,
            format!("{place}: {received}, expected a whole number from 0 to {most}"),
        )
    }

    /// Where the row at hand is, for messages; rows are counted without the header.
    fn place(&self, row: u64) -> String {
        format!("row {row} (line {})", self.line)
    }
}
