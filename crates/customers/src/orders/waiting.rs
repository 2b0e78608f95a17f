//! Purchases that wait to be added to their customers, and how they are dealt into parts.

/// Parts that they are dealt into.
const PARTS: usize = 256;

/// What a line adds to its customer.
#[derive(Debug, Clone, Copy)]
pub struct Purchase {
    pub(super) instant: i64,
    pub(super) quantity: f64,
    pub(super) amount: f64,
    pub(super) customer: u32,
    pub(super) day: u16,
    /// [`UNKNOWN`] without a label.
    pub(super) kind: u16,
    pub(super) order: OfOrder,
}

/// Whether a purchase is the first of its order.
#[derive(Debug, Clone, Copy)]
pub(super) enum OfOrder {
    First,
    Further,
    /// Orders have no ids: those of a day are one.
    Unknown,
}

/// There are fewer kinds than this by construction ([`Kinds`](crate::taste::Kinds)).
pub(super) const UNKNOWN: u16 = u16::MAX;

/// Purchases that wait, and room to deal them.
#[derive(Debug, Default)]
pub struct Waiting {
    pub(super) purchases: Vec<Purchase>,
    dealt: Vec<Purchase>,
}

impl Waiting {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.purchases.clear();
    }

    /// Puts purchases of customers who stand side by side together, each customer's in the order in which they came.
    pub(super) fn deal(&mut self, customers: usize) -> &[Purchase] {
        if customers <= PARTS {
            return &self.purchases;
        }
        let shift = (customers / PARTS).ilog2() + 1;
        let part = |one: &Purchase| (one.customer >> shift) as usize;
        let mut places = [0_usize; PARTS + 1];
        for one in &self.purchases {
            places[part(one) + 1] += 1;
        }
        for at in 1..PARTS {
            places[at] += places[at - 1];
        }
        // Memory that was filled before is not filled again.
        let count = self.purchases.len();
        self.dealt.truncate(count);
        self.dealt
            .extend_from_slice(&self.purchases[self.dealt.len()..]);
        for one in &self.purchases {
            let place = &mut places[part(one)];
            self.dealt[*place] = *one;
            *place += 1;
        }
        &self.dealt
    }
}
