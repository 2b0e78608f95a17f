//! The days on which one customer bought, collected line by line. There is one collector per customer, so it is small:
//! 24 bytes for a customer of one day, and 16 per day once there are two.

/// A day on which a customer bought, whatever the number of orders and lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PurchaseDay {
    /// Days since 1970-01-01.
    pub day: i32,
    /// How many purchases were added and not removed; at least 1.
    pub purchases: u32,
    /// Their sum, less refunds. Zero is a purchase day, too: a gift, a sample.
    pub spend: f64,
}

/// The purchase days of a customer, ascending, each once.
///
/// Lines usually come in the order of time, which costs nothing; any other order gives the same days, and the same sums but
/// for the rounding of an addition in another order.
#[derive(Debug, Clone, Default)]
pub struct DaysOf(Held);

/// Most customers bought on one day: no heap for them.
#[derive(Debug, Clone, Default)]
enum Held {
    #[default]
    Nothing,
    One(PurchaseDay),
    Many(Vec<PurchaseDay>),
}

// There are hundreds of thousands.
const _: () = assert!(size_of::<PurchaseDay>() == 16 && size_of::<DaysOf>() <= 24);

impl DaysOf {
    /// Adds a purchase of `spend` on `day`. The spend must be finite: readers refuse all others, row by row.
    pub fn add(&mut self, day: i32, spend: f64) {
        let new = PurchaseDay {
            day,
            purchases: 1,
            spend,
        };
        match &mut self.0 {
            Held::Nothing => self.0 = Held::One(new),
            Held::One(held) if held.day == day => held.count(spend),
            Held::One(held) => {
                let held = *held;
                let mut days = Vec::with_capacity(2);
                days.extend(if held.day < day {
                    [held, new]
                } else {
                    [new, held]
                });
                self.0 = Held::Many(days);
            }
            Held::Many(days) => match place(days, day) {
                Ok(place) => days[place].count(spend),
                Err(place) => {
                    if days.len() == days.capacity() {
                        // By half: with millions of lines, doubling leaves too much unused.
                        days.reserve_exact(2.max(days.len() / 2));
                    }
                    days.insert(place, new);
                }
            },
        }
    }

    /// Takes back a purchase that was added, say of a cancelled order: once all of a day are taken back, it is no purchase
    /// day any more, and nothing of its sum remains. Returns whether there was a purchase on that day.
    #[must_use]
    pub fn remove(&mut self, day: i32, spend: f64) -> bool {
        let Some(held) = self.day_mut(day) else {
            return false;
        };
        if held.purchases > 1 {
            held.purchases -= 1;
            held.spend -= spend;
            return true;
        }
        match &mut self.0 {
            Held::Many(days) => days.retain(|held| held.day != day),
            only => *only = Held::Nothing,
        }
        true
    }

    /// Lowers the spend of a day by a refund; it stays a purchase day. Returns whether there was a purchase on that day.
    #[must_use]
    pub fn refund(&mut self, day: i32, amount: f64) -> bool {
        match self.day_mut(day) {
            Some(held) => {
                held.spend -= amount;
                true
            }
            None => false,
        }
    }

    /// The days, ascending.
    #[must_use]
    pub fn as_slice(&self) -> &[PurchaseDay] {
        match &self.0 {
            Held::Nothing => &[],
            Held::One(day) => std::slice::from_ref(day),
            Held::Many(days) => days,
        }
    }

    fn day_mut(&mut self, day: i32) -> Option<&mut PurchaseDay> {
        match &mut self.0 {
            Held::Nothing => None,
            Held::One(held) => (held.day == day).then_some(held),
            Held::Many(days) => match place(days, day) {
                Ok(place) => days.get_mut(place),
                Err(_) => None,
            },
        }
    }
}

impl PurchaseDay {
    fn count(&mut self, spend: f64) {
        self.purchases = self.purchases.saturating_add(1);
        self.spend += spend;
    }
}

/// Where the day is, or where it belongs; its end is looked at first.
fn place(days: &[PurchaseDay], day: i32) -> Result<usize, usize> {
    match days.last() {
        Some(last) if last.day < day => Err(days.len()),
        Some(last) if last.day == day => Ok(days.len() - 1),
        _ => days.binary_search_by_key(&day, |held| held.day),
    }
}
