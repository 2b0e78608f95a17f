//! The book of orders: rows come in, customers are added up.

use super::catalogue::Catalogue;
use super::customer::Customer;
use super::facts::{Facts, LeftOut};
use super::items::Items;
use super::line::Line;
use super::money::Money;
use super::options::BookOptions;
use super::returns::Returns;
use crate::CustomersError;
use crate::text::Ids;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

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

/// How many lines of orders there were, and what became of them.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Counts {
    pub rows: u64,
    /// That count.
    pub lines: u64,
    pub orders: u64,
    pub cancelled: u64,
    pub refunded: u64,
    pub unpaid: u64,
    pub duplicate: u64,
    pub no_customer: u64,
    /// That count, but no label is known of their items.
    pub no_label: u64,
    pub no_quantity: u64,
    /// Lines of what came back, and those of them without a purchase before.
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

/// Orders of a shop, added up by customers.
pub struct Book {
    pub(super) options: BookOptions,
    /// The weight of a purchase of each day.
    pub(super) decay: Vec<f64>,
    pub(super) ids: Ids,
    pub(super) customers: Vec<Customer>,
    pub(super) items: Items,
    /// By the hash of its id: the file it came in, and whether it was counted.
    pub(super) orders: HashMap<u64, (u32, bool), FixedState>,
    pub(super) hasher: FixedState,
    pub(super) money: Money,
    pub(super) returns: Returns,
    /// Whether returns are known: the second reading.
    pub(super) knows_returns: bool,
    pub(super) counts: Counts,
    pub(super) bad: Vec<BadRow>,
    /// The customer whose items are remembered, and these.
    pub(super) watched_customer: Option<u32>,
    pub(super) watched: Vec<u32>,
    /// Lines that are to be added.
    pub(super) waiting: Vec<Line>,
    /// The order of the row before.
    pub(super) current: Facts,
    pub(super) file: u32,
    /// The first and the last day of all files, and of the one at hand.
    pub(super) days: Option<(u16, u16)>,
    pub(super) file_days: Option<(u16, u16)>,
    pub(super) buffer: Vec<u8>,
}

impl Book {
    /// An empty book. `classes`: names of the catalogue's classes, none without a catalogue.
    ///
    /// # Errors
    /// INVALID_ARGUMENT for a catalogue whose probabilities are none.
    pub fn new(
        options: BookOptions,
        catalogue: Option<Catalogue>,
        classes: Vec<String>,
    ) -> Result<Self, CustomersError> {
        let decay = (0..=u16::MAX).map(|day| weight(day, &options)).collect();
        let seed = options.seed;
        let mut book = Self {
            decay,
            ids: Ids::new(seed),
            customers: Vec::new(),
            items: Items::new(seed, catalogue, classes)?,
            orders: HashMap::with_hasher(FixedState::with_seed(seed)),
            hasher: FixedState::with_seed(seed ^ 0x9e37_79b9_7f4a_7c15),
            money: Money::new(options.currency.clone(), options.rates.clone()),
            returns: Returns::new(seed),
            knows_returns: false,
            counts: Counts::default(),
            bad: Vec::new(),
            watched_customer: None,
            watched: Vec::new(),
            waiting: Vec::new(),
            current: Facts::default(),
            file: 0,
            days: None,
            file_days: None,
            buffer: Vec::new(),
            options,
        };
        let watch = book.options.watch.clone();
        let watched = watch.and_then(|text| book.ids.insert(&text));
        book.watched_customer = watched.map(|(customer, _)| customer);
        book.customers.resize(book.ids.len(), Customer::default());
        Ok(book)
    }

    /// Another file begins. `continues`: its first rows may belong to the last order of the file before.
    pub fn begin_file(&mut self, continues: bool) {
        self.file += 1;
        self.file_days = None;
        if !continues {
            self.current = Facts::default();
        }
    }

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
            }
        }
        self.settle();
        // Sums run in this order, whatever order the files had.
        for customer in &mut self.customers {
            customer.kinds.sort();
            customer.days.settle();
        }
        false
    }

    /// Forgets all but what came back.
    fn read_again(&mut self) {
        self.knows_returns = true;
        self.waiting.clear();
        self.customers.fill(Customer::default());
        self.items.forget_lines();
        self.orders.clear();
        self.counts = Counts::default();
        self.bad.clear();
        self.watched.clear();
        self.current = Facts::default();
        self.file = 0;
        (self.days, self.file_days) = (None, None);
    }

    /// Rows that were wrong since the last call.
    pub fn take_bad(&mut self) -> Vec<BadRow> {
        std::mem::take(&mut self.bad)
    }

    /// How many lines there were.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The first and the last day of lines that count.
    pub fn days(&self) -> Option<(u16, u16)> {
        self.days
    }

    /// Those of the file at hand.
    pub fn file_days(&self) -> Option<(u16, u16)> {
        self.file_days
    }

    /// The items, and what is known of them.
    pub fn items(&self) -> &Items {
        &self.items
    }

    /// The customers, by the text that they are known by, in the order in which they came.
    pub fn customers(&self) -> impl Iterator<Item = (&[u8], &Customer)> {
        let texts = (0..self.ids.len() as u32).map(|id| self.ids.get(id));
        texts.zip(&self.customers)
    }

    /// One of them.
    pub(crate) fn customer_of(&self, number: u32) -> &Customer {
        &self.customers[number as usize]
    }

    /// The text that one is known by.
    pub(crate) fn text_of(&self, number: u32) -> &[u8] {
        self.ids.get(number)
    }

    /// Names of the items that the watched customer bought.
    pub fn watched_items(&self) -> impl Iterator<Item = &[u8]> {
        self.watched.iter().map(|item| self.items.name(*item))
    }

    /// Customers who bought something, before the cutoff or after it.
    pub fn buyers(&self) -> usize {
        self.customers
            .iter()
            .filter(|customer| customer.has_bought())
            .count()
    }

    /// The currency of amounts; none where no line has one.
    pub fn currency(&self) -> Option<&str> {
        self.money.base()
    }
}

/// Purchases of twenty years ago weigh 1: so neither the weights of 1970 nor those of today leave the range of numbers, squared,
/// with a half-life of 30 days.
fn weight(day: u16, options: &BookOptions) -> f64 {
    let since = f64::from(day) - f64::from(options.today.min(30_000)) + 20.0 * 365.25;
    libm::exp2(since / options.half_life)
}
