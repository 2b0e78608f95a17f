//! Activity of customers: collecting days, and the golden values of lifetimes 0.11.3 and of R on purchases of CDNOW.

mod buy_rate;
mod cdnow;
mod rfm;
mod segments;
mod simulated;
mod summary;
