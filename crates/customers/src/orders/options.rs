//! How orders are added up.

use crate::text::DateOrder;

/// Options of a [`super::Book`].
#[derive(Debug, Clone)]
pub struct BookOptions {
    /// Days after which a purchase counts half.
    pub half_life: f64,
    /// Whether a line counts by its quantity, and not as one.
    pub by_quantity: bool,
    /// Lines of this day and after it are kept apart: what customers did later.
    pub cutoff: Option<u16>,
    /// The day after which dates are refused.
    pub today: u16,
    /// What `03/04/2026` means.
    pub date_order: DateOrder,
    /// Amounts are told in it; none: in that of the first line that has one.
    pub currency: Option<String>,
    /// What one unit of other currencies is worth in it.
    pub rates: Vec<(String, f64)>,
    /// Whether addresses and names are kept, for files that need them.
    pub contacts: bool,
    /// The customer whose items are remembered: an id, an address, or the hash of one.
    pub watch: Option<String>,
    /// For the hash of ids; changes nothing else.
    pub seed: u64,
}

impl Default for BookOptions {
    fn default() -> Self {
        Self {
            half_life: 365.0,
            by_quantity: false,
            cutoff: None,
            today: u16::MAX,
            date_order: DateOrder::Unsaid,
            currency: None,
            rates: Vec::new(),
            contacts: false,
            watch: None,
            seed: 0,
        }
    }
}
