//! Files of orders become customers: what each bought, when, and how sure the labels of it are.
//!
//! A line of an order goes through here once and is added up; lines are not kept, so that memory is that of the customers and
//! items. Where goods came back, files are read a second time, with what came back known.

mod add;
mod amounts;
mod back;
mod book;
mod catalogue;
mod contact;
mod counts;
mod customer;
mod cut;
mod days;
mod facts;
mod file;
mod file_rows;
mod finish;
mod items;
mod labels;
mod layout;
mod line;
mod look_up;
mod money;
mod options;
mod order;
mod places;
mod read;
mod refusal;
mod results;
mod returns;
mod row;
mod seen;
mod shown;
mod simple;
mod told;
mod waiting;
mod watch;
mod weights;

pub use book::Book;
pub use catalogue::{Catalogue, KeyKind};
pub use contact::Contact;
pub use counts::{BadRow, Counts, FileCounts};
pub use customer::{Consent, Customer, Later};
pub use days::Days;
pub use file::OrderFile;
pub use items::Items;
pub use layout::{Layout, Meaning, Role};
pub use options::BookOptions;
pub use weights::Weights;
