//! The distinct days of one customer. The last few stand with the customer, and go to a list of their own together: it is
//! memory far apart that takes the time.

/// Days that wait.
const MOST: usize = 6;

/// Distinct days, in order once they are settled.
#[derive(Debug, Clone, Default)]
pub struct Days {
    list: Vec<u16>,
    recent: [u16; MOST],
    waiting: u8,
    first: u16,
    last: u16,
}

impl Days {
    /// Adds a day; true: it was not there. Days come in order, as a rule.
    #[inline]
    pub(super) fn add(&mut self, day: u16) -> bool {
        if self.is_empty() {
            self.first = day;
        } else if day == self.last {
            return false;
        } else if day < self.last {
            return self.insert(day);
        }
        if usize::from(self.waiting) == MOST {
            self.settle();
        }
        self.recent[usize::from(self.waiting)] = day;
        self.waiting += 1;
        self.last = day;
        true
    }

    fn insert(&mut self, day: u16) -> bool {
        self.settle();
        match self.list.binary_search(&day) {
            Ok(_) => false,
            Err(place) => {
                self.list.insert(place, day);
                self.first = self.first.min(day);
                true
            }
        }
    }

    /// Takes the days that wait into the list.
    pub(super) fn settle(&mut self) {
        self.list.extend(&self.recent[..usize::from(self.waiting)]);
        self.waiting = 0;
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.waiting == 0 && self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len() + usize::from(self.waiting)
    }

    /// The first.
    pub fn first(&self) -> Option<u16> {
        (!self.is_empty()).then_some(self.first)
    }

    /// The last.
    pub fn last(&self) -> Option<u16> {
        (!self.is_empty()).then_some(self.last)
    }

    /// All, ascending, once the book is finished.
    pub fn list(&self) -> &[u16] {
        &self.list
    }
}
