//! What came back: known only when it stands in a file, after what was bought. So files are read once more, and what was
//! bought of such items waits until all is there.

use super::line::Line;
use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

/// What came back.
struct Back {
    instant: i64,
    quantity: f64,
    /// Of which order and item, where an order is named; and of which customer and item.
    of_order: Option<(u64, u32)>,
    of_customer: (u32, u32),
}

/// What came back, and what waits for it.
pub struct Returns {
    back: Vec<Back>,
    /// Orders that came back as a whole.
    orders: HashSet<u64, FixedState>,
    /// What of orders, and what of customers, lines wait for.
    of_orders: HashSet<(u64, u32), FixedState>,
    of_customers: HashSet<(u32, u32), FixedState>,
    held: Vec<Line>,
}

impl Returns {
    pub fn new(seed: u64) -> Self {
        Self {
            back: Vec::new(),
            orders: HashSet::with_hasher(FixedState::with_seed(seed)),
            of_orders: HashSet::with_hasher(FixedState::with_seed(seed)),
            of_customers: HashSet::with_hasher(FixedState::with_seed(seed)),
            held: Vec::new(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.back.is_empty() && self.orders.is_empty()
    }

    /// So many pieces came back.
    pub fn add(
        &mut self,
        customer: u32,
        item: u32,
        instant: i64,
        quantity: f64,
        order: Option<u64>,
    ) {
        let of_order = order.map(|order| (order, item));
        let of_customer = (customer, item);
        self.of_orders.extend(of_order);
        self.of_customers.insert(of_customer);
        self.back.push(Back {
            instant,
            quantity,
            of_order,
            of_customer,
        });
    }

    /// A whole order came back.
    pub fn add_order(&mut self, order: u64) {
        self.orders.insert(order);
    }

    pub fn has_order(&self, order: u64) -> bool {
        !self.orders.is_empty() && self.orders.contains(&order)
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

    /// The lines that waited, with what is left of them: each return takes from its own order, whoever is said to have bought it,
    /// then from the customer's latest purchase before it, since a credit note may have a number of its own. Also how many
    /// returns found too little.
    pub fn settle(&mut self) -> (Vec<Line>, u32) {
        let mut held = std::mem::take(&mut self.held);
        held.sort_by_key(|line| (line.when.instant, line.customer, line.item));
        self.back.sort_by_key(|back| back.instant);
        let mut of_orders: HashMap<(u64, u32), Vec<usize>, FixedState> =
            HashMap::with_hasher(FixedState::default());
        let mut of_customers: HashMap<(u32, u32), Vec<usize>, FixedState> =
            HashMap::with_hasher(FixedState::default());
        for (place, line) in held.iter().enumerate() {
            let Some(item) = line.item else { continue };
            of_customers
                .entry((line.customer, item))
                .or_default()
                .push(place);
            if let Some(order) = line.order {
                of_orders.entry((order, item)).or_default().push(place);
            }
        }
        let mut unmatched = 0;
        for back in &self.back {
            let mut left = back.quantity;
            let order = back.of_order.and_then(|order| of_orders.get(&order));
            for place in order.into_iter().flatten() {
                left -= held[*place].take_back(left);
            }
            let customer = of_customers.get(&back.of_customer);
            for place in customer.into_iter().flatten().rev() {
                let line = &mut held[*place];
                if line.when.instant <= back.instant {
                    left -= line.take_back(left);
                }
            }
            unmatched += u32::from(left > 0.0);
        }
        (held, unmatched)
    }
}
