//! What upload files need of a customer.

/// Each of the latest order that told it: email, phone, first name, last name, city, region, zip, country.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// And when that was.
    pub fields: [(i64, Vec<u8>); 8],
    /// Addresses and numbers of other orders: who is excluded by one of them is excluded.
    former: [Vec<Vec<u8>>; 2],
}

impl Contact {
    pub(super) fn note(&mut self, instant: i64, told: [&[u8]; 8]) {
        for (place, ((since, field), told)) in self.fields.iter_mut().zip(told).enumerate() {
            if told.is_empty() {
                continue;
            }
            if field == told {
                *since = (*since).max(instant);
                continue;
            }
            // Of two of one instant the same is kept, whichever came first.
            let is_newer = field.is_empty() || (instant, told) > (*since, field.as_slice());
            let other = if is_newer {
                *since = instant;
                std::mem::replace(field, told.to_vec())
            } else {
                told.to_vec()
            };
            if let Some(former) = self.former.get_mut(place)
                && !other.is_empty()
                && !former.contains(&other)
            {
                former.push(other);
            }
        }
    }

    /// All addresses of mail that were told.
    pub fn mails(&self) -> impl Iterator<Item = &[u8]> {
        self.all(0)
    }

    /// All numbers of telephones that were told.
    pub fn phones(&self) -> impl Iterator<Item = &[u8]> {
        self.all(1)
    }

    fn all(&self, place: usize) -> impl Iterator<Item = &[u8]> {
        let now = core::iter::once(self.fields[place].1.as_slice());
        now.chain(self.former[place].iter().map(Vec::as_slice))
    }
}
