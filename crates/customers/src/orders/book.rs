//! The book of orders: rows come in, customers are added up.

use super::catalogue::Catalogue;
use super::counts::{BadRow, Counts, FileCounts};
use super::customer::Customer;
use super::facts::Facts;
use super::items::Items;
use super::layout::Meaning;
use super::line::Line;
use super::money::Money;
use super::options::BookOptions;
use super::returns::Returns;
use super::seen::Seen;
use super::watch::Watch;
use crate::CustomersError;
use crate::text::Ids;

/// Orders of a shop, added up by customers.
pub struct Book {
    pub(super) options: BookOptions,
    /// The weight of a purchase of each day.
    pub(super) decay: Vec<f64>,
    pub(super) ids: Ids,
    pub(super) customers: Vec<Customer>,
    pub(super) items: Items,
    pub(super) seen: Seen,
    pub(super) money: Money,
    pub(super) returns: Returns,
    /// Whether returns are known: the second reading.
    pub(super) knows_returns: bool,
    pub(super) counts: Counts,
    pub(super) bad: Vec<BadRow>,
    pub(super) watch: Option<Watch>,
    /// Lines that are to be added.
    pub(super) waiting: Vec<Line>,
    /// The order of the row before.
    pub(super) current: Facts,
    /// The status of the row before, and what it means.
    pub(super) status: (Vec<u8>, Option<Meaning>),
    /// What counts of each file; the last is at hand.
    pub(super) files: Vec<FileCounts>,
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
        Ok(Self {
            decay,
            ids: Ids::new(seed),
            customers: Vec::new(),
            items: Items::new(seed, catalogue, classes)?,
            seen: Seen::new(seed),
            money: Money::new(options.currency.clone(), options.rates.clone()),
            returns: Returns::new(seed),
            knows_returns: false,
            counts: Counts::default(),
            bad: Vec::new(),
            watch: options.watch.as_deref().map(Watch::new),
            waiting: Vec::new(),
            current: Facts::default(),
            status: (Vec::new(), None),
            files: Vec::new(),
            buffer: Vec::new(),
            options,
        })
    }

    /// Another file begins. `continues`: its first rows may belong to the last order of the file before.
    pub fn begin_file(&mut self, continues: bool) {
        self.files.push(FileCounts::default());
        self.status = (Vec::new(), None);
        if !continues {
            self.current = Facts::default();
        }
    }

    /// The file that began, of which nothing was read, is none.
    pub fn drop_file(&mut self) {
        self.files.pop();
    }

    /// The file at hand, from 0.
    pub(super) fn file(&self) -> u32 {
        self.files.len().saturating_sub(1) as u32
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
        self.current = Facts::default();
        self.files.clear();
    }

    /// Rows that were wrong since the last call.
    pub fn take_bad(&mut self) -> Vec<BadRow> {
        std::mem::take(&mut self.bad)
    }

    /// How many lines there were.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// What counts of each file.
    pub fn files(&self) -> &[FileCounts] {
        &self.files
    }

    /// The first and the last day of lines that count.
    pub fn days(&self) -> Option<(u16, u16)> {
        let days = self.files.iter().filter_map(|file| file.days);
        days.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
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
        let items = self.watch.iter().flat_map(Watch::items);
        items.map(|item| self.items.name(item))
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
