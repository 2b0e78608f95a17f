//! What stands in the cells of order files: dates, numbers; and ids, each stored once.

mod decimal;
mod ids;
mod when;

pub use decimal::{Decimals, decimal};
pub use ids::Ids;
pub use when::{DateOrder, When, date_text, when};
