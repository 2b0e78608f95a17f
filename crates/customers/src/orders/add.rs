//! Lines that count, added to their customers.
//!
//! They wait until there are some: customers lie far apart in memory, and the processor fetches those of many lines at once
//! where nothing but a look at each comes first.

use super::book::Book;
use super::line::Line;

/// Lines that wait.
const MOST: usize = 64;

impl Book {
    /// Adds a line, now or soon.
    #[inline]
    pub(super) fn add(&mut self, line: Line) {
        self.waiting.push(line);
        if self.waiting.len() == MOST {
            self.settle();
        }
    }

    /// Adds the lines that wait, in the order in which they came.
    pub(super) fn settle(&mut self) {
        let mut lines = std::mem::take(&mut self.waiting);
        let look = |line: &Line| self.customers[line.customer as usize].look();
        std::hint::black_box(lines.iter().map(look).fold(0, u32::wrapping_add));
        for line in &lines {
            self.add_now(line);
        }
        lines.clear();
        self.waiting = lines;
    }

    fn add_now(&mut self, line: &Line) {
        let Line {
            kind,
            when,
            quantity,
            ..
        } = *line;
        let by_quantity = self.options.by_quantity;
        let count = if by_quantity { quantity } else { 1.0 };
        self.counts.lines += 1;
        self.counts.no_label += u64::from(kind.is_none());
        self.files[line.file as usize].add(when.day);
        if let Some(item) = line.item {
            self.items.bought(item, kind.is_some());
            if let Some(watch) = &mut self.watch {
                watch.bought(line.customer, item);
            }
        }
        let customer = &mut self.customers[line.customer as usize];
        let is_later = self.options.cutoff.is_some_and(|cutoff| when.day >= cutoff);
        let is_new_day = if is_later {
            let later = customer.later.get_or_insert_default();
            later.add(kind, when.day, count)
        } else {
            customer.bought_on(when.day)
        };
        let order = line.order.map(|order| self.seen.counts_now(order));
        let is_new_order = order.unwrap_or(is_new_day);
        self.counts.orders += u64::from(is_new_order);
        if is_later {
            return;
        }
        customer.lines += 1;
        customer.items += quantity;
        customer.orders += u32::from(is_new_order);
        customer.spent(when.day, line.amount);
        if let Some(kind) = kind {
            customer.liked(kind, when.instant, when.day, count, &self.decay);
        }
    }
}
