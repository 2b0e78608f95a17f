//! The order of a row: whose it is, when it was, whether it counts.

use super::book::Book;
use super::customer::Customer;
use super::facts::{Facts, LeftOut, Wrong, customer_text, when_of};
use super::layout::{Layout, Meaning, Role};
use super::options::BookOptions;
use super::row::Row;
use crate::CustomersError;
use crate::text::Decimals;

/// Money that a row may tell.
const MONEY: [Role; 3] = [Role::Amount, Role::Price, Role::OrderRefund];

impl Book {
    /// What a row says of its order.
    ///
    /// # Errors
    /// CURRENCY.
    pub(super) fn order(
        &mut self,
        facts: &mut Facts,
        layout: &Layout,
        decimals: Decimals,
        row: &Row,
    ) -> Result<Result<(), Wrong>, CustomersError> {
        let order = row.get(layout, Role::Order);
        let file = self.file();
        let is_same = !order.is_empty() && facts.order == order && facts.file == file;
        if !is_same {
            facts.order.clear();
            facts.order.extend_from_slice(order);
            facts.hash = self.seen.hash_of(order);
            facts.file = file;
            (facts.is_duplicate, facts.back) = (None, 0.0);
        }
        facts.wrong_since = Some(row.line); // until all of it is read
        match self.when_and_whether(facts, layout, row) {
            Ok(true) => {}
            Ok(false) => {
                facts.wrong_since = None;
                return Ok(Ok(()));
            }
            Err(wrong) => return Ok(Err(wrong)),
        }
        // What is not counted may be in any currency, and so may orders whose amounts are not told.
        if layout.fill_down || row.has_any(layout, &MONEY) {
            facts.rate = self.money.rate(row.get(layout, Role::Currency))?;
        }
        if let Err(wrong) = self.told(facts, is_same, layout, decimals, row) {
            return Ok(Err(wrong));
        }
        facts.wrong_since = None;
        Ok(Ok(()))
    }

    /// When the order was, and whose it is; whether it counts.
    fn when_and_whether(
        &mut self,
        facts: &mut Facts,
        layout: &Layout,
        row: &Row,
    ) -> Result<bool, Wrong> {
        let BookOptions {
            date_order, today, ..
        } = self.options;
        facts.when = when_of(layout, row, date_order, today, &mut self.last_when)?;
        facts.left_out = self.left_out(layout, row)?;
        if facts.left_out.is_some() {
            self.refusal(facts.when.instant, layout, row);
        }
        let taken_back = facts.hash.and_then(|hash| self.returns.order(hash));
        facts.is_taken_back = facts.left_out.is_none() && taken_back.is_some();
        if facts.is_taken_back {
            facts.left_out = taken_back;
        }
        if facts.left_out.is_none() {
            self.customer(facts, layout, row)?;
        }
        Ok(facts.left_out.is_none())
    }

    /// Whether the order counts, as far as its status tells.
    fn left_out(&mut self, layout: &Layout, row: &Row) -> Result<Option<LeftOut>, Wrong> {
        if !row.get(layout, Role::CancelledAt).is_empty() {
            return Ok(Some(LeftOut::Cancelled));
        }
        let status = row.get(layout, Role::Status);
        if status.is_empty() {
            return Ok(None);
        }
        if self.status.0 != status {
            self.status = (status.to_vec(), layout.meaning(status));
        }
        match self.status.1 {
            Some(Meaning::Kept) => Ok(None),
            Some(Meaning::Unpaid) => Ok(Some(LeftOut::Unpaid)),
            Some(Meaning::Cancelled) => Ok(Some(LeftOut::Cancelled)),
            Some(Meaning::Refunded) => Ok(Some(LeftOut::Refunded)),
            None => {
                let shown = super::shown::shown(status);
                let advice = "say whether such orders count, with statuses";
                Err(Wrong::of(
                    Role::Status,
                    format!("is {shown}, whose meaning is not known → {advice}"),
                ))
            }
        }
    }

    /// Whose order it is.
    fn customer(&mut self, facts: &mut Facts, layout: &Layout, row: &Row) -> Result<(), Wrong> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let (text, is_address) = customer_text(layout, row, &mut buffer);
        let found = if text.is_empty() {
            facts.left_out = Some(LeftOut::NoCustomer);
            Ok(facts.customer)
        } else if let Some(customer) = row.known.customer.filter(|_| !is_address) {
            Ok(customer)
        } else {
            self.customer_known_by(text, is_address)
        };
        self.buffer = buffer;
        facts.customer = found?;
        Ok(())
    }

    pub(super) fn customer_known_by(
        &mut self,
        text: &[u8],
        is_address: bool,
    ) -> Result<u32, Wrong> {
        let found = self
            .ids
            .insert_text(text)
            .map_err(|wrong| Wrong::row(format!("the customer {wrong}")))?;
        let (customer, is_new) = found;
        if is_new {
            self.customers.resize(self.ids.len(), Customer::default());
            if let Some(watch) = &mut self.watch {
                watch.met(customer, text, is_address);
            }
        }
        if is_address {
            self.customers[customer as usize].is_address = true;
        }
        Ok(customer)
    }
}
