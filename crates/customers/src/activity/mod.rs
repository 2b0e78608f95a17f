//! How active each customer is: a summary of their purchases, scores and segments by recency, frequency and monetary
//! value, and how many purchase days are to be expected.
//!
//! One direction: orders are added up (`orders`), [`summary`] looks at one customer, [`rfm`], [`segments`] and [`buy_rate`] at all of them.
//! Days are counted from 1970-01-01; what hour and what time zone a purchase had is the reader's business.

mod bg_nbd;
pub mod buy_rate;
mod gamma_poisson;
pub mod rfm;
pub mod segments;
pub mod summary;
