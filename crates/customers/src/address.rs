//! Addresses by which shops know customers, each in one spelling; and as advertisers' audiences take them: a hash that only
//! those who have the address can compare.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// An e-mail address in the spelling that is compared: without white space around it, in lower case.
pub fn mail_key(address: &str) -> String {
    address.trim().to_lowercase()
}

/// A number of a telephone in the spelling that is compared: in E.164 where the country is said, else without the signs by which
/// people divide it. Numbers with and without the code of a country stay two.
pub fn phone_key(number: &str) -> String {
    e164(number).unwrap_or_else(|| undivided(number))
}

/// A number without blanks, brackets, dots, hyphens, slashes.
fn undivided(number: &str) -> String {
    let divides = |sign: &char| {
        sign.is_whitespace()
            || matches!(sign, '(' | ')' | '[' | ']' | '.' | '-' | '/')
            || matches!(sign, '\u{2010}'..='\u{2015}')
    };
    number.chars().filter(|sign| !divides(sign)).collect()
}

/// Returns the SHA-256, in lower-case hexadecimal, of the address in UTF-8, without white space around it and in lower case, as
/// audiences to upload have e-mail addresses. Rules of single mail services are not applied: dots and `+` in the name stay.
pub fn hash_address(address: &str) -> String {
    let hash = Sha256::digest(mail_key(address));
    hash.iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// A number of a telephone in E.164, `+491701234567`. None where the country is not said, since a guess would be somebody else's.
pub fn e164(number: &str) -> Option<String> {
    // The zero of `+49 (0)170` is dialled within the country only.
    let plain = undivided(&number.replace("(0)", ""));
    let digits = plain
        .strip_prefix('+')
        .or_else(|| plain.strip_prefix("00"))?;
    let is_one = (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_one.then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::{e164, hash_address, mail_key, phone_key};

    #[test]
    fn brings_numbers_with_a_country_to_e164() {
        for number in [
            "+49 170 1234567",
            "0049-170-123 45 67",
            "+49 (0)170/1234567",
            "+491701234567",
        ] {
            assert_eq!(e164(number).as_deref(), Some("+491701234567"), "{number}");
        }
        for none in [
            "0170 1234567",
            "+0170123456",
            "+49 170 12x34",
            "",
            "+123456",
            "+1234567890123456",
        ] {
            assert_eq!(e164(none), None, "{none}");
        }
    }

    /// FIPS 180-4's example of one block.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn is_sha_256() {
        assert_eq!(hash_address("abc"), ABC);
        assert_eq!(
            hash_address("test@example.com"),
            "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b"
        );
    }

    #[test]
    fn knows_no_case_and_no_white_space_around() {
        for address in ["ABC", " abc", "abc\r\n", "\u{a0}aBc\t"] {
            assert_eq!(hash_address(address), ABC, "{address:?}");
        }
        for other in ["a bc", "abd", "", "a.bc", "abc+x"] {
            assert_ne!(hash_address(other), ABC, "{other:?}");
        }
    }

    #[test]
    fn lowers_letters_of_all_scripts() {
        assert_eq!(
            hash_address("ÄNNE@EXAMPLE.COM"),
            hash_address("änne@example.com")
        );
    }

    #[test]
    fn keeps_one_spelling_of_an_address() {
        for spelling in [
            " Zoë@Example.COM\u{a0}",
            "zoë@example.com",
            "ZOË@EXAMPLE.COM\n",
        ] {
            assert_eq!(mail_key(spelling), "zoë@example.com");
        }
        for spelling in [
            "+49 (30) 123-45.67",
            "+49\u{a0}30 1234567",
            "+49/30/1234\u{2011}567 ",
            "[+49] 30 1234567",
        ] {
            assert_eq!(phone_key(spelling), "+49301234567");
        }
        assert_eq!(phone_key(" - . / "), "");
        assert_ne!(phone_key("030 1234567"), phone_key("+49 30 1234567"));
    }
}
