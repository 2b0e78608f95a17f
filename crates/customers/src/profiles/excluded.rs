//! Who is to be in no audience, by whatever a list calls them: the shop's ids, addresses, hashes of addresses.

use crate::address::hash_address;
use crate::orders::Customer;
use foldhash::fast::FixedState;
use hashbrown::HashSet;

/// A list of them.
pub struct Excluded<'a>(HashSet<&'a str, FixedState>);

impl<'a> Excluded<'a> {
    /// `names`: addresses in lower case.
    pub fn new(names: &'a [String]) -> Self {
        let mut all = HashSet::with_hasher(FixedState::with_seed(0));
        all.extend(names.iter().map(String::as_str));
        Self(all)
    }

    /// Whether a customer is on it: by the public id, by the text that orders know it by, by its address or number.
    pub fn has(&self, id: &str, text: &[u8], customer: &Customer) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let is_named = |text: &[u8]| str::from_utf8(text).is_ok_and(|text| self.0.contains(text));
        if self.0.contains(id) || is_named(text) {
            return true;
        }
        let addresses = customer
            .contact
            .iter()
            .flat_map(|contact| &contact.fields[..2]);
        addresses.into_iter().any(|(_, address)| {
            let Ok(address) = str::from_utf8(address) else {
                return false;
            };
            let plain = address.trim().to_lowercase();
            !plain.is_empty()
                && (self.0.contains(plain.as_str())
                    || self.0.contains(hash_address(&plain).as_str()))
        })
    }
}
