//! What a row says of its order: whose it is, when it was.

use super::layout::{Layout, Role};
use super::row::Row;
use crate::address::{e164, mail_key, phone_key};
use crate::text::{DateOrder, When, when};

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
    /// What one unit of its currency is worth; 0 where no amount is told.
    pub rate: f64,
    pub left_out: Option<LeftOut>,
    /// Another row takes it back as a whole.
    pub is_taken_back: bool,
    /// The file of its first row.
    pub file: u32,
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

/// The text by which the customer of a row is known, and whether it is an address: an id, else an address of mail, else a
/// number of a telephone.
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
        let is_mail = role == Role::Email || field.contains(&b'@');
        if role == Role::Customer && !is_mail && !is_number(field) {
            return (field, false);
        }
        buffer.clear();
        match str::from_utf8(field) {
            _ if is_mail && field.is_ascii() => {
                buffer.extend(field.iter().map(u8::to_ascii_lowercase));
            }
            Ok(text) if is_mail => buffer.extend_from_slice(mail_key(text).as_bytes()),
            Ok(text) => buffer.extend_from_slice(phone_key(text).as_bytes()),
            Err(_) => buffer.extend_from_slice(field), // refused by whoever asks
        }
        if !buffer.is_empty() {
            return (buffer, true);
        }
        return (&[], false);
    }
    (&[], false)
}

/// Whether an id is a number of a telephone, whatever its column is called: it begins with the code of a country.
fn is_number(id: &[u8]) -> bool {
    id.starts_with(b"+") && str::from_utf8(id).ok().and_then(e164).is_some()
}

/// When the order was. `last`: the text of the row before, and what it means; exports are in order, so that many rows have the
/// same.
pub fn when_of(
    layout: &Layout,
    row: &Row,
    order: DateOrder,
    today: u16,
    last: &mut (Vec<u8>, When),
) -> Result<When, Wrong> {
    let field = row.get(layout, Role::Time);
    if !field.is_empty() && last.0 == field {
        return Ok(last.1);
    }
    if field.is_empty() {
        return Err(Wrong::of(
            Role::Time,
            "is empty, expected a date such as 2026-01-31",
        ));
    }
    let when = when(field, order).map_err(|wrong| {
        Wrong::of(
            Role::Time,
            format!("is {}: {wrong}", super::shown::shown(field)),
        )
    })?;
    if when.day > today {
        let what = format!("is {}, which is in the future", super::shown::shown(field));
        return Err(Wrong::of(Role::Time, what));
    }
    last.0.clear();
    last.0.extend_from_slice(field);
    last.1 = when;
    Ok(when)
}
