//! The labels of a table: numbers of classes, or their names.

use super::number;
use super::options::CsvOptions;
use std::collections::BTreeMap;

pub(super) struct Labels {
    classes: u32,
    /// Whether a number is the place of a class. Where names are other numbers ("0", "2", "5"), it is a name.
    are_places: bool,
    /// The number of each name, which is trimmed.
    names: BTreeMap<Vec<u8>, u32>,
}

impl Labels {
    pub(super) fn new(options: &CsvOptions) -> Self {
        let names = options.class_names.iter().zip(0..);
        let names: Vec<(&str, u32)> = names.map(|(name, place)| (name.trim(), place)).collect();
        Self {
            classes: options.classes,
            are_places: names.iter().all(|(name, place)| {
                !number::is_whole(name.as_bytes()) || *name == place.to_string()
            }),
            names: names
                .into_iter()
                .map(|(name, place)| (name.into(), place))
                .collect(),
        }
    }

    /// The number of the class that a field means.
    pub(super) fn class(&self, field: &[u8]) -> Option<u32> {
        let number = number::label(field, self.classes).filter(|_| self.are_places);
        number.or_else(|| self.names.get(field.trim_ascii()).copied())
    }

    /// What a label may be, for messages.
    pub(super) fn expected(&self) -> String {
        if self.are_places {
            format!("a whole number from 0 to {}", self.classes - 1)
        } else {
            "a name of classNames, among which are other numbers than 0, 1, 2, … in this order"
                .to_owned()
        }
    }

    /// What a label that is no class may be; `is_guess`: only the number of columns speaks for its column.
    pub(super) fn advice(&self, field: &[u8], is_guess: bool) -> &'static str {
        if number::is_float(field) {
            " → write class numbers without a point"
        } else if is_guess {
            " → if it is not the label, say which column is: labelColumn: \"last\", or null"
        } else if number::is_whole(field) || field.trim_ascii().is_empty() {
            ""
        } else if self.names.is_empty() {
            " → for labels that are names, give classNames, in the order of the class numbers"
        } else {
            " → or a name of classNames, to the letter"
        }
    }
}
