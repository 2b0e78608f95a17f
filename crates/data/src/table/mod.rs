//! Any table in CSV, read a batch of rows at a time: the text of some columns, the pixels of others. A row that is not as it
//! should be is told in its place, and the others go on.
//!
//! What the columns mean is not known here: the caller looks at the first row and says which are kept and which are pixels.

mod batch;
mod plain;
mod utf16;

use crate::DataError;
use crate::csv::number;
pub use batch::Batch;
use batch::Place;
use fashion_rows::quoted;
use fashion_rows::{Rows, check_start};
use plain::PlainRows;

/// What the caller wants of each row.
#[derive(Debug, Default, Clone)]
pub struct Plan {
    /// Columns whose text is handed out, in this order.
    pub kept: Vec<usize>,
    /// Columns of pixels, in the order of the image's values.
    pub pixels: Vec<usize>,
    /// Whether the first row holds names.
    pub header: bool,
}

/// A batch has at most so many rows.
const MOST_ROWS: usize = 1024;
/// And is whole with the row by which its text or its pixels are more than so many bytes.
const MOST_BYTES: usize = 1 << 20;

/// The reader: feed it with [`push`](Self::push), and take a [`Batch`] whenever one is whole.
pub struct TableRows {
    rows: Rows,
    /// Before the first bytes are seen as a whole.
    start: Option<Vec<u8>>,
    /// Bytes that were taken and not read: the first row waited for a plan, or a batch was whole.
    pending: Vec<u8>,
    /// The first row, until a plan is made.
    first: Option<Vec<Vec<u8>>>,
    first_place: Place,
    names: Vec<String>,
    columns: usize,
    plan: Option<Plan>,
    plain: Option<PlainRows>,
    delimiter: u8,
    batch: Batch,
    /// Bytes up to the end of the last row.
    read: u64,
}

impl TableRows {
    /// A reader of rows whose fields are separated by `delimiter`.
    pub fn new(delimiter: u8) -> Self {
        Self {
            rows: Rows::separated_by(delimiter),
            start: Some(Vec::new()),
            pending: Vec::new(),
            first: None,
            first_place: Place::default(),
            names: Vec::new(),
            columns: 0,
            plan: None,
            plain: None,
            delimiter,
            batch: Batch::default(),
            read: 0,
        }
    }

    /// A reader that goes on in the middle of a table whose names, and whose plan, are known.
    pub fn resumed(delimiter: u8, names: Vec<String>, columns: usize, plan: Plan) -> Self {
        Self {
            start: None,
            columns,
            names,
            plain: PlainRows::new(delimiter, columns, &plan),
            plan: Some(plan),
            ..Self::new(delimiter)
        }
    }

    /// The first row, once it was read and until a plan is made.
    pub fn first_row(&self) -> Option<Vec<String>> {
        let texts = |fields: &Vec<Vec<u8>>| fields.iter().map(|field| text(field)).collect();
        self.first.as_ref().map(texts)
    }

    /// Says what is wanted of the rows; the first one is among them where it is no header.
    pub fn plan(&mut self, plan: Plan) {
        let Some(first) = self.first.take() else {
            return;
        };
        self.columns = first.len();
        if plan.header {
            self.names = first.iter().map(|field| text(field)).collect();
            self.rows.leave_header();
        } else {
            let fields: Vec<&[u8]> = first.iter().map(Vec::as_slice).collect();
            self.batch.begin(self.first_place);
            add(&mut self.batch, &fields, &plan, &self.names, self.columns);
        }
        self.plain = PlainRows::new(self.delimiter, self.columns, &plan);
        self.plan = Some(plan);
    }

    /// Reads on, and returns how many of the bytes were used: not all where the first row waits for a plan, or a batch is whole.
    ///
    /// # Errors
    /// CSV_HEADER for what is no table at all, CSV_COLUMNS for a row without end. Nothing can be read after an error.
    pub fn push(&mut self, bytes: &[u8]) -> Result<usize, DataError> {
        if let Some(start) = &mut self.start {
            start.extend_from_slice(bytes);
            // The mark of UTF-8 is recognised, and left out, only where it comes in one piece.
            if start.len() < 4 {
                return Ok(bytes.len());
            }
            self.begin()?;
            return Ok(bytes.len());
        }
        if !self.read_pending()? {
            return Ok(0);
        }
        self.read(bytes)
    }

    /// Says that no bytes follow; the last row needs no line break. Returns whether all is read: while it is not, make a plan or
    /// take a batch, and call it again.
    ///
    /// # Errors
    /// Those of [`push`](Self::push).
    pub fn finish(&mut self) -> Result<bool, DataError> {
        if self.start.is_some() {
            self.begin()?;
        }
        if !self.read_pending()? || self.first.is_some() || self.is_full() {
            return Ok(false);
        }
        if self.rows.last()? {
            self.row();
        }
        Ok(self.first.is_none())
    }

    /// Reads the first bytes, which are whole now.
    fn begin(&mut self) -> Result<(), DataError> {
        let start = self.start.take().unwrap_or_default();
        if start.len() >= 4 {
            check_start(&start)?;
        }
        let used = self.read(&start)?;
        self.pending = start[used..].to_vec();
        Ok(())
    }

    /// Whether nothing is left of what was taken before.
    fn read_pending(&mut self) -> Result<bool, DataError> {
        let pending = std::mem::take(&mut self.pending);
        let used = self.read(&pending)?;
        self.pending = pending[used..].to_vec();
        Ok(self.pending.is_empty())
    }

    /// Whether a batch should be taken before more is read.
    pub fn is_full(&self) -> bool {
        let Batch {
            lines,
            text,
            pixels,
            ..
        } = &self.batch;
        lines.len() >= MOST_ROWS || text.len() > MOST_BYTES || pixels.len() > MOST_BYTES
    }

    /// Takes the rows that were read since the last call.
    pub fn take(&mut self) -> Batch {
        let next = Batch {
            before: self.batch.before + self.batch.lines.len() as u64,
            ..Batch::default()
        };
        std::mem::replace(&mut self.batch, next)
    }

    fn read(&mut self, bytes: &[u8]) -> Result<usize, DataError> {
        let mut rest = bytes;
        while self.first.is_none() && !self.is_full() {
            if self.read_plain(&mut rest) {
                continue;
            }
            let before = rest.len();
            let whole = self.rows.next(&mut rest)?;
            self.read += (before - rest.len()) as u64;
            if !whole {
                break;
            }
            self.row();
        }
        Ok(bytes.len() - rest.len())
    }

    /// Reads a row in one pass, where it is an usual one; false where the parser has to.
    fn read_plain(&mut self, rest: &mut &[u8]) -> bool {
        let Some(plain) = &self.plain else {
            return false;
        };
        let before = rest.len();
        if !self.rows.is_between(rest) {
            return false;
        }
        self.read += (before - rest.len()) as u64;
        let Some(length) = plain.read(rest, &mut self.batch) else {
            return false;
        };
        *rest = &rest[length..];
        self.read += length as u64;
        self.rows.pass_line();
        self.batch.begin(Place {
            line: self.rows.line(),
            bytes: self.read,
            line_feeds: self.rows.line_feeds(),
        });
        true
    }

    /// The row at hand is whole.
    fn row(&mut self) {
        let fields: Vec<&[u8]> = self.rows.fields().collect();
        let place = Place {
            line: self.rows.line(),
            bytes: self.read,
            line_feeds: self.rows.line_feeds(),
        };
        match &self.plan {
            None => {
                self.first = Some(fields.into_iter().map(<[u8]>::to_vec).collect());
                self.first_place = place;
            }
            Some(plan) => {
                self.batch.begin(place);
                add(&mut self.batch, &fields, plan, &self.names, self.columns);
            }
        }
    }
}

/// Takes what is wanted of a row, and tells what is wrong with it.
fn add(batch: &mut Batch, fields: &[&[u8]], plan: &Plan, names: &[String], columns: usize) {
    let mut wrong = None;
    if fields.len() != columns {
        let received = fields.len();
        wrong = Some(format!("has {received} columns, expected {columns}"));
    }
    for &column in &plan.kept {
        let field = fields.get(column).copied().unwrap_or_default();
        if !batch.add_text(field) && wrong.is_none() {
            let place = place(names, column);
            wrong = Some(format!("{place} is no text in UTF-8: {}", quoted(field)));
        }
    }
    for &column in &plan.pixels {
        let field = fields.get(column).copied().unwrap_or_default();
        let pixel = number::pixel(field);
        batch.pixels.push(pixel.unwrap_or_default());
        if pixel.is_none() && wrong.is_none() {
            wrong = Some(wrong_pixel(names, column, field));
        }
    }
    if let Some(message) = wrong {
        batch.wrong(message);
    }
}

fn wrong_pixel(names: &[String], column: usize, field: &[u8]) -> String {
    let received = if field.is_empty() {
        "is empty".to_owned()
    } else {
        format!("is {}", quoted(field))
    };
    let advice = if number::is_float(field) {
        " → pixels are bytes: multiply values from 0 to 1 by 255, round, and write no point"
    } else {
        ""
    };
    let place = place(names, column);
    format!("{place} {received}, expected a whole number from 0 to 255{advice}")
}

fn place(names: &[String], column: usize) -> String {
    let name = names.get(column).map(|name| quoted(name.as_bytes()));
    let named = name.map_or(String::new(), |name| format!(" ({name})"));
    format!("column {}{named}", column + 1)
}

fn text(field: &[u8]) -> String {
    String::from_utf8_lossy(field).into_owned()
}
