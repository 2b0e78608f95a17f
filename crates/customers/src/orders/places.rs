//! Where lines are that returns may take from.

use super::line::Line;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// Places of lines, by the order or the customer, and the item.
pub type Places<K> = HashMap<(K, u32), Vec<usize>, FixedState>;

/// Those of lines, by order and by customer, in their order.
pub fn places(held: &[Line]) -> (Places<u64>, Places<u32>) {
    let mut of_orders = Places::with_hasher(FixedState::default());
    let mut of_customers = Places::with_hasher(FixedState::default());
    for (place, line) in held.iter().enumerate() {
        let Some(item) = line.item else { continue };
        let customer = of_customers.entry((line.customer, item));
        customer.or_insert_with(Vec::new).push(place);
        if let Some(order) = line.order {
            let order = of_orders.entry((order, item));
            order.or_insert_with(Vec::new).push(place);
        }
    }
    (of_orders, of_customers)
}
