//! All files were read: once more, where something came back, or to the end.

use super::book::Book;
use super::counts::Counts;
use super::customer::Customer;

impl Book {
    /// All files were read. True: something came back, so that all of them have to be read once more, from the first.
    pub fn finish(&mut self) -> bool {
        if !self.knows_returns && !self.returns.is_empty() {
            self.read_again();
            return true;
        }
        let (held, unmatched) = self.returns.settle();
        self.counts.unmatched = u64::from(unmatched);
        for line in held {
            if line.quantity > 0.0 {
                self.add(line);
            } else {
                self.counts.refunded += 1;
            }
        }
        self.settle();
        self.items.sort_classes();
        // Sums run in this order, whatever order the files had.
        for customer in &mut self.customers {
            customer.kinds.sort();
            customer.days.settle();
            if let Some(later) = &mut customer.later {
                later.kinds.sort();
                later.days.settle();
            }
        }
        false
    }

    /// Forgets all but what came back.
    fn read_again(&mut self) {
        self.knows_returns = true;
        self.waiting.clear();
        self.customers.fill(Customer::default());
        self.items.forget_lines();
        self.seen.clear();
        self.counts = Counts::default();
        self.bad.clear();
        if let Some(watch) = &mut self.watch {
            watch.forget_items();
        }
        self.current = None;
        self.files.clear();
    }
}
