//! Addresses as advertisers' audiences take them: a hash that only those who have the address can compare.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Returns the SHA-256, in lower-case hexadecimal, of the address in UTF-8, without white space around it and in lower case, as
/// audiences to upload have e-mail addresses. Rules of single mail services are not applied: dots and `+` in the name stay.
pub fn hash_address(address: &str) -> String {
    let hash = Sha256::digest(address.trim().to_lowercase());
    hash.iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

#[cfg(test)]
mod tests {
    use super::hash_address;

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
}
