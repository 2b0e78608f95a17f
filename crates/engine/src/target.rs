//! What the outputs of one image should be.

/// A class number, or a value for each output.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target<'a> {
    Class(usize),
    Row(&'a [f32]),
}

impl Target<'_> {
    /// What output `index` of `units` should be: a class number is one-hot, or of a single output its value.
    pub(crate) fn value(self, index: usize, units: usize) -> f32 {
        match self {
            Target::Row(row) => row[index],
            Target::Class(class) if units == 1 => class as f32,
            Target::Class(class) => f32::from(index == class),
        }
    }

    /// The class: of a row the place of its largest value (ties: the first).
    pub(crate) fn class(self) -> usize {
        match self {
            Target::Class(class) => class,
            Target::Row(row) => argmax(row),
        }
    }
}

/// Place of the largest value (ties: the first).
pub(crate) fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, &v) in values.iter().enumerate() {
        if v > values[best] {
            best = i;
        }
    }
    best
}
