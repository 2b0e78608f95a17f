//! How many rows there were, and what became of them; rows that are wrong.

use super::facts::LeftOut;

/// A row that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line it begins in.
    pub line: u64,
    /// The name of the column, of one.
    pub column: Option<String>,
    /// What was received, what was expected.
    pub message: String,
}

/// How many rows of orders there were, and what became of them. Each is one of `lines`, those that do not count (`cancelled` to
/// `no_quantity`), `returned` and `bad`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Counts {
    pub rows: u64,
    /// That count.
    pub lines: u64,
    /// Of these lines.
    pub orders: u64,
    pub cancelled: u64,
    /// Also of lines all of whose pieces came back.
    pub refunded: u64,
    pub unpaid: u64,
    pub duplicate: u64,
    pub no_customer: u64,
    pub no_quantity: u64,
    /// Lines that count, but no label is known of their items.
    pub no_label: u64,
    /// Rows that take back what was bought, and those of them without a purchase.
    pub returned: u64,
    pub unmatched: u64,
    /// Orders of which a part of the money was given back.
    pub part_refunds: u64,
    pub bad: u64,
}

impl Counts {
    pub(super) fn of(&mut self, left_out: LeftOut) -> &mut u64 {
        match left_out {
            LeftOut::Cancelled => &mut self.cancelled,
            LeftOut::Refunded => &mut self.refunded,
            LeftOut::Unpaid => &mut self.unpaid,
            LeftOut::NoCustomer => &mut self.no_customer,
        }
    }
}

/// What counts of one file.
#[derive(Debug, Clone, Default)]
pub struct FileCounts {
    /// Lines that count.
    pub lines: u64,
    /// Their first and last day.
    pub days: Option<(u16, u16)>,
}

impl FileCounts {
    pub(super) fn add(&mut self, day: u16) {
        self.lines += 1;
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
    }
}
