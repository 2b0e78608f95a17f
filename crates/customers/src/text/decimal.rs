//! Numbers as people and spreadsheets write them: `1234.5`, `1,234.50`, `1.234,50`, `12,5`. What can be read in two ways is
//! refused.

/// How a file's delimiter speaks for its decimal mark: between commas a point stands for decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decimals {
    /// `1.234` is one and a bit.
    #[default]
    Point,
    /// `1.234` may be a thousand: semicolons separate where commas stand for decimals.
    Unsaid,
}

const POWERS: [f64; 16] = [
    1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// Reads a number.
///
/// # Errors
/// What was expected, and what to do.
pub fn decimal(text: &[u8], decimals: Decimals) -> Result<f64, String> {
    let text = text.trim_ascii();
    plain(text, decimals).map_or_else(|| any(text, decimals), Ok)
}

/// At most 15 digits, with a point perhaps: exact, since numerator and denominator are.
fn plain(text: &[u8], decimals: Decimals) -> Option<f64> {
    let mut value = 0_u64;
    let mut point = None;
    if text.is_empty() || text.len() > 16 {
        return None;
    }
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => value = 10 * value + u64::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    let Some(point) = point else {
        return (text.len() < 16).then_some(value as f64);
    };
    let after = text.len() - point - 1;
    let is_clear = decimals == Decimals::Point || after != 3;
    (is_clear && after > 0).then(|| value as f64 / POWERS[after])
}

fn any(text: &[u8], decimals: Decimals) -> Result<f64, String> {
    let wrong = || Err("expected a number such as 1234.5".to_owned());
    let Ok(text) = str::from_utf8(text) else {
        return wrong();
    };
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let begins = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    if !begins || !digits.ends_with(|last: char| last.is_ascii_digit()) {
        return wrong();
    }
    let is_float = |text: &str| {
        text.bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'-' | b'+'))
    };
    if digits.contains(['e', 'E']) && is_float(digits) {
        return finite(&format!("{sign}{digits}")).map_or_else(wrong, Ok);
    }
    let marks: Vec<char> = digits
        .chars()
        .filter(|mark| !mark.is_ascii_digit())
        .collect();
    if marks
        .iter()
        .any(|mark| !matches!(mark, '.' | ',' | '\'' | '\u{a0}' | '\u{202f}' | ' '))
    {
        return wrong();
    }
    let Some(&last) = marks.last() else {
        return finite(text).map_or_else(wrong, Ok);
    };
    let others = &marks[..marks.len() - 1];
    let is_decimal = matches!(last, '.' | ',') && !others.contains(&last);
    let (whole, part) = if is_decimal {
        digits.rsplit_once(last).unwrap_or((digits, ""))
    } else {
        (digits, "")
    };
    if is_decimal && others.is_empty() && part.len() == 3 {
        let leads = whole.len() <= 3 && !whole.starts_with('0') && !whole.is_empty();
        if leads && (last == ',' || decimals == Decimals::Unsaid) {
            return Err(
                "may be thousands or decimals → write it without separators of thousands"
                    .to_owned(),
            );
        }
    }
    let groups: Vec<&str> = whole.split(|mark: char| !mark.is_ascii_digit()).collect();
    let same = others.windows(2).all(|pair| pair[0] == pair[1]);
    let grouped = groups.len() == 1
        || (groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len()));
    if !same || !grouped {
        return wrong();
    }
    finite(&format!("{sign}{}.{part}0", groups.concat())).map_or_else(wrong, Ok)
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}
