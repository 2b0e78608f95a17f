//! The first row of a table: whether it is a header, which of its columns is the label, whether its pixels are in order.
//!
//! A header says `label` (or has no such column) and `pixel0…` or `pixel1…`, as Kaggle's tables do, or `1x1, 1x2, …`, or
//! counts, as pandas does: `0, 1, …`. The pixels' names must follow one another, so that a column that is missing, or two
//! that changed places, is found.

use super::number;
use super::options::{CsvOptions, LabelColumn};
use super::pixel_name::Name;
use crate::DataError;
use fashion_rows::quoted;

/// Fewer columns than this that count from 1 may be an image; from 0, as pandas counts, [`FROM_ZERO`] are enough.
const FROM_ONE: usize = 9;
const FROM_ZERO: usize = 4;

/// Whether the first row is a header; refused where it may be either.
pub(super) fn is_header(fields: &[&[u8]], options: &CsvOptions) -> Result<bool, DataError> {
    if let Some(said) = options.header {
        return Ok(said);
    }
    let counts = counts(fields);
    let names_label = match &options.label {
        LabelColumn::Named(name) => position(fields, name).is_some(),
        _ => false,
    };
    let mut words = (0..fields.len()).filter(|&column| is_word(fields[column]));
    let doubt = |what: String| {
        let advice = "header: true, or header: false if it is an image";
        Err(DataError::new(
            "CSV_HEADER",
            format!("{what} → say {advice}"),
        ))
    };
    match (words.next(), words.next()) {
        (None, _) if counts && !names_label => doubt(format!(
            "the first row counts: {}, {}, {}, …; it looks like a header of numbers, as pandas writes it",
            quoted(fields[0]),
            quoted(fields[1]),
            quoted(fields[2]),
        )),
        // Pandas' index has no name.
        (None, _) => Ok(counts || is_empty(fields[0]) && self::counts(&fields[1..])),
        (Some(word), None) if !names_label && !is_label(fields[word]) => {
            let others: Vec<&[u8]> = [&fields[..word], &fields[word + 1..]].concat();
            if self::counts(&others) {
                let name = quoted(fields[word]);
                return doubt(format!(
                    "the first row is {name} and numbers that count; it looks like a header of numbers"
                ));
            }
            // A label by its name, and an image.
            let is_image = others.len() > 1 && others.iter().all(|field| number::is_whole(field));
            Ok(!is_image)
        }
        _ => Ok(true),
    }
}

/// The column of a first row without header that holds a word, if it is the only one: the class's name.
pub(super) fn only_word(fields: &[&[u8]]) -> Option<usize> {
    let mut words = (0..fields.len()).filter(|&column| is_word(fields[column]));
    words.next().filter(|_| words.next().is_none())
}

/// The place of the label that a header names, if there is one.
pub(super) fn label(fields: &[&[u8]], said: &LabelColumn) -> Result<Option<usize>, DataError> {
    match said {
        LabelColumn::Named(name) => position(fields, name).map(Some).ok_or_else(|| {
            let known: Vec<String> = fields.iter().take(3).map(|field| quoted(field)).collect();
            let name = quoted(name.as_bytes());
            let what = format!(
                "labelColumn is {name} → the header has no such column; it begins with {}",
                known.join(", ")
            );
            DataError::new("CSV_HEADER", what)
        }),
        LabelColumn::Unsaid => Ok(fields.iter().position(|field| is_label(field))),
        _ => Ok(None),
    }
}

/// Refuses pixels that do not follow one another. Names of no known kind are taken as they are where the label was said.
pub(super) fn check_pixels(
    fields: &[&[u8]],
    label: Option<usize>,
    is_said: bool,
) -> Result<(), DataError> {
    // Where the header counts, the label is counted too.
    let is_pixel = |column: usize| {
        Some(column) != label || matches!(Name::of(fields[column]), Some(Name::Number(_)))
    };
    let columns = || (0..fields.len()).filter(|&column| is_pixel(column));
    if is_said && columns().all(|column| Name::of(fields[column]).is_none()) {
        return Ok(());
    }
    let mut last: Option<Name> = None;
    for column in columns() {
        let name = Name::of(fields[column]);
        let follows = |name: Name| last.map_or(name.may_be_first(), |last| name.follows(last));
        if !name.is_some_and(follows) {
            let expected = match last {
                Some(last) => last.next(),
                None if name.is_some() => "pixel0 or pixel1".to_owned(),
                None => "label or pixel1".to_owned(),
            };
            let what = format!(
                "header, column {}: is {}, expected {expected}{}",
                column + 1,
                quoted(fields[column]),
                advice(fields[column], label.is_some())
            );
            return Err(DataError::new("CSV_HEADER", what));
        }
        last = name;
    }
    Ok(())
}

/// What a column that is no pixel may be.
fn advice(field: &[u8], has_label: bool) -> &'static str {
    let text = plain(field);
    let is_index = ["", "id", "index", "idx", "row", "no", "imageid"].contains(&text.as_str());
    if is_index || text.starts_with("unnamed:") {
        return " → it looks like an index; write the table without it (pandas: index=False)";
    }
    let stem = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if stem.len() < text.len() && is_label(stem.as_bytes()) {
        return " → labels are one column of class numbers, not a column per class";
    }
    if Name::of(field).is_some() {
        return "";
    }
    match has_label {
        true => " → a table has pixels and one column of labels; labelColumn says which",
        false => " → if it is the label, say so by labelColumn",
    }
}

/// Whether the header is nothing but numbers, so that none of its columns is known by name.
pub(super) fn is_of_numbers(fields: &[&[u8]]) -> bool {
    fields.iter().all(|field| number::is_whole(field))
}

/// Whether all fields are whole numbers of which each is one more than the last, from 0 or 1 on.
fn counts(fields: &[&[u8]]) -> bool {
    let Some(first) = fields.first().and_then(|field| number::label(field, 2)) else {
        return false;
    };
    let least = if first == 0 { FROM_ZERO } else { FROM_ONE };
    let mut expected = first..;
    fields.len() >= least
        && fields
            .iter()
            .all(|field| number::label(field, u32::MAX) == expected.next())
}

fn is_word(field: &[u8]) -> bool {
    let first = field.trim_ascii().first();
    first.is_some_and(u8::is_ascii_alphabetic)
}

fn is_empty(field: &[u8]) -> bool {
    field.trim_ascii().is_empty()
}

fn is_label(field: &[u8]) -> bool {
    const NAMES: [&str; 11] = [
        "label",
        "labels",
        "class",
        "classes",
        "classid",
        "classlabel",
        "labelid",
        "target",
        "y",
        "category",
        "categoryid",
    ];
    NAMES.contains(&plain(field).as_str())
}

/// In small letters, without blanks, `_` and `-`.
fn plain(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(field).to_lowercase();
    text.replace([' ', '_', '-'], "")
}

/// The column of this name; the same letters in another case are the next best.
fn position(fields: &[&[u8]], name: &str) -> Option<usize> {
    let name = name.trim().as_bytes();
    let same = |field: &&[u8]| field.trim_ascii() == name;
    let like = |field: &&[u8]| field.trim_ascii().eq_ignore_ascii_case(name);
    let exact = fields.iter().position(same);
    exact.or_else(|| fields.iter().position(like))
}
