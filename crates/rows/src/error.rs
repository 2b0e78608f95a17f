//! What is wrong with a table as a whole, and how its pieces stand in messages.

/// An error with a code of the package's closed set (`ts/error-codes.ts`); the message lacks the file's name, which the caller has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// For programs.
    pub code: &'static str,
    /// For people: where in the file, what was received, what was expected.
    pub message: String,
}

/// A piece of a file for a message: at most 24 characters, what cannot be printed replaced.
pub fn quoted(bytes: &[u8]) -> String {
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
