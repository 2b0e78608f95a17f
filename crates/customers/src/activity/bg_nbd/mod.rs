//! The BG/NBD model of Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way", Marketing Science 24 (2), 275–284.
//!
//! A customer buys at random at a rate λ of their own, and after each purchase leaves for good with a probability p of their own.
//! Over all customers, λ is spread as Gamma(r, α) and p as Beta(a, b). Known of a customer are x repeat purchase days, the age
//! tₓ at the last one, and the age T.
//!
//! [`histories`] brings equal customers together, [`likelihood`] is what the fit maximises, with its derivatives, [`newton`]
//! maximises it, [`forecast`] says what follows for a customer.

pub(super) mod forecast;
pub(super) mod histories;
pub(super) mod likelihood;
pub(super) mod newton;
