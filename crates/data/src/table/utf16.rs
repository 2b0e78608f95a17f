//! Lengths of text as JavaScript counts them.

/// Units of UTF-16: two for a character beyond the first 65,536, which has four bytes in UTF-8.
pub(super) fn length(text: &str) -> usize {
    let starts = text.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
    starts + text.bytes().filter(|&byte| byte >= 0xf0).count()
}
