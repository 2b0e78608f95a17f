//! Profiles of all customers: what each likes, how active each is, how much of what they are expected to buy; who should hear
//! of a class or of one garment; and whether such a choice would have been right before.

mod activity;
mod audience;
mod backtest;
mod choice;
mod excluded;
mod lift;
mod mixture;
mod public_id;
mod table;

pub use audience::{Audience, AudienceOptions, Wish, audience};
pub use backtest::{Backtest, BacktestOptions, Bin, Method, backtest};
pub use lift::Lift;
pub use table::{ProfileOptions, Profiles, buyers};
