//! What a row says of its order: whose it is, when it was, whether it counts.

use super::layout::{Layout, Meaning, Role, Row};
use crate::text::{DateOrder, Decimals, When, decimal, when};

/// Why the lines of an order do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    Cancelled,
    Refunded,
    Unpaid,
    NoCustomer,
}

/// An order, as its row tells it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its id; empty where there is none.
    pub order: Vec<u8>,
    /// The hash of the id.
    pub hash: Option<u64>,
    pub customer: u32,
    pub when: When,
    /// What one unit of its currency is worth.
    pub rate: f64,
    pub left_out: Option<LeftOut>,
    /// Whether it was in a file before; known once something was bought by it.
    pub is_duplicate: Option<bool>,
    /// Money of it that was given back.
    pub back: f64,
    /// What is wrong with its first row is wrong with all of its rows: the line of that one.
    pub wrong_since: Option<u64>,
}

/// What is wrong with a row: which column, and what.
pub struct Wrong {
    pub role: Option<Role>,
    pub message: String,
}

impl Wrong {
    pub fn of(role: Role, message: impl Into<String>) -> Self {
        Self {
            role: Some(role),
            message: message.into(),
        }
    }

    pub fn row(message: impl Into<String>) -> Self {
        Self {
            role: None,
            message: message.into(),
        }
    }
}

/// Whether a row stands under the first row of its order, which alone says when it was. Its customer may be told again.
pub fn is_continued(layout: &Layout, row: &Row) -> bool {
    layout.fill_down && row.get(layout, Role::Time).is_empty()
}

/// The text by which the customer of a row is known, and whether it is an address: an id, else an address. Addresses are
/// compared without case.
pub fn customer_text<'a>(
    layout: &Layout,
    row: &Row<'a>,
    buffer: &'a mut Vec<u8>,
) -> (&'a [u8], bool) {
    for role in [Role::Customer, Role::Email, Role::Phone] {
        let field = row.get(layout, role);
        if field.is_empty() {
            continue;
        }
        if !field.contains(&b'@') {
            return (field, role != Role::Customer);
        }
        buffer.clear();
        buffer.extend(str::from_utf8(field).map_or_else(
            |_| field.to_ascii_lowercase(),
            |text| text.to_lowercase().into_bytes(),
        ));
        return (buffer, true);
    }
    (&[], false)
}

/// When the order was.
pub fn when_of(layout: &Layout, row: &Row, order: DateOrder, today: u16) -> Result<When, Wrong> {
    let field = row.get(layout, Role::Time);
    if field.is_empty() {
        return Err(Wrong::of(
            Role::Time,
            "is empty, expected a date such as 2026-01-31",
        ));
    }
    let when = when(field, order).map_err(|wrong| {
        Wrong::of(
            Role::Time,
            format!("is {}: {wrong}", fashion_rows::quoted(field)),
        )
    })?;
    if when.day > today.saturating_add(1) {
        let what = format!("is {}, which is in the future", fashion_rows::quoted(field));
        return Err(Wrong::of(Role::Time, what));
    }
    Ok(when)
}

/// Whether the order counts, as far as its status tells.
pub fn left_out(layout: &Layout, row: &Row) -> Result<Option<LeftOut>, Wrong> {
    if !row.get(layout, Role::CancelledAt).is_empty() {
        return Ok(Some(LeftOut::Cancelled));
    }
    let status = row.get(layout, Role::Status);
    if status.is_empty() {
        return Ok(None);
    }
    match layout.meaning(status) {
        Some(Meaning::Kept) => Ok(None),
        Some(Meaning::Unpaid) => Ok(Some(LeftOut::Unpaid)),
        Some(Meaning::Cancelled) => Ok(Some(LeftOut::Cancelled)),
        Some(Meaning::Refunded) => Ok(Some(LeftOut::Refunded)),
        None => {
            let shown = fashion_rows::quoted(status);
            let advice = "say whether such orders count, with statuses";
            Err(Wrong::of(
                Role::Status,
                format!("is {shown}, whose meaning is not known → {advice}"),
            ))
        }
    }
}

/// How many pieces a line has, and what they cost together.
pub fn amounts(layout: &Layout, row: &Row, decimals: Decimals) -> Result<(f64, f64), Wrong> {
    let number = |role: Role| -> Result<Option<f64>, Wrong> {
        let field = row.get(layout, role);
        if field.is_empty() {
            return Ok(None);
        }
        let value = decimal(field, decimals);
        value.map(Some).map_err(|wrong| {
            Wrong::of(role, format!("is {}: {wrong}", fashion_rows::quoted(field)))
        })
    };
    let quantity = match number(Role::Quantity)? {
        Some(quantity) => quantity,
        None if layout.column(Role::Quantity).is_none() => 1.0,
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
    Ok((left, amount * share))
}
