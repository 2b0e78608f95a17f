//! The usual row of a table, cut in one pass and without a copy: no quotation mark, the whole line at hand.
//!
//! It takes what the parser would take in the same way, and leaves everything else to it.

/// Cuts the row that `bytes` begin with: `ends` becomes the end of each field. Returns the row's length with the end of its
/// line; `None` where the parser has to read it: a quotation mark, a line that is not whole, a carriage return within.
#[inline]
pub fn plain_row(bytes: &[u8], delimiter: u8, ends: &mut Vec<u32>) -> Option<usize> {
    ends.clear();
    for (at, &byte) in bytes.iter().enumerate() {
        // All that matters is below the letters: one comparison passes most bytes.
        if byte > b';' {
            if byte == delimiter {
                ends.push(at as u32);
            }
            continue;
        }
        if byte == delimiter {
            ends.push(at as u32);
        } else if byte == b'\n' {
            ends.push(at as u32);
            return Some(at + 1);
        } else if byte == b'\r' {
            if bytes.get(at + 1) != Some(&b'\n') {
                return None;
            }
            ends.push(at as u32);
            return Some(at + 2);
        } else if byte == b'"' {
            return None;
        }
    }
    None
}
