//! What came back: known only when it stands in a file, after what was bought. So files are read once more, and what was
//! bought of such items waits until all is there.

use super::facts::LeftOut;
use super::line::Line;
use super::places::places;
use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

/// Of quantities that were divided.
const NEARLY_NOTHING: f64 = 1e-9;

/// What came back.
pub struct Back {
    pub instant: i64,
    pub quantity: f64,
    pub item: u32,
    /// Where they are named.
    pub order: Option<u64>,
    pub customer: Option<u32>,
}

/// What came back, and what waits for it.
pub struct Returns {
    back: Vec<Back>,
    /// Orders that came back as a whole, what becomes of their lines, and whether there were any.
    orders: HashMap<u64, (LeftOut, bool), FixedState>,
    /// What of orders, and what of customers, lines wait for.
    of_orders: HashSet<(u64, u32), FixedState>,
    of_customers: HashSet<(u32, u32), FixedState>,
    held: Vec<Line>,
}

impl Returns {
    pub fn new(seed: u64) -> Self {
        Self {
            back: Vec::new(),
            orders: HashMap::with_hasher(FixedState::with_seed(seed)),
            of_orders: HashSet::with_hasher(FixedState::with_seed(seed)),
            of_customers: HashSet::with_hasher(FixedState::with_seed(seed)),
            held: Vec::new(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.back.is_empty() && self.orders.is_empty()
    }

    /// Pieces came back.
    pub fn add(&mut self, back: Back) {
        let of = |order| (order, back.item);
        self.of_orders.extend(back.order.map(of));
        let of = |customer| (customer, back.item);
        self.of_customers.extend(back.customer.map(of));
        self.back.push(back);
    }

    /// A whole order came back; one that was cancelled and refunded was cancelled.
    pub fn add_order(&mut self, order: u64, left_out: LeftOut) {
        let known = self.orders.entry(order).or_insert((left_out, false));
        if left_out == LeftOut::Cancelled {
            known.0 = left_out;
        }
    }

    /// What becomes of an order's lines, if it came back as a whole.
    pub fn order(&self, order: u64) -> Option<LeftOut> {
        if self.orders.is_empty() {
            return None;
        }
        self.orders.get(&order).map(|(left_out, _)| *left_out)
    }

    /// Notes a line of an order that came back as a whole.
    pub fn found(&mut self, order: u64) {
        if let Some((_, is_found)) = self.orders.get_mut(&order) {
            *is_found = true;
        }
    }

    /// Whether a line has to wait.
    pub fn concerns(&self, customer: u32, item: u32, order: Option<u64>) -> bool {
        !self.back.is_empty()
            && (self.of_customers.contains(&(customer, item))
                || order.is_some_and(|order| self.of_orders.contains(&(order, item))))
    }

    pub fn hold(&mut self, line: Line) {
        self.held.push(line);
    }

    /// The lines that waited, with what is left of them: returns take from their own orders, whoever is said to have bought
    /// them; what is left over then from the customer's latest purchase before, since a credit note may have a number of its
    /// own. Also how many returns found too little.
    pub fn settle(&mut self) -> (Vec<Line>, u32) {
        let mut held = std::mem::take(&mut self.held);
        held.sort_by(|one, other| {
            let key = |line: &Line| (line.when.instant, line.customer, line.item);
            let numbers = || one.quantity.total_cmp(&other.quantity);
            let amounts = || one.amount.total_cmp(&other.amount);
            (key(one).cmp(&key(other)).then_with(numbers)).then_with(amounts)
        });
        let by_quantity = |one: &Back, other: &Back| one.quantity.total_cmp(&other.quantity);
        self.back.sort_by(|one, other| {
            let instants = one.instant.cmp(&other.instant);
            instants.then_with(|| by_quantity(one, other))
        });
        let (of_orders, of_customers) = places(&held);
        for back in &mut self.back {
            let order = back
                .order
                .and_then(|order| of_orders.get(&(order, back.item)));
            for place in order.into_iter().flatten() {
                back.quantity -= held[*place].take_back(back.quantity);
            }
        }
        for back in &mut self.back {
            let customer = back.customer.map(|customer| (customer, back.item));
            let lines = customer.and_then(|customer| of_customers.get(&customer));
            for place in lines.into_iter().flatten().rev() {
                let line = &mut held[*place];
                if line.when.instant <= back.instant {
                    back.quantity -= line.take_back(back.quantity);
                }
            }
        }
        // What came back of an order that came back as a whole, too, is found with it.
        let is_whole = |back: &Back| {
            back.order
                .is_some_and(|order| self.orders.contains_key(&order))
        };
        let is_lost = |back: &&Back| back.quantity > NEARLY_NOTHING && !is_whole(back);
        let lines = self.back.iter().filter(is_lost).count();
        let orders = self
            .orders
            .values()
            .filter(|(_, is_found)| !is_found)
            .count();
        (held, (lines + orders) as u32)
    }
}
