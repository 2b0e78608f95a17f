//! The usual row of a table, cut in one pass and without a copy: no quotation mark, the whole line at hand.
//!
//! It takes what the parser would take in the same way, and leaves everything else to it.

use memchr::{memchr, memchr3_iter};

/// Cuts the row that `bytes` begin with: the end of each field is appended to `ends`. Returns the row's length with the end of its
/// line; `None`, and nothing appended, where the parser has to read it: a quotation mark, a line that is not whole, a carriage
/// return within.
#[inline]
pub fn plain_row(bytes: &[u8], delimiter: u8, ends: &mut Vec<u32>) -> Option<usize> {
    let before = ends.len();
    for at in memchr3_iter(delimiter, b'\n', b'"', bytes) {
        match bytes[at] {
            b'"' => break,
            b'\n' => {
                let line = &bytes[..at];
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                if memchr(b'\r', line).is_some() {
                    break;
                }
                ends.push(line.len() as u32);
                return Some(at + 1);
            }
            _ => ends.push(at as u32),
        }
    }
    ends.truncate(before);
    None
}
