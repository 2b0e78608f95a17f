//! What a caller says of a table, which goes before anything that is found out from it.

/// What the caller knows of the table beforehand.
#[derive(Debug, Clone)]
pub struct CsvOptions {
    /// Height, width, channels; without it, a square image of one channel is taken from the number of columns.
    pub image_shape: Option<[usize; 3]>,
    /// Labels must be below it.
    pub classes: u32,
    /// Names that may stand for class numbers, in their order; none, or one per class.
    pub class_names: Vec<String>,
    /// Largest number of pixels, all images together.
    pub max_pixels: usize,
    /// Where the labels are.
    pub label: LabelColumn,
    /// Whether the first row is a header; without it, the row itself tells.
    pub header: Option<bool>,
}

/// The column of the labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelColumn {
    /// The one whose name in the header says so; without a header the first, if that leaves the pixels of an image.
    Unsaid,
    /// There is none.
    Absent,
    /// The first one.
    First,
    /// The last one.
    Last,
    /// The one at this place, from 0.
    At(usize),
    /// The one that the header calls so.
    Named(String),
}

impl LabelColumn {
    /// As it comes from JavaScript: `unsaid`, `absent`, `first`, `last`, `at 3`, `named label`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "unsaid" => Some(Self::Unsaid),
            "absent" => Some(Self::Absent),
            "first" => Some(Self::First),
            "last" => Some(Self::Last),
            _ => match text.split_once(' ')? {
                ("at", place) => place.parse().ok().map(Self::At),
                ("named", name) => Some(Self::Named(name.to_owned())),
                _ => None,
            },
        }
    }
}
