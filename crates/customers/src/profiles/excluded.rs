//! Who is to be in no audience, by whatever a list calls them: the shop's ids, addresses, hashes of addresses.

use crate::address::{hash_address, mail_key, phone_key};
use crate::orders::Customer;
use foldhash::fast::FixedState;
use hashbrown::HashSet;

/// A list of them.
pub struct Excluded {
    names: HashSet<String, FixedState>,
    /// Numbers of telephones, which are compared with such only.
    phones: HashSet<String, FixedState>,
}

impl Excluded {
    /// `names`: addresses of mail in lower case.
    pub fn new(names: &[String]) -> Self {
        let mut all = HashSet::with_hasher(FixedState::with_seed(0));
        all.extend(names.iter().cloned());
        let mut phones = HashSet::with_hasher(FixedState::with_seed(0));
        phones.extend(names.iter().map(|name| phone_key(name)));
        phones.remove("");
        Self { names: all, phones }
    }

    /// How many addresses, or hashes of such, are on it by which `is_known` knows nobody.
    pub fn unknown_addresses(&self, is_known: impl Fn(&str) -> bool) -> usize {
        let is_hash = |name: &str| name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
        let is_address = |name: &&String| name.contains('@') || is_hash(name);
        let addresses = self.names.iter().filter(is_address);
        addresses.filter(|name| !is_known(name)).count()
    }

    /// Whether a customer is on it: by the public id, by the text that orders know it by, by its address or number.
    pub fn has(&self, id: &str, text: &[u8], customer: &Customer) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let has = |text: &str| self.names.contains(text);
        let known_by = str::from_utf8(text).unwrap_or_default();
        if has(id) || has(known_by) || (customer.is_address && self.phones.contains(known_by)) {
            return true;
        }
        let Some(contact) = &customer.contact else {
            return false;
        };
        let is_hashed = |address: &str| has(hash_address(address).as_str());
        let text = |field: &[u8]| String::from_utf8_lossy(field).into_owned();
        let is_mail = |mail: String| !mail.is_empty() && (has(&mail) || is_hashed(&mail));
        let is_phone = |phone: String| {
            !phone.is_empty() && (self.phones.contains(&phone) || is_hashed(&phone))
        };
        let mut mails = contact.mails().map(text);
        let mut phones = contact.phones().map(text);
        mails.any(|mail| is_mail(mail_key(&mail)))
            || phones.any(|phone| is_phone(phone_key(&phone)))
    }
}
