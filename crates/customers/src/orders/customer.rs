//! What is added up of one customer.

/// What a customer said to marketing, as far as the orders tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Consent {
    #[default]
    Unknown,
    Yes,
    No,
}

/// What upload files need, each of the latest order that told it: email, phone, first name, last name, city, region, zip,
/// country.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// And when that was.
    pub fields: [(i64, Vec<u8>); 8],
}

impl Contact {
    pub(super) fn note(&mut self, instant: i64, told: [&[u8]; 8]) {
        for ((since, field), told) in self.fields.iter_mut().zip(told) {
            if !told.is_empty() && (field.is_empty() || instant >= *since) {
                *since = instant;
                field.clear();
                field.extend_from_slice(told);
            }
        }
    }
}

/// What a customer did after the cutoff.
#[derive(Debug, Clone, Default)]
pub struct Later {
    /// Labelled purchases by kind of evidence.
    pub kinds: Vec<(u16, f64)>,
    /// Days with purchases.
    pub days: Vec<u16>,
    /// Lines, labelled or not.
    pub lines: u32,
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
    pub days: Vec<u16>,
    /// Labelled purchases by kind of evidence, weighted by their age: only their ratios mean anything.
    pub kinds: Vec<(u16, f64)>,
    /// The squares of the weights, added up.
    pub squares: f64,
    /// The kind of the last labelled purchase, and its instant.
    pub last: Option<(i64, u16)>,
    /// By the latest order that told it.
    pub consent: Consent,
    pub(super) consent_at: i64,
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
        self.kinds.iter().map(|(_, weight)| weight).sum()
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
        if self.days.first() == Some(&day) {
            self.first_spend += amount;
        }
    }

    /// Notes a day; true: it is a new one.
    pub(super) fn bought_on(&mut self, day: u16) -> bool {
        let is_new = add_day(&mut self.days, day);
        if is_new && self.days.len() > 1 && self.days[0] == day {
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
        add_kind(&mut self.kinds, kind, count * weight);
        if self.last.is_none_or(|(last, _)| instant >= last) {
            self.last = Some((instant, kind));
        }
    }
}

impl Later {
    pub(super) fn add(&mut self, kind: Option<u16>, day: u16, count: f64) {
        self.lines += 1;
        add_day(&mut self.days, day);
        if let Some(kind) = kind {
            add_kind(&mut self.kinds, kind, count);
        }
    }
}

fn add_kind(kinds: &mut Vec<(u16, f64)>, kind: u16, weight: f64) {
    match kinds.iter_mut().find(|(one, _)| *one == kind) {
        Some((_, sum)) => *sum += weight,
        None => kinds.push((kind, weight)),
    }
}

/// Adds a day in its place; true: it was not there. Days come in order, as a rule.
fn add_day(days: &mut Vec<u16>, day: u16) -> bool {
    match days.last() {
        Some(&last) if last == day => false,
        Some(&last) if last > day => match days.binary_search(&day) {
            Ok(_) => false,
            Err(place) => {
                days.insert(place, day);
                true
            }
        },
        _ => {
            days.push(day);
            true
        }
    }
}
