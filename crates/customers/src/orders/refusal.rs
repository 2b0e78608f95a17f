//! A no to marketing in an order that does not count: whoever cancels an order has said it all the same.

use super::book::Book;
use super::customer::Consent;
use super::facts::customer_text;
use super::layout::{Layout, Role};
use super::row::Row;
use super::told::{NO, is_any};

impl Book {
    /// Notes what the customer of an order that is left out said, where it was no. A yes needs an order that was paid.
    pub(super) fn refusal(&mut self, instant: i64, layout: &Layout, row: &Row) {
        if !is_any(row.get(layout, Role::Consent), &NO) {
            return;
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let (text, is_address) = customer_text(layout, row, &mut buffer);
        let found = (!text.is_empty()).then(|| self.customer_known_by(text, is_address));
        self.buffer = buffer;
        if let Some(Ok(customer)) = found {
            self.customers[customer as usize].told(Consent::No, instant);
        }
    }
}
