//! The usual row of a table of lines, in one go: a customer and an item that were met before, a date, a quantity, an amount, and
//! nothing else that could say something. It takes what `read.rs` would take in the same way, and leaves every other row to it.

use super::amounts::{Amounts, amounts};
use super::book::Book;
use super::facts::{customer_text, when_of};
use super::layout::Layout;
use super::line::Line;
use super::options::BookOptions;
use super::row::{Known, Row};
use crate::text::Decimals;

impl Book {
    /// Takes a row if it is simple.
    #[inline]
    pub(super) fn take_simple(&mut self, layout: &Layout, decimals: Decimals, row: &Row) -> bool {
        let Known {
            customer: Some(customer),
            item: Some(item),
        } = row.known
        else {
            return false;
        };
        let BookOptions {
            date_order,
            today,
            contacts,
            ..
        } = self.options;
        if !layout.is_simple || self.knows_returns || contacts {
            return false;
        }
        let (_, is_address) = customer_text(layout, row, &mut self.buffer);
        let Ok(Amounts {
            quantity, amount, ..
        }) = amounts(layout, row, decimals)
        else {
            return false;
        };
        // An address is known by another spelling, and what came back is no purchase.
        if is_address || quantity <= 0.0 {
            return false;
        }
        let Ok(when) = when_of(layout, row, date_order, today, &mut self.last_when) else {
            return false;
        };
        self.counts.rows += 1;
        self.add(Line {
            customer,
            item: Some(item),
            kind: self.items.kind_of(item),
            when,
            quantity,
            amount,
            order: None,
            file: self.file(),
        });
        true
    }
}
