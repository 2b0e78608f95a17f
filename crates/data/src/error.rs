//! What is wrong with a file, as the TypeScript side raises it.

/// An error with a code of the package's closed set (`ts/error-codes.ts`); the message lacks the file's name, which the caller has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// For programs.
    pub code: &'static str,
    /// For people: where in the file, what was received, what was expected.
    pub message: String,
}

impl DataError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

/// A piece of a file for a message: at most 24 characters, what cannot be printed replaced.
pub(crate) fn quoted(bytes: &[u8]) -> String {
    const LONGEST: usize = 24;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * LONGEST)]);
    let mut shown: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().count() > LONGEST || bytes.len() > 4 * LONGEST {
        shown.push('…');
    }
    format!("\"{shown}\"")
}
