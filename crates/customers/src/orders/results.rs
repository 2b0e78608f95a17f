//! What the book says of the files that were read.

use super::book::Book;
use super::counts::{Counts, FileCounts};
use super::customer::Customer;
use super::items::Items;
use super::watch::Watch;

impl Book {
    /// How many lines there were.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// What counts of each file.
    pub fn files(&self) -> &[FileCounts] {
        &self.files
    }

    /// The first and the last day of lines that count.
    pub fn days(&self) -> Option<(u16, u16)> {
        let days = self.files.iter().filter_map(|file| file.days);
        days.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
    }

    /// The items, and what is known of them.
    pub fn items(&self) -> &Items {
        &self.items
    }

    /// The customers, by the text that they are known by, in the order in which they came.
    pub fn customers(&self) -> impl Iterator<Item = (&[u8], &Customer)> {
        let texts = (0..self.ids.len() as u32).map(|id| self.ids.get(id));
        texts.zip(&self.customers)
    }

    /// One of them.
    pub(crate) fn customer_of(&self, number: u32) -> &Customer {
        &self.customers[number as usize]
    }

    /// The text that one is known by.
    pub(crate) fn text_of(&self, number: u32) -> &[u8] {
        self.ids.get(number)
    }

    /// Names of the items that the watched customer bought.
    pub fn watched_items(&self) -> impl Iterator<Item = &[u8]> {
        let items = self.watch.iter().flat_map(Watch::items);
        items.map(|item| self.items.name(item))
    }

    /// Customers who bought something, before the cutoff or after it.
    pub fn buyers(&self) -> usize {
        self.customers
            .iter()
            .filter(|customer| customer.has_bought())
            .count()
    }

    /// The currency of amounts; none where no line has one.
    pub fn currency(&self) -> Option<&str> {
        self.money.base()
    }
}
