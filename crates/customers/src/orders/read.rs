//! A row of an order, read and added to the book.

use super::book::{BadRow, Book};
use super::customer::{Consent, Customer};
use super::facts::{
    Facts, LeftOut, Wrong, amounts, customer_text, is_continued, left_out, when_of,
};
use super::layout::{Layout, Role, Row};
use super::line::Line;
use crate::CustomersError;
use crate::text::{Decimals, decimal};
use core::hash::BuildHasher;

/// Roles of what upload files need, in the order of [`Contact`].
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

impl Book {
    /// Takes a row.
    ///
    /// # Errors
    /// CURRENCY for a second currency without a rate: no amount means anything then.
    pub(super) fn row(
        &mut self,
        layout: &Layout,
        decimals: Decimals,
        mut row: Row,
    ) -> Result<(), CustomersError> {
        self.counts.rows += 1;
        if layout.column(Role::FileLine).is_some() {
            let line = str::from_utf8(row.get(layout, Role::FileLine)).ok();
            row.line = line.and_then(|text| text.parse().ok()).unwrap_or(row.line);
        }
        let mut facts = std::mem::take(&mut self.current);
        let read = if is_continued(layout, &row) {
            continued(&facts, layout, &row)
        } else {
            self.order(&mut facts, layout, decimals, &row)?
        };
        let read = read.and_then(|()| self.line(&mut facts, layout, decimals, &row));
        self.current = facts;
        if let Err(wrong) = read {
            self.wrong(layout, row.line, wrong);
        }
        Ok(())
    }

    /// Notes that a row is wrong.
    pub(super) fn wrong(&mut self, layout: &Layout, line: u64, wrong: Wrong) {
        self.counts.bad += 1;
        let column = wrong.role.and_then(|role| layout.column(role));
        let name = |column: usize| {
            layout
                .names
                .get(column)
                .cloned()
                .unwrap_or_else(|| (column + 1).to_string())
        };
        self.bad.push(BadRow {
            line,
            column: column.map(name),
            message: wrong.message,
        });
    }

    /// What a row says of its order.
    fn order(
        &mut self,
        facts: &mut Facts,
        layout: &Layout,
        decimals: Decimals,
        row: &Row,
    ) -> Result<Result<(), Wrong>, CustomersError> {
        let order = row.get(layout, Role::Order);
        let is_same = !order.is_empty() && facts.order == order;
        if !is_same {
            facts.order.clear();
            facts.order.extend_from_slice(order);
            facts.hash = (!order.is_empty()).then(|| self.hasher.hash_one(order));
            (facts.is_duplicate, facts.back) = (None, 0.0);
        }
        facts.wrong_since = Some(row.line); // until all of it is read
        match when_of(layout, row, self.options.date_order, self.options.today) {
            Ok(when) => facts.when = when,
            Err(wrong) => return Ok(Err(wrong)),
        }
        let status = match left_out(layout, row) {
            Ok(status) => status,
            Err(wrong) => return Ok(Err(wrong)),
        };
        facts.left_out = status;
        if status.is_none() && facts.hash.is_some_and(|hash| self.returns.has_order(hash)) {
            facts.left_out = Some(LeftOut::Refunded);
        }
        facts.rate = self.money.rate(row.get(layout, Role::Currency))?;
        if facts.left_out.is_none()
            && let Err(wrong) = self.customer(facts, layout, row)
        {
            return Ok(Err(wrong));
        }
        if facts.left_out.is_none()
            && let Err(wrong) = self.told(facts, is_same, layout, decimals, row)
        {
            return Ok(Err(wrong));
        }
        facts.wrong_since = None;
        Ok(Ok(()))
    }

    /// Whose order it is.
    fn customer(&mut self, facts: &mut Facts, layout: &Layout, row: &Row) -> Result<(), Wrong> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let (text, is_address) = customer_text(layout, row, &mut buffer);
        if text.is_empty() {
            facts.left_out = Some(LeftOut::NoCustomer);
            self.buffer = buffer;
            return Ok(());
        }
        let found = match self.ids.insert(text) {
            None => Err(Wrong::row("has a customer more than there is room for")),
            Some((_, true)) if str::from_utf8(text).is_err() => {
                let what = format!(
                    "the customer is no text in UTF-8: {}",
                    fashion_rows::quoted(text)
                );
                Err(Wrong::row(what))
            }
            Some((customer, _)) => Ok(customer),
        };
        self.buffer = buffer;
        facts.customer = found?;
        if self.customers.len() < self.ids.len() {
            self.customers.resize(self.ids.len(), Customer::default());
            self.customers[facts.customer as usize].is_address = is_address;
        }
        Ok(())
    }

    /// What the order says of consent, of addresses and of money given back.
    fn told(
        &mut self,
        facts: &mut Facts,
        is_same: bool,
        layout: &Layout,
        decimals: Decimals,
        row: &Row,
    ) -> Result<(), Wrong> {
        let customer = &mut self.customers[facts.customer as usize];
        match row.get(layout, Role::Consent) {
            b"" => {}
            field if is_any(field, &["yes", "true", "1", "subscribed"]) => {
                customer.told(Consent::Yes, facts.when.instant)
            }
            field
                if is_any(
                    field,
                    &[
                        "no",
                        "false",
                        "0",
                        "unsubscribed",
                        "never_subscribed",
                        "never subscribed",
                    ],
                ) =>
            {
                customer.told(Consent::No, facts.when.instant);
            }
            field => {
                let what = format!("is {}, expected yes or no", fashion_rows::quoted(field));
                return Err(Wrong::of(Role::Consent, what));
            }
        }
        if self.options.contacts {
            let contact = customer.contact.get_or_insert_default();
            contact.note(
                facts.when.instant,
                CONTACT.map(|role| row.get(layout, role)),
            );
        }
        let refund = row.get(layout, Role::OrderRefund);
        if !is_same && !refund.is_empty() {
            let back = decimal(refund, decimals).map_err(|wrong| {
                let what = format!("is {}: {wrong}", fashion_rows::quoted(refund));
                Wrong::of(Role::OrderRefund, what)
            })?;
            facts.back = back.abs() * facts.rate;
        }
        Ok(())
    }

    /// A line of an order that is known.
    fn line(
        &mut self,
        facts: &mut Facts,
        layout: &Layout,
        decimals: Decimals,
        row: &Row,
    ) -> Result<(), Wrong> {
        if let Some(left_out) = facts.left_out {
            if matches!(left_out, LeftOut::Cancelled | LeftOut::Refunded) {
                self.gone(facts, layout, row);
            }
            *self.counts.of(left_out) += 1;
            return Ok(());
        }
        let (item, kind) = self.items.of(layout, row)?;
        let (quantity, amount) = amounts(layout, row, decimals)?;
        if quantity == 0.0 {
            self.counts.no_quantity += 1;
            return Ok(());
        }
        if quantity < 0.0 {
            self.counts.returned += 1;
            let Some(item) = item else {
                return Err(Wrong::of(
                    Role::Quantity,
                    "is less than 0, and the row names no item that came back",
                ));
            };
            if !self.knows_returns {
                self.returns.add(
                    facts.customer,
                    item,
                    facts.when.instant,
                    -quantity,
                    facts.hash,
                );
            }
            return Ok(());
        }
        if self.is_duplicate(facts) {
            self.counts.duplicate += 1;
            return Ok(());
        }
        let line = Line {
            customer: facts.customer,
            item,
            kind,
            when: facts.when,
            quantity,
            amount: amount * facts.rate,
            order: facts.hash,
        };
        if let Some(item) = item
            && self.returns.concerns(facts.customer, item, facts.hash)
        {
            self.returns.hold(line);
            return Ok(());
        }
        self.add(line);
        Ok(())
    }

    /// Whether the order of a line was in a file before; notes it, and what of its money was given back, where it was not.
    fn is_duplicate(&mut self, facts: &mut Facts) -> bool {
        let file = self.file;
        let orders = &mut self.orders;
        let is_duplicate = *facts.is_duplicate.get_or_insert_with(|| {
            facts
                .hash
                .is_some_and(|hash| orders.entry(hash).or_insert((file, false)).0 != file)
        });
        if !is_duplicate && facts.back > 0.0 {
            self.counts.part_refunds += 1;
            self.customers[facts.customer as usize].spend -= facts.back;
            facts.back = 0.0;
        }
        is_duplicate
    }

    /// An order that is told to be gone in a row without an item: the lines before it are, too.
    fn gone(&mut self, facts: &Facts, layout: &Layout, row: &Row) {
        let has_item = [
            Role::Sku,
            Role::Item,
            Role::Handle,
            Role::Image,
            Role::Name,
            Role::Label,
        ]
        .iter()
        .any(|&role| !row.get(layout, role).is_empty());
        if let Some(hash) = facts.hash.filter(|_| !has_item && !self.knows_returns) {
            self.returns.add_order(hash);
        }
    }
}

/// The order of the row before goes on.
fn continued(facts: &Facts, layout: &Layout, row: &Row) -> Result<(), Wrong> {
    let order = row.get(layout, Role::Order);
    let is_same = order.is_empty() || facts.order == order;
    if !is_same || facts.order.is_empty() {
        let what = format!(
            "is {}, and the row has no date and no customer: the first row of its order must stand before it → export the orders again, and do not sort them",
            fashion_rows::quoted(order)
        );
        return Err(Wrong::of(Role::Order, what));
    }
    match facts.wrong_since {
        None => Ok(()),
        Some(line) => Err(Wrong::row(format!(
            "is of the order of line {line}, which is wrong"
        ))),
    }
}

fn is_any(field: &[u8], words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| word.as_bytes().eq_ignore_ascii_case(field))
}
