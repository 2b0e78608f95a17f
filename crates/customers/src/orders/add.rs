//! Lines that count, added to their customers.
//!
//! Customers lie far apart in memory, and it is memory that takes the time: lines wait until there are many, and are then
//! dealt into parts whose customers stand side by side and fit into the processor's cache. Those of one customer keep their
//! order, so that sums have the same bits as if each line were added at once.

use super::book::Book;
use super::line::Line;
use super::waiting::{OfOrder, Purchase, UNKNOWN};

/// Lines that wait.
const MOST: usize = 1 << 18;
/// Lines whose customers are looked at together: the processor fetches all of them at once.
const LOOKED_AT: usize = 64;

impl Book {
    /// Adds a line, now or soon.
    #[inline]
    pub(super) fn add(&mut self, line: Line) {
        let Line {
            customer,
            kind,
            when,
            quantity,
            amount,
            ..
        } = line;
        self.counts.lines += 1;
        self.counts.no_label += u64::from(kind.is_none());
        self.files[line.file as usize].add(when.day);
        if let Some(item) = line.item {
            self.items.bought(item, kind.is_some());
            if let Some(watch) = &mut self.watch {
                watch.bought(customer, item);
            }
        }
        let order = match line.order.map(|order| self.seen.counts_now(order)) {
            Some(true) => OfOrder::First,
            Some(false) => OfOrder::Further,
            None => OfOrder::Unknown,
        };
        self.waiting.purchases.push(Purchase {
            instant: when.instant,
            quantity,
            amount,
            customer,
            day: when.day,
            kind: kind.unwrap_or(UNKNOWN),
            order,
        });
        if self.waiting.purchases.len() == MOST {
            self.settle();
        }
    }

    /// Adds the lines that wait.
    pub(super) fn settle(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        for some in waiting.deal(self.customers.len()).chunks(LOOKED_AT) {
            let look = |one: &Purchase| self.customers[one.customer as usize].look();
            std::hint::black_box(some.iter().map(look).fold(0, u32::wrapping_add));
            for one in some {
                self.add_now(one);
            }
        }
        waiting.clear();
        self.waiting = waiting;
    }

    fn add_now(&mut self, purchase: &Purchase) {
        let Purchase {
            instant,
            quantity,
            amount,
            day,
            ..
        } = *purchase;
        let kind = (purchase.kind != UNKNOWN).then_some(purchase.kind);
        let count = if self.options.by_quantity {
            quantity
        } else {
            1.0
        };
        let customer = &mut self.customers[purchase.customer as usize];
        let is_later = self.options.cutoff.is_some_and(|cutoff| day >= cutoff);
        let is_new_day = if is_later {
            let later = customer.later.get_or_insert_default();
            later.add(kind, day, count)
        } else {
            customer.bought_on(day)
        };
        let is_new_order = match purchase.order {
            OfOrder::First => true,
            OfOrder::Further => false,
            OfOrder::Unknown => is_new_day,
        };
        self.counts.orders += u64::from(is_new_order);
        if is_later {
            return;
        }
        customer.lines += 1;
        customer.items += quantity;
        customer.orders += u32::from(is_new_order);
        customer.spent(day, amount);
        if let Some(kind) = kind {
            customer.liked(kind, instant, day, count, &self.decay);
        }
    }
}
