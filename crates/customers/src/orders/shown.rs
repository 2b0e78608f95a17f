//! How a cell stands in a message: what looks like an address does not, since messages go to screens and logs.

/// A cell as [`fashion_rows::quoted`] shows it; of what looks like an address of mail or a number of a telephone only that it does.
///
/// Any column may hold one: where a row has a field too many, all that follow are moved.
pub fn shown(field: &[u8]) -> String {
    if field.contains(&b'@') {
        return "an e-mail address".to_owned();
    }
    let digits = field.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_number =
        |byte: &u8| matches!(byte, b'0'..=b'9' | b' ' | b'(' | b')' | b'-' | b'.' | b'/');
    let number = field
        .strip_prefix(b"+")
        .or_else(|| field.strip_prefix(b"00"));
    if digits >= 7 && number.is_some_and(|number| number.iter().all(is_number)) {
        return "a number of a telephone".to_owned();
    }
    fashion_rows::quoted(field)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn hides_addresses_alone() {
        assert_eq!(shown(b"zoe@example.com"), "an e-mail address");
        for number in ["+49 170 1234567", "0049-170-1234567", "+1 (555) 010-9999"] {
            assert_eq!(shown(number.as_bytes()), "a number of a telephone");
        }
        for other in [
            "46083",
            "2026-13-01",
            "12345678",
            "+12",
            "00123",
            "+1.5e-7",
            "gone",
        ] {
            assert_eq!(shown(other.as_bytes()), format!("\"{other}\""));
        }
    }
}
