//! What the columns of a table are: said by the caller, or found out from its first row, a header or the first image.

use super::header;
use super::options::{CsvOptions, LabelColumn};
use crate::DataError;
use fashion_rows::quoted;

pub(super) struct Columns {
    pub count: usize,
    /// The place of the labels.
    pub label: Option<usize>,
    /// Only the number of columns speaks for that place.
    pub is_guess: bool,
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
            (None, label) => {
                let before = label.is_some_and(|label| label < column);
                format!("pixel{}", column + 1 - usize::from(before))
            }
        }
    }

    pub(super) fn of_first_row(fields: &[&[u8]], options: &CsvOptions) -> Result<Self, DataError> {
        if let [only] = fields {
            return Err(one_column(only));
        }
        let is_header = header::is_header(fields, options)?;
        let mut label = said_place(fields.len(), options)?;
        if is_header {
            label = label.or(header::label(fields, &options.label)?);
            header::check_pixels(fields, label, options.label != LabelColumn::Unsaid)?;
        } else if let LabelColumn::Named(name) = &options.label {
            let name = quoted(name.as_bytes());
            let what = format!(
                "labelColumn is {name}, but the first row is no header → give the column's place, from 0"
            );
            return Err(DataError::new("CSV_HEADER", what));
        } else if options.label == LabelColumn::Unsaid {
            label = header::only_word(fields);
        }
        let count = fields.len();
        let shape = |labels| shape_of(count - labels, options.image_shape);
        let found = shape(usize::from(label.is_some())).map(|shape| (label, shape));
        // A label first, or none: the number of columns decides.
        let is_open = options.label == LabelColumn::Unsaid
            && label.is_none()
            && (!is_header || header::is_of_numbers(fields));
        let guess = shape(1).filter(|_| is_open).map(|shape| (Some(0), shape));
        let is_guess = guess.is_some();
        let (label, image_shape) = guess
            .or(found)
            .ok_or_else(|| wrong_count(count, label.is_some() || is_open, options.image_shape))?;
        let names = fields
            .iter()
            .map(|field| String::from_utf8_lossy(field).into_owned());
        Ok(Self {
            count,
            label,
            is_guess,
            image_shape,
            names: is_header.then(|| names.collect()),
        })
    }
}

/// The place of the label that the caller says, if that is a place.
fn said_place(count: usize, options: &CsvOptions) -> Result<Option<usize>, DataError> {
    match options.label {
        LabelColumn::First => Ok(Some(0)),
        LabelColumn::Last => Ok(Some(count - 1)),
        LabelColumn::At(place) if place < count => Ok(Some(place)),
        LabelColumn::At(place) => {
            let what = format!(
                "labelColumn is {place} → the first row has {count} columns, 0 to {}",
                count - 1
            );
            Err(DataError::new("CSV_COLUMNS", what))
        }
        _ => Ok(None),
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
            let advice = match shape_of(count - usize::from(labelled), None) {
                Some([side, ..]) => format!("give imageShape: [{side}, {side}, 1] if they are squares"),
                None => "give the imageShape of its images".to_owned(),
            };
            format!(
                "images of {height}×{width}×{channels} have {} pixels → {advice}",
                height * width * channels
            )
        }
        None => "no square image has so many pixels (28×28 are 784) → if they are not square, say so by imageShape"
            .to_owned(),
    };
    let with = if labelled {
        ", one of them the label"
    } else {
        ""
    };
    let pixels = said.map_or(count.isqrt().pow(2), |shape| shape.iter().product());
    let more = count.saturating_sub(pixels);
    // An index and a label, or a column per class.
    let hint = if (2..=100).contains(&more) && more < pixels {
        format!(
            "; {more} columns are more than the {pixels} pixels: leave an index out (pandas: index=False), and give one column of class numbers, not one per class"
        )
    } else {
        String::new()
    };
    DataError::new(
        "CSV_COLUMNS",
        format!("the first row has {count} columns{with}; {expected}{hint}"),
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
