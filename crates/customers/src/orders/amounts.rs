//! How many pieces a line has, and what they cost.

use super::facts::Wrong;
use super::layout::{Layout, Role};
use super::row::Row;
use crate::text::{Decimals, decimal};

/// The numbers of a line.
pub struct Amounts {
    /// Pieces that are left; less than 0: they came back.
    pub quantity: f64,
    /// What these cost together.
    pub amount: f64,
    /// Whether pieces were bought, all of which were given back.
    pub is_taken_back: bool,
}

/// Reads them.
pub fn amounts(layout: &Layout, row: &Row, decimals: Decimals) -> Result<Amounts, Wrong> {
    let number = |role: Role| -> Result<Option<f64>, Wrong> {
        let field = row.get(layout, role);
        if field.is_empty() {
            return Ok(None);
        }
        let value = decimal(field, decimals);
        value
            .map(Some)
            .map_err(|wrong| Wrong::of(role, format!("is {}: {wrong}", super::shown::shown(field))))
    };
    let quantity = match number(Role::Quantity)? {
        Some(quantity) => quantity,
        // What was made of objects has all columns: a product without a quantity is one piece.
        None if layout.column(Role::Quantity).is_none() || is_made(layout) => 1.0,
        None => return Err(Wrong::of(Role::Quantity, "is empty, expected a number")),
    };
    let back = number(Role::RefundedQuantity)?.unwrap_or(0.0).abs();
    let left = if quantity > 0.0 {
        (quantity - back).max(0.0)
    } else {
        quantity
    };
    let share = if quantity == 0.0 {
        0.0
    } else {
        left / quantity
    };
    let amount = match number(Role::Amount)? {
        Some(amount) => amount,
        None => number(Role::Price)?.unwrap_or(0.0) * quantity,
    };
    let amount = amount - number(Role::Discount)?.unwrap_or(0.0);
    Ok(Amounts {
        quantity: left,
        amount: amount * share,
        is_taken_back: quantity > 0.0 && left == 0.0,
    })
}

/// Whether rows were made of something else than rows.
fn is_made(layout: &Layout) -> bool {
    layout.column(Role::FileLine).is_some()
}
