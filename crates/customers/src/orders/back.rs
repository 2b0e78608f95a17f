//! What is there twice, what came back, and money that was given back.

use super::book::Book;
use super::facts::{Facts, LeftOut, Wrong};
use super::layout::{Layout, Meaning, Role};
use super::returns::Back;
use super::row::Row;

/// Roles that say what was bought.
const ITEMS: [Role; 6] = [
    Role::Sku,
    Role::Item,
    Role::Handle,
    Role::Image,
    Role::Name,
    Role::Label,
];

impl Book {
    /// Whether the order of a line was in a file before, or the line in the order; notes it, and what of the order's money was
    /// given back, where it was not.
    pub(super) fn is_duplicate(
        &mut self,
        facts: &mut Facts,
        line: &[u8],
        item: Option<u32>,
    ) -> bool {
        let Some(order) = facts.hash else {
            self.give_back(facts);
            return false;
        };
        let (file, seen) = (self.file(), &mut self.seen);
        let is_of_another = *facts
            .is_duplicate
            .get_or_insert_with(|| seen.is_of_another_file(order, file));
        if is_of_another || (!line.is_empty() && seen.is_copy(order, line, item)) {
            return true;
        }
        if facts.back > 0.0 && seen.settles_now(order) {
            self.give_back(facts);
        }
        false
    }

    /// Takes money that was given back off what was spent.
    fn give_back(&mut self, facts: &mut Facts) {
        let back = std::mem::take(&mut facts.back);
        let is_later = (self.options.cutoff).is_some_and(|cutoff| facts.when.day >= cutoff);
        if back > 0.0 {
            self.counts.part_refunds += 1;
            let customer = &mut self.customers[facts.customer as usize];
            customer.spend -= if is_later { 0.0 } else { back };
        }
    }

    /// Pieces came back.
    pub(super) fn came_back(
        &mut self,
        facts: &Facts,
        item: Option<u32>,
        quantity: f64,
    ) -> Result<(), Wrong> {
        let Some(item) = item else {
            return Err(Wrong::of(
                Role::Quantity,
                "is less than 0, and the row names no item that came back",
            ));
        };
        let (file, instant) = (self.file(), facts.when.instant);
        let seen = &mut self.seen;
        if facts
            .hash
            .is_some_and(|order| seen.is_copied_return(order, item, instant, quantity, file))
        {
            self.counts.duplicate += 1;
            return Ok(());
        }
        self.counts.returned += 1;
        if !self.knows_returns {
            let is_known = facts.left_out != Some(LeftOut::NoCustomer);
            self.returns.add(Back {
                instant,
                quantity,
                item,
                order: facts.hash,
                customer: is_known.then_some(facts.customer),
            });
        }
        Ok(())
    }

    /// Whether a row, an event, says of a whole order that it is gone, and names no item: the order's lines are, too.
    pub(super) fn takes_back_all(
        &mut self,
        facts: &Facts,
        left_out: LeftOut,
        layout: &Layout,
        row: &Row,
    ) -> bool {
        let is_gone = matches!(left_out, LeftOut::Cancelled | LeftOut::Refunded);
        let is_event = layout.column(Role::FileLine).is_some();
        let Some(order) = facts
            .hash
            .filter(|_| is_gone && is_event && !row.has_any(layout, &ITEMS))
        else {
            return false;
        };
        self.counts.returned += 1;
        if !self.knows_returns {
            self.returns.add_order(order, left_out);
        }
        true
    }

    /// Notes an order that is gone for good: a file that was exported before may still have it as one that counts.
    pub(super) fn gone_for_good(&mut self, facts: &Facts, left_out: LeftOut, layout: &Layout) {
        let meaning = match left_out {
            LeftOut::Cancelled => Meaning::Cancelled,
            LeftOut::Refunded => Meaning::Refunded,
            _ => return,
        };
        let file = self.file();
        if let Some(order) = facts.hash.filter(|_| layout.lasting.contains(&meaning))
            && self.seen.is_gone(order, file, left_out)
            && !self.knows_returns
        {
            self.returns.add_order(order, left_out);
        }
    }

    /// The same for an order that another file has said to be gone.
    pub(super) fn gone_elsewhere(&mut self, facts: &Facts, layout: &Layout) {
        if layout.lasting.is_empty() || self.knows_returns {
            return;
        }
        let file = self.file();
        if let Some(order) = facts.hash
            && let Some(left_out) = self.seen.gone_in_another(order, file)
        {
            self.returns.add_order(order, left_out);
        }
    }
}
