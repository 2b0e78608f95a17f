//! A table of images in CSV, one image per row, read as it arrives: Kaggle's `label,pixel1,…,pixel784`.
//!
//! Rows are cut into fields by csv-core, the csv crate's own parser (`rows.rs`); what the columns are is found by `columns.rs`
//! and `header.rs`, and judged by `evidence.rs`; what a label means is in `labels.rs`; here rows become bytes.

mod columns;
mod evidence;
mod header;
mod labels;
pub(crate) mod number;
mod options;
mod pixel_name;
pub(crate) use crate::DataError;
use columns::Columns;
use evidence::Evidence;
use fashion_rows::quoted;
use fashion_rows::{Rows, check_start};
use labels::Labels;
pub use options::{CsvOptions, LabelColumn};

/// The reader. Feed it with [`push`](Self::push), end with [`finish`](Self::finish); take what is there in between.
pub struct CsvImages {
    options: CsvOptions,
    classes: Labels,
    rows: Rows,
    /// Before the first bytes are seen as a whole.
    start: Option<Vec<u8>>,
    columns: Option<Columns>,
    /// Where the place of the labels is a guess.
    evidence: Option<Evidence>,
    pixels: Vec<u8>,
    labels: Vec<u32>,
    /// Pixels of all images so far.
    total: usize,
}

impl CsvImages {
    /// A reader that has seen nothing yet.
    pub fn new(options: CsvOptions) -> Self {
        Self {
            classes: Labels::new(&options),
            options,
            rows: Rows::separated_by(b','),
            start: Some(Vec::new()),
            columns: None,
            evidence: None,
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
        check_start(&start)?;
        self.read(&start)
    }

    /// Says that no bytes follow. The last row needs no line break.
    ///
    /// # Errors
    /// Those of [`push`](Self::push), CSV_EMPTY when there was no image, and CSV_LABEL when another column than the one that
    /// was taken looks like the label.
    pub fn finish(&mut self) -> Result<(), DataError> {
        if let Some(start) = self.start.take() {
            self.read(&start)?;
        }
        if self.rows.last()? {
            self.row(true)?;
        }
        if self.total > 0 {
            let judged = self.evidence.as_ref();
            return judged.map_or(Ok(()), |evidence| evidence.judge(self.options.classes));
        }
        let what = if self.columns.is_some() {
            "has a header and no row"
        } else {
            "is empty"
        };
        Err(DataError::new(
            "CSV_EMPTY",
            format!("{what} → expected one row per image, label,pixel1,…,pixel784"),
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
        while self.rows.next(&mut bytes)? {
            self.row(false)?;
        }
        Ok(())
    }

    /// The row at hand is whole; `last`: the file ended in it.
    fn row(&mut self, last: bool) -> Result<(), DataError> {
        if self.columns.is_none() {
            let fields: Vec<&[u8]> = self.rows.fields().collect();
            let columns = Columns::of_first_row(&fields, &self.options)?;
            let is_header = columns.names.is_some();
            self.rows.expect(columns.count, is_header);
            self.evidence = columns.is_guess.then(Evidence::new);
            self.columns = Some(columns);
            if is_header {
                return Ok(());
            }
        }
        let Some(columns) = &self.columns else {
            return Ok(());
        };
        let refuse = |code, what: String| {
            Err(DataError::new(
                code,
                format!("{}: {what}", self.rows.place()),
            ))
        };
        let fields = self.rows.fields();
        if fields.len() != columns.count {
            let cut = if last { "; is the file cut short?" } else { "" };
            let (received, expected) = (fields.len(), columns.count);
            return refuse(
                "CSV_COLUMNS",
                format!("has {received} columns, expected {expected}{cut}"),
            );
        }
        self.total += columns.pixels();
        let most = self.options.max_pixels;
        if self.total > most {
            return refuse(
                "CSV_TOO_LARGE",
                format!("more than {most} pixels, which is the limit (option maxBytes)"),
            );
        }
        for (column, field) in fields.enumerate() {
            let taken = if Some(column) == columns.label {
                let class = self.classes.class(field);
                class.map(|class| self.labels.push(class))
            } else {
                number::pixel(field).map(|value| self.pixels.push(value))
            };
            if taken.is_none() {
                return Err(self.wrong_value(columns, column, field));
            }
        }
        if let (Some(evidence), Some(&label)) = (&mut self.evidence, self.labels.last()) {
            evidence.see(label, &self.pixels[self.pixels.len() - columns.pixels()..]);
        }
        Ok(())
    }

    fn wrong_value(&self, columns: &Columns, column: usize, field: &[u8]) -> DataError {
        let (code, expected, advice) = if columns.label == Some(column) {
            let advice = self.label_advice(columns, field);
            ("CSV_LABEL", self.classes.expected(), advice)
        } else {
            let expected = "a whole number from 0 to 255".to_owned();
            ("CSV_VALUE", expected, pixel_advice(field))
        };
        let received = if field.is_empty() {
            "is empty".to_owned()
        } else {
            format!("is {}", quoted(field))
        };
        let place = format!(
            "{}, column {} ({})",
            self.rows.place(),
            column + 1,
            columns.name(column)
        );
        DataError::new(
            code,
            format!("{place}: {received}, expected {expected}{advice}"),
        )
    }

    /// What a label that is none may be.
    fn label_advice(&self, columns: &Columns, field: &[u8]) -> &'static str {
        let number = number::label(field, u32::MAX);
        let would_count = |evidence: &Evidence| evidence.would_count(number);
        if self.evidence.as_ref().is_some_and(would_count) {
            " → the first column looks like an index; write the table without it (pandas: index=False)"
        } else {
            self.classes.advice(field, columns.is_guess)
        }
    }
}

fn pixel_advice(field: &[u8]) -> &'static str {
    if number::is_float(field) {
        " → pixels are bytes: multiply values from 0 to 1 by 255, round, and write no point"
    } else {
        ""
    }
}
