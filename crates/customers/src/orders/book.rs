//! The book of orders: rows come in, customers are added up.

use super::catalogue::Catalogue;
use super::counts::{BadRow, Counts, FileCounts};
use super::customer::Customer;
use super::facts::Facts;
use super::items::Items;
use super::layout::Meaning;
use super::money::Money;
use super::options::BookOptions;
use super::returns::Returns;
use super::seen::Seen;
use super::waiting::Waiting;
use super::watch::Watch;
use crate::CustomersError;
use crate::text::{Ids, When};

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
    pub(super) waiting: Waiting,
    /// The order of the row before.
    pub(super) current: Option<Box<Facts>>,
    /// The status of the row before, and what it means.
    pub(super) status: (Vec<u8>, Option<Meaning>),
    /// The last date that was read, and what it means.
    pub(super) last_when: (Vec<u8>, When),
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
            waiting: Waiting::default(),
            current: None,
            status: (Vec::new(), None),
            last_when: (Vec::new(), When::default()),
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
            self.current = None;
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

    /// Rows that were wrong since the last call.
    pub fn take_bad(&mut self) -> Vec<BadRow> {
        std::mem::take(&mut self.bad)
    }
}

/// Purchases of some twenty years ago weigh 1: so neither the weights of 1970 nor those of today leave the range of numbers,
/// squared, with a half-life of 30 days. For eleven years it is the same day, so that the last bits are the same, too.
fn weight(day: u16, options: &BookOptions) -> f64 {
    let since = f64::from(day) - f64::from(options.today.min(30_000) & !4095) + 20.0 * 365.25;
    libm::exp2(since / options.half_life)
}
