//! What is added up of one customer.

use super::contact::Contact;
use super::days::Days;
use super::weights::Weights;

/// What a customer said to marketing, as far as the orders tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Consent {
    #[default]
    Unknown,
    Yes,
    No,
}

impl Consent {
    /// As JavaScript gets it: 1 is yes, 2 no.
    pub(crate) fn number(self) -> f64 {
        match self {
            Self::Unknown => 0.0,
            Self::Yes => 1.0,
            Self::No => 2.0,
        }
    }
}

/// What a customer did after the cutoff.
#[derive(Debug, Clone, Default)]
pub struct Later {
    /// Labelled purchases by kind of evidence.
    pub kinds: Weights,
    /// Days with purchases.
    pub days: Days,
    /// Lines, labelled or not.
    pub lines: u32,
}

/// What was bought last: often several lines are of one instant, where orders tell the day only.
#[derive(Debug, Clone, Default)]
pub struct Last {
    instant: i64,
    /// Kinds of evidence, each once.
    pub kinds: Vec<u16>,
}

impl Last {
    #[inline]
    fn add(&mut self, kind: u16, instant: i64) {
        if self.kinds.is_empty() || instant > self.instant {
            self.kinds.clear();
            self.instant = instant;
        }
        if instant == self.instant && !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
    }
}

/// A customer.
#[derive(Debug, Clone, Default)]
pub struct Customer {
    /// Orders, each once.
    pub orders: u32,
    /// Lines that count, labelled or not.
    pub lines: u32,
    /// Lines with a label.
    pub labelled: u32,
    /// Pieces bought.
    pub items: f64,
    /// Money spent.
    pub spend: f64,
    /// Of it, on the first day.
    pub first_spend: f64,
    /// Days with purchases, in order.
    pub days: Days,
    /// Labelled purchases by kind of evidence, weighted by their age: only their ratios mean anything.
    pub kinds: Weights,
    /// The squares of the weights, added up.
    pub squares: f64,
    /// The last labelled purchase.
    pub last: Last,
    /// By the latest order that told it.
    pub consent: Consent,
    pub(super) consent_at: i64,
    /// Whether the text that it is known by is an address: of mail, or a number of a telephone.
    pub is_address: bool,
    /// Where it was asked for.
    pub contact: Option<Box<Contact>>,
    /// After the cutoff.
    pub later: Option<Box<Later>>,
}

impl Customer {
    /// Whether any line counts.
    pub fn has_bought(&self) -> bool {
        self.lines > 0 || self.later.is_some()
    }

    /// All weights of labelled purchases, added up.
    pub fn weight(&self) -> f64 {
        self.kinds.total()
    }

    /// Looks at all memory that a customer has, and returns anything of it: of several customers the processor fetches it at once.
    #[inline]
    pub(crate) fn look(&self) -> u32 {
        let last = self.days.last().unwrap_or_default();
        (self.labelled + u32::from(last)).wrapping_add(self.kinds.look())
    }

    /// Notes what an order said; of two of one instant a no holds.
    pub(super) fn told(&mut self, consent: Consent, instant: i64) {
        let is_first = self.consent == Consent::Unknown;
        let is_later = instant > self.consent_at;
        if is_first || is_later || (instant == self.consent_at && consent == Consent::No) {
            self.consent = consent;
            self.consent_at = instant;
        }
    }

    /// Adds money spent on a day that [`Self::bought_on`] was told of.
    pub(super) fn spent(&mut self, day: u16, amount: f64) {
        self.spend += amount;
        if self.days.first() == Some(day) {
            self.first_spend += amount;
        }
    }

    /// Notes a day; true: it is a new one.
    pub(super) fn bought_on(&mut self, day: u16) -> bool {
        let is_new = self.days.add(day);
        if is_new && self.days.first() == Some(day) {
            self.first_spend = 0.0; // what was spent on the day that was the first before
        }
        is_new
    }

    /// Adds a labelled purchase. `decay`: the weight of a purchase of each day.
    #[inline]
    pub(super) fn liked(&mut self, kind: u16, instant: i64, day: u16, count: f64, decay: &[f64]) {
        let weight = decay[usize::from(day)];
        // A count of n is n purchases of one day.
        self.squares += count * weight * weight;
        self.labelled += 1;
        self.kinds.add(kind, count * weight);
        self.last.add(kind, instant);
    }
}

impl Later {
    /// Adds a line; true: its day is a new one.
    pub(super) fn add(&mut self, kind: Option<u16>, day: u16, count: f64) -> bool {
        self.lines += 1;
        if let Some(kind) = kind {
            self.kinds.add(kind, count);
        }
        self.days.add(day)
    }
}
