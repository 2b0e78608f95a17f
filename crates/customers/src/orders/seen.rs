//! Which orders were met, and which of their lines: so that none counts twice.

use super::facts::LeftOut;
use core::hash::BuildHasher;
use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

/// What is known of an order.
struct Order {
    /// The file of its first line.
    file: u32,
    is_counted: bool,
    /// Whether the money that was given back was taken off.
    is_settled: bool,
}

/// Orders and lines that were met, by hashes.
pub struct Seen {
    hasher: FixedState,
    orders: HashMap<u64, Order, FixedState>,
    /// Lines of orders that tell them apart, and returns by the file they came in.
    lines: HashSet<u64, FixedState>,
    returns: HashMap<u64, u32, FixedState>,
    /// Orders that do not count, for good, and the file that says so.
    gone: HashMap<u64, (u32, LeftOut), FixedState>,
}

impl Seen {
    pub fn new(seed: u64) -> Self {
        Self {
            hasher: FixedState::with_seed(seed ^ 0x9e37_79b9_7f4a_7c15),
            orders: HashMap::with_hasher(FixedState::with_seed(seed)),
            lines: HashSet::with_hasher(FixedState::with_seed(seed)),
            returns: HashMap::with_hasher(FixedState::with_seed(seed)),
            gone: HashMap::with_hasher(FixedState::with_seed(seed)),
        }
    }

    pub fn clear(&mut self) {
        self.orders.clear();
        self.lines.clear();
        self.returns.clear();
        self.gone.clear();
    }

    /// The hash of an order's id; none of an empty one.
    pub fn hash_of(&self, order: &[u8]) -> Option<u64> {
        (!order.is_empty()).then(|| self.hasher.hash_one(order))
    }

    /// Whether an order was in another file before.
    pub fn is_of_another_file(&mut self, order: u64, file: u32) -> bool {
        let new = || Order {
            file,
            is_counted: false,
            is_settled: false,
        };
        self.orders.entry(order).or_insert_with(new).file != file
    }

    /// Whether a line of an order is there a second time: of the same name and item.
    pub fn is_copy(&mut self, order: u64, name: &[u8], item: Option<u32>) -> bool {
        !self.lines.insert(self.hasher.hash_one((order, name, item)))
    }

    /// Whether a return was in another file before.
    pub fn is_copied_return(
        &mut self,
        order: u64,
        item: u32,
        instant: i64,
        quantity: f64,
        file: u32,
    ) -> bool {
        let key = (order, item, instant, quantity.to_bits());
        let hash = self.hasher.hash_one(key);
        *self.returns.entry(hash).or_insert(file) != file
    }

    /// Notes that an order is gone for good; true: a line of another file was taken for one that counts.
    pub fn is_gone(&mut self, order: u64, file: u32, left_out: LeftOut) -> bool {
        self.gone.entry(order).or_insert((file, left_out));
        let known = self.orders.get(&order);
        known.is_some_and(|known| known.file != file)
    }

    /// What another file says of an order that is gone.
    pub fn gone_in_another(&self, order: u64, file: u32) -> Option<LeftOut> {
        if self.gone.is_empty() {
            return None;
        }
        let gone = self.gone.get(&order).filter(|(other, _)| *other != file);
        gone.map(|(_, left_out)| *left_out)
    }

    /// Whether an order counts for the first time.
    pub fn counts_now(&mut self, order: u64) -> bool {
        let order = self.orders.get_mut(&order);
        order.is_some_and(|order| !std::mem::replace(&mut order.is_counted, true))
    }

    /// Whether the money that was given back of an order is to be taken off now.
    pub fn settles_now(&mut self, order: u64) -> bool {
        let order = self.orders.get_mut(&order);
        order.is_some_and(|order| !std::mem::replace(&mut order.is_settled, true))
    }
}
