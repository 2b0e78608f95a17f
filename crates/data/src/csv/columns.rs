//! What the columns of a table are: found out from its first row, which is a header or the first image.
//!
//! A header says `label` (or has no such column) and `pixel0…` or `pixel1…`, as Kaggle's tables do, or `1x1, 1x2, …`. The
//! pixels' names must follow one another, so that a column that is missing, or two that changed places, is found.

use crate::DataError;
use crate::error::quoted;

pub(super) struct Columns {
    pub count: usize,
    /// The place of the labels.
    pub label: Option<usize>,
    pub image_shape: [usize; 3],
    /// The header; `None` where the first row is an image.
    pub names: Option<Vec<String>>,
}

impl Columns {
    pub(super) fn pixels(&self) -> usize {
        self.image_shape.iter().product()
    }

    /// The name of a column, for messages.
    pub(super) fn name(&self, column: usize) -> String {
        match (&self.names, self.label) {
            (Some(names), _) => names[column].clone(),
            (None, Some(label)) if label == column => "label".to_owned(),
            (None, label) => format!("pixel{}", column + usize::from(label.is_none())),
        }
    }

    pub(super) fn of_first_row(
        fields: &[&[u8]],
        image_shape: Option<[usize; 3]>,
    ) -> Result<Self, DataError> {
        let count = fields.len();
        if fields.iter().any(|field| {
            field
                .trim_ascii()
                .first()
                .is_some_and(u8::is_ascii_alphabetic)
        }) {
            let label = check_header(fields)?;
            let names = fields
                .iter()
                .map(|field| String::from_utf8_lossy(field).into_owned())
                .collect();
            let image_shape = shape_of(count - usize::from(label.is_some()), image_shape)
                .ok_or_else(|| wrong_count(count, label.is_some(), image_shape))?;
            return Ok(Self {
                count,
                label,
                image_shape,
                names: Some(names),
            });
        }
        if count == 1 {
            return Err(one_column(fields[0]));
        }
        // A label first, or none: the number of columns decides.
        let labelled = shape_of(count - 1, image_shape).map(|shape| (Some(0), shape));
        let (label, image_shape) = labelled
            .or_else(|| shape_of(count, image_shape).map(|shape| (None, shape)))
            .ok_or_else(|| wrong_count(count, true, image_shape))?;
        Ok(Self {
            count,
            label,
            image_shape,
            names: None,
        })
    }
}

/// The place of the label, if there is one.
fn check_header(fields: &[&[u8]]) -> Result<Option<usize>, DataError> {
    let refuse = |column: usize, expected: String| {
        let received = quoted(fields[column]);
        let what = format!(
            "header, column {}: is {received}, expected {expected}",
            column + 1
        );
        Err(DataError::new("CSV_HEADER", what))
    };
    if let [only] = fields {
        return Err(one_column(only));
    }
    let is_label = |field: &[u8]| field.trim_ascii().eq_ignore_ascii_case(b"label");
    let label = fields.iter().position(|field| is_label(field));
    let mut last: Option<Name> = None;
    for (column, field) in fields
        .iter()
        .enumerate()
        .filter(|&(column, _)| Some(column) != label)
    {
        let Some(name) = Name::of(field) else {
            return refuse(
                column,
                last.map_or("label or pixel1".to_owned(), |last| last.next()),
            );
        };
        let follows = last.map_or(name.may_be_first(), |last| name.follows(last));
        if !follows {
            return refuse(
                column,
                last.map_or("pixel0 or pixel1".to_owned(), |last| last.next()),
            );
        }
        last = Some(name);
    }
    Ok(label)
}

/// The name of a pixel's column: `pixel7`, or `3x4` for row 3, column 4, counted from 1.
#[derive(Clone, Copy, PartialEq)]
enum Name {
    Pixel(u32),
    Place(u32, u32),
}

impl Name {
    fn of(field: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(field).ok()?.trim().to_ascii_lowercase();
        let number = |digits: &str| {
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten()
        };
        if let Some(digits) = text.strip_prefix("pixel") {
            return number(digits).map(Name::Pixel);
        }
        let (row, column) = text.split_once('x')?;
        Some(Name::Place(number(row)?, number(column)?))
    }

    fn may_be_first(self) -> bool {
        matches!(self, Name::Pixel(0 | 1) | Name::Place(1, 1))
    }

    fn follows(self, last: Self) -> bool {
        match (last, self) {
            (Name::Pixel(a), Name::Pixel(b)) => a.checked_add(1) == Some(b),
            (Name::Place(row, a), Name::Place(next, b)) => {
                (row == next && a.checked_add(1) == Some(b))
                    || (row.checked_add(1) == Some(next) && b == 1)
            }
            _ => false,
        }
    }

    fn next(self) -> String {
        match self {
            Name::Pixel(number) => format!("pixel{}", u64::from(number) + 1),
            Name::Place(row, column) => format!(
                "{row}x{} or {}x1",
                u64::from(column) + 1,
                u64::from(row) + 1
            ),
        }
    }
}

/// The shape of images of so many values: the one that was said, or a square of one channel.
fn shape_of(values: usize, said: Option<[usize; 3]>) -> Option<[usize; 3]> {
    match said {
        Some(shape) => (shape.iter().product::<usize>() == values).then_some(shape),
        None => Some(values.isqrt())
            .filter(|side| *side > 0 && side * side == values)
            .map(|side| [side, side, 1]),
    }
}

fn wrong_count(count: usize, labelled: bool, said: Option<[usize; 3]>) -> DataError {
    let expected = match said {
        Some([height, width, channels]) => {
            format!("images of {height}×{width}×{channels} have {} pixels", height * width * channels)
        }
        None => "no square image has so many pixels (28×28 are 784) → if they are not square, say so by imageShape"
            .to_owned(),
    };
    let with = if labelled {
        ", one of them the label"
    } else {
        ""
    };
    DataError::new(
        "CSV_COLUMNS",
        format!("the first row has {count} columns{with}; {expected}"),
    )
}

fn one_column(field: &[u8]) -> DataError {
    let by = [(b';', "semicolons"), (b'\t', "tabs"), (b' ', "blanks")];
    let guess = by
        .iter()
        .find(|(separator, _)| field.trim_ascii().contains(separator));
    let guess = guess.map_or(String::new(), |(_, name)| {
        format!("; are they separated by {name}?")
    });
    DataError::new(
        "CSV_HEADER",
        format!(
            "the first row is one column, {}; expected columns separated by commas{guess}",
            quoted(field)
        ),
    )
}

/// Refuses by its first bytes what is no text at all, or text of another kind.
pub(super) fn check_start(start: &[u8]) -> Result<(), DataError> {
    const KINDS: [(&[u8], &str); 8] = [
        (b"\xff\xfe", "text in UTF-16; save it as UTF-8"),
        (b"\xfe\xff", "text in UTF-16; save it as UTF-8"),
        (
            b"PK\x03\x04",
            "a zip archive or a spreadsheet; save it as CSV",
        ),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"%PDF", "a PDF"),
        (b"BZh", "a bzip2 file"),
        (b"\xfd7zX", "an xz file"),
    ];
    let text = start
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(start)
        .trim_ascii_start();
    let kind = KINDS
        .iter()
        .find(|(magic, _)| start.starts_with(magic))
        .map(|(_, kind)| *kind);
    let kind = kind.or_else(|| text.starts_with(b"<").then_some("a web page"));
    let kind = kind.or_else(|| text.starts_with(b"{").then_some("JSON"));
    kind.map_or(Ok(()), |kind| {
        Err(DataError::new(
            "CSV_HEADER",
            format!("is no CSV, it looks like {kind}"),
        ))
    })
}
