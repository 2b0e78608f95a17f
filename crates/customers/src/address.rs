//! Addresses by which shops know customers, each in one spelling; and as advertisers' audiences take them: a hash that only
//! those who have the address can compare.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// An e-mail address in the spelling that is compared: without white space around it, in lower case.
pub fn mail_key(address: &str) -> String {
    address.trim().to_lowercase()
}

/// A number of a telephone in the spelling that is compared: without the signs by which people divide it (blanks, brackets, dots,
/// hyphens, slashes). Numbers with and without the code of a country stay two.
pub fn phone_key(number: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::{hash_address, mail_key, phone_key};

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
