//! A row of an order, read and added to the book.

use super::amounts::{Amounts, amounts};
use super::book::Book;
use super::counts::BadRow;
use super::facts::{Facts, LeftOut, Wrong, is_continued};
use super::layout::{Layout, Role};
use super::line::Line;
use super::row::{Known, Row};
use crate::CustomersError;
use crate::text::Decimals;

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
        if self.take_simple(layout, decimals, &row) {
            return Ok(());
        }
        self.counts.rows += 1;
        if layout.column(Role::FileLine).is_some() {
            let line = str::from_utf8(row.get(layout, Role::FileLine)).ok();
            row.line = line.and_then(|text| text.parse().ok()).unwrap_or(row.line);
        }
        let mut facts = self.current.take().unwrap_or_default();
        let read = if is_continued(layout, &row) {
            continued(&facts, layout, &row)
        } else {
            self.order(&mut facts, layout, decimals, &row)?
        };
        let read = read.and_then(|()| self.line(&mut facts, layout, decimals, &row));
        self.current = Some(facts);
        if let Err(wrong) = read {
            self.wrong(layout, row.line, wrong);
        }
        Ok(())
    }

    /// Looks up whose some rows are, and of which items: all at once, so that the processor fetches memory for all together.
    pub(super) fn look_up<const N: usize>(&self, layout: &Layout, rows: &mut [Row; N]) {
        let customers = self
            .ids
            .find_all(&rows.map(|row| row.get(layout, Role::Customer)));
        let items = self.items.known(layout, rows);
        for ((row, customer), item) in rows.iter_mut().zip(customers).zip(items) {
            row.known = Known { customer, item };
        }
    }

    /// Notes that a row is wrong, which was counted as one.
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

    /// A line of an order that is known.
    fn line(
        &mut self,
        facts: &mut Facts,
        layout: &Layout,
        decimals: Decimals,
        row: &Row,
    ) -> Result<(), Wrong> {
        let is_back = row.get(layout, Role::Quantity).starts_with(b"-");
        if let Some(left_out) = facts.left_out {
            if self.takes_back_all(facts, left_out, layout, row) {
                return Ok(());
            }
            // A credit note need not say whose it is.
            let is_nobodys_return =
                is_back && left_out == LeftOut::NoCustomer && facts.hash.is_some();
            if !facts.is_taken_back && !is_nobodys_return {
                self.gone_for_good(facts, left_out, layout);
                *self.counts.of(left_out) += 1;
                return Ok(());
            }
        }
        let Amounts {
            quantity,
            amount,
            is_taken_back,
        } = amounts(layout, row, decimals)?;
        let (item, kind) = self.items.of(layout, row)?;
        if quantity < 0.0 {
            return self.came_back(facts, item, -quantity);
        }
        if let Some(left_out) = facts.left_out {
            if let Some(order) = facts.hash {
                self.returns.found(order);
            }
            *self.counts.of(left_out) += 1;
            return Ok(());
        }
        if quantity == 0.0 {
            let all_back = is_taken_back.then_some(&mut self.counts.refunded);
            *all_back.unwrap_or(&mut self.counts.no_quantity) += 1;
            return Ok(());
        }
        if self.is_duplicate(facts, row.get(layout, Role::Line), item) {
            self.counts.duplicate += 1;
            return Ok(());
        }
        self.gone_elsewhere(facts, layout);
        let line = Line {
            customer: facts.customer,
            item,
            kind,
            when: facts.when,
            quantity,
            amount: amount * facts.rate,
            order: facts.hash,
            file: self.file(),
        };
        let concerns = |item| self.returns.concerns(facts.customer, item, facts.hash);
        if self.knows_returns && item.is_some_and(concerns) {
            self.returns.hold(line);
        } else {
            self.add(line);
        }
        Ok(())
    }
}

/// The order of the row before goes on.
fn continued(facts: &Facts, layout: &Layout, row: &Row) -> Result<(), Wrong> {
    let order = row.get(layout, Role::Order);
    let is_same = order.is_empty() || facts.order == order;
    if !is_same || facts.order.is_empty() {
        let what = format!(
            "is {}, and the row has no date and no customer: the first row of its order must stand before it → export the orders again, and do not sort them",
            super::shown::shown(order)
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
