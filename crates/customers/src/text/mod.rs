//! What stands in the cells of order files: dates, numbers; and ids, each stored once.

mod calendar;
mod clock;
mod decimal;
mod ids;
mod when;

pub use calendar::date_text;
pub use decimal::{Decimals, decimal};
pub use ids::Ids;
pub use when::{DateOrder, When, when};
