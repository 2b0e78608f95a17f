//! A line of an order that counts.

use crate::text::When;

/// A line.
#[derive(Debug, Clone)]
pub struct Line {
    pub customer: u32,
    pub item: Option<u32>,
    pub kind: Option<u16>,
    pub when: When,
    pub quantity: f64,
    pub amount: f64,
    /// The hash of the order's id.
    pub order: Option<u64>,
    /// From 0.
    pub file: u32,
}

impl Line {
    /// Takes back at most so many pieces, and returns how many there were to take.
    pub fn take_back(&mut self, quantity: f64) -> f64 {
        let taken = quantity.min(self.quantity);
        if taken > 0.0 {
            let left = self.quantity - taken;
            // Of quantities that were divided something may be left over that is nothing.
            let left = if left < 1e-9 { 0.0 } else { left };
            self.amount *= left / self.quantity;
            self.quantity = left;
        }
        taken
    }
}
