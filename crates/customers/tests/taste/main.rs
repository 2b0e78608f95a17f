//! Tastes of customers: special functions and whole posteriors against scipy, kinds and priors at their ends, and what holds
//! of simulated customers whose taste is known.

mod random;
mod shop;

mod golden;
mod kinds;
mod log_loss;
mod posterior;
mod prior;
mod simulated;
mod special;
