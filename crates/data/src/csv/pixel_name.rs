//! Names of the columns of pixels, and which of them follow one another.

/// The name of a pixel's column: `pixel7`, `3x4` for row 3, column 4, counted from 1, or `7`.
#[derive(Clone, Copy)]
pub(super) enum Name {
    Pixel(u32),
    Place(u32, u32),
    Number(u32),
}

impl Name {
    pub(super) fn of(field: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(field).ok()?.trim().to_ascii_lowercase();
        let number = |digits: &str| {
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten()
        };
        if let Some(digits) = text.strip_prefix("pixel") {
            return number(digits).map(Name::Pixel);
        }
        let Some((row, column)) = text.split_once('x') else {
            return number(&text).map(Name::Number);
        };
        Some(Name::Place(number(row)?, number(column)?))
    }

    pub(super) fn may_be_first(self) -> bool {
        use Name::{Number, Pixel, Place};
        matches!(self, Pixel(0 | 1) | Number(0 | 1) | Place(1, 1))
    }

    pub(super) fn follows(self, last: Self) -> bool {
        match (last, self) {
            (Name::Pixel(a), Name::Pixel(b)) | (Name::Number(a), Name::Number(b)) => {
                a.checked_add(1) == Some(b)
            }
            (Name::Place(row, a), Name::Place(next, b)) => {
                (row == next && a.checked_add(1) == Some(b))
                    || (row.checked_add(1) == Some(next) && b == 1)
            }
            _ => false,
        }
    }

    pub(super) fn next(self) -> String {
        match self {
            Name::Pixel(number) => format!("pixel{}", u64::from(number) + 1),
            Name::Number(number) => (u64::from(number) + 1).to_string(),
            Name::Place(row, column) => format!(
                "{row}x{} or {}x1",
                u64::from(column) + 1,
                u64::from(row) + 1
            ),
        }
    }
}
