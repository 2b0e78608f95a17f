//! Fields of a table as numbers. Blanks around a number are allowed, signs, points and exponents are not.

/// A tone, 0 … 255.
pub(crate) fn pixel(field: &[u8]) -> Option<u8> {
    // As most fields are written; the general way below gives the same.
    match *field {
        [a] if a.is_ascii_digit() => Some(a - b'0'),
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => Some(10 * (a - b'0') + (b - b'0')),
        _ => u8::try_from(whole(field, 255)?).ok(),
    }
}

/// A class number below `classes`.
pub(super) fn label(field: &[u8], classes: u32) -> Option<u32> {
    whole(field, classes.checked_sub(1)?)
}

/// Whether it is a whole number, however large.
pub(super) fn is_whole(field: &[u8]) -> bool {
    let digits = field.trim_ascii();
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// Whether it is written as a number with a point or an exponent.
pub(crate) fn is_float(field: &[u8]) -> bool {
    let letters = field.trim_ascii();
    letters
        .iter()
        .all(|letter| b"+-.eE".contains(letter) || letter.is_ascii_digit())
        && letters.iter().any(u8::is_ascii_digit)
        && letters.iter().any(|letter| b".eE".contains(letter))
}

fn whole(field: &[u8], most: u32) -> Option<u32> {
    let digits = field.trim_ascii();
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0u32, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        value
            .checked_mul(10)?
            .checked_add(digit)
            .filter(|&value| value <= most)
    })
}
