//! Files of orders become customers: what each bought, when, and how sure the labels of it are.
//!
//! A line of an order goes through here once and is added up; lines are not kept, so that memory is that of the customers and
//! items. Where goods came back, files are read a second time, with what came back known.

mod book;
mod catalogue;
mod customer;
mod facts;
mod file;
mod items;
mod layout;
mod money;
mod options;
mod read;
mod returns;

pub use book::{BadRow, Book, Counts};
pub use catalogue::{Catalogue, KeyKind};
pub use customer::{Consent, Contact, Customer, Later};
pub use file::OrderFile;
pub use items::Items;
pub use layout::{Layout, Meaning, Role};
pub use options::BookOptions;
