//! A customer whose items are remembered, by the id or the address that somebody gave.

use crate::address::{hash_address, mail_key, phone_key};

/// The customer, and the items.
pub struct Watch {
    given: String,
    mail: String,
    phone: String,
    /// Whether the hash of an address was given.
    is_hash: bool,
    customer: Option<u32>,
    items: Vec<u32>,
}

impl Watch {
    /// `given`: an id, an address, or the hash of one.
    pub fn new(given: &str) -> Self {
        Self {
            given: given.trim().to_owned(),
            mail: mail_key(given),
            phone: phone_key(given),
            is_hash: given.trim().len() == 64
                && given.trim().bytes().all(|byte| byte.is_ascii_hexdigit()),
            customer: None,
            items: Vec::new(),
        }
    }

    /// Notes a customer who is met for the first time.
    pub fn met(&mut self, customer: u32, text: &[u8], is_address: bool) {
        let Ok(text) = str::from_utf8(text) else {
            return;
        };
        let is = if is_address {
            text == self.mail
                || text == self.phone
                || (self.is_hash && hash_address(text) == self.mail)
        } else {
            text == self.given
        };
        if is && self.customer.is_none() {
            self.customer = Some(customer);
        }
    }

    /// Notes what a customer bought.
    pub fn bought(&mut self, customer: u32, item: u32) {
        if self.customer == Some(customer) && !self.items.contains(&item) {
            self.items.push(item);
        }
    }

    /// What the customer bought.
    pub fn items(&self) -> impl Iterator<Item = u32> + '_ {
        self.items.iter().copied()
    }

    /// All orders are read again.
    pub fn forget_items(&mut self) {
        self.items.clear();
    }
}
