//! What came back: known only when it stands in a file, after what was bought. So files are read once more, and what was
//! bought of such items waits until all is there.

use crate::text::When;
use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

/// A customer and an item.
type Pair = (u32, u32);

/// A line that waits.
#[derive(Debug, Clone)]
pub struct Held {
    pub customer: u32,
    pub item: Option<u32>,
    pub kind: Option<u16>,
    pub when: When,
    pub quantity: f64,
    pub amount: f64,
    pub order: Option<u64>,
}

impl Held {
    /// Takes back at most so many pieces, and returns how many there were to take.
    fn take_back(&mut self, quantity: f64) -> f64 {
        let taken = quantity.min(self.quantity);
        if taken > 0.0 {
            self.amount *= (self.quantity - taken) / self.quantity;
            self.quantity -= taken;
        }
        taken
    }
}

/// What came back: when, how many pieces, of which order if that is known.
type Back = (i64, f64, Option<u64>);

/// What came back, and what waits for it.
pub struct Returns {
    back: HashMap<Pair, Vec<Back>, FixedState>,
    /// Orders that came back as a whole.
    orders: HashSet<u64, FixedState>,
    held: Vec<Held>,
}

impl Returns {
    pub fn new(seed: u64) -> Self {
        Self {
            back: HashMap::with_hasher(FixedState::with_seed(seed)),
            orders: HashSet::with_hasher(FixedState::with_seed(seed)),
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
        let back = self.back.entry((customer, item)).or_default();
        back.push((instant, quantity, order));
    }

    /// A whole order came back.
    pub fn add_order(&mut self, order: u64) {
        self.orders.insert(order);
    }

    pub fn has_order(&self, order: u64) -> bool {
        !self.orders.is_empty() && self.orders.contains(&order)
    }

    /// Whether a line has to wait.
    pub fn concerns(&self, customer: u32, item: u32) -> bool {
        !self.back.is_empty() && self.back.contains_key(&(customer, item))
    }

    pub fn hold(&mut self, line: Held) {
        self.held.push(line);
    }

    /// The lines that waited, with what is left of them: each return takes from its own order, then
    /// from the latest purchase before it. Also how many
    /// returns found none.
    pub fn settle(&mut self) -> (Vec<Held>, u32) {
        let mut held = std::mem::take(&mut self.held);
        held.sort_by_key(|line| (line.customer, line.item, line.when.instant));
        let mut unmatched = 0;
        let mut pairs: Vec<(Pair, Vec<Back>)> = self.back.drain().collect();
        pairs.sort_by_key(|(pair, _)| *pair);
        for (pair, mut back) in pairs {
            back.sort_by_key(|(instant, ..)| *instant);
            let start =
                held.partition_point(|line| (line.customer, line.item) < (pair.0, Some(pair.1)));
            let end =
                held.partition_point(|line| (line.customer, line.item) <= (pair.0, Some(pair.1)));
            for (instant, mut quantity, order) in back {
                let lines = &mut held[start..end];
                // A credit note may have a number of its own.
                for is_of_order in [true, false] {
                    for line in lines.iter_mut().rev() {
                        let is_before = line.when.instant <= instant;
                        let is_same = order.is_some() && line.order == order;
                        if is_before && is_same == is_of_order {
                            quantity -= line.take_back(quantity);
                        }
                    }
                }
                unmatched += u32::from(quantity > 0.0);
            }
        }
        (held, unmatched)
    }
}
