//! What an order says of its customer: consent, addresses; and of money given back.

use super::book::Book;
use super::customer::Consent;
use super::facts::{Facts, Wrong};
use super::layout::{Layout, Role};
use super::row::Row;
use crate::text::{Decimals, decimal};

/// Roles of what upload files need, in the order of [`Contact`](super::Contact).
const CONTACT: [Role; 8] = [
    Role::Email,
    Role::Phone,
    Role::FirstName,
    Role::LastName,
    Role::City,
    Role::Region,
    Role::Zip,
    Role::Country,
];

const YES: [&str; 4] = ["yes", "true", "1", "subscribed"];
/// What says no to marketing.
pub(super) const NO: [&str; 6] = [
    "no",
    "false",
    "0",
    "unsubscribed",
    "never_subscribed",
    "never subscribed",
];

impl Book {
    /// Notes what the order of a row says.
    pub(super) fn told(
        &mut self,
        facts: &mut Facts,
        is_same: bool,
        layout: &Layout,
        decimals: Decimals,
        row: &Row,
    ) -> Result<(), Wrong> {
        let instant = facts.when.instant;
        let customer = &mut self.customers[facts.customer as usize];
        match row.get(layout, Role::Consent) {
            b"" => {}
            field if is_any(field, &YES) => customer.told(Consent::Yes, instant),
            field if is_any(field, &NO) => customer.told(Consent::No, instant),
            field => {
                let what = format!("is {}, expected yes or no", super::shown::shown(field));
                return Err(Wrong::of(Role::Consent, what));
            }
        }
        if self.options.contacts {
            let contact = customer.contact.get_or_insert_default();
            contact.note(instant, CONTACT.map(|role| row.get(layout, role)));
        }
        let refund = row.get(layout, Role::OrderRefund);
        if !is_same && !refund.is_empty() {
            let back = decimal(refund, decimals).map_err(|wrong| {
                let what = format!("is {}: {wrong}", super::shown::shown(refund));
                Wrong::of(Role::OrderRefund, what)
            })?;
            facts.back = back.abs() * facts.rate;
        }
        Ok(())
    }
}

pub(super) fn is_any(field: &[u8], words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| word.as_bytes().eq_ignore_ascii_case(field))
}
