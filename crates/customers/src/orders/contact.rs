//! What upload files need of a customer.

/// What upload files need, each of the latest order that told it: email, phone, first name, last name, city, region, zip,
/// country.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// And when that was.
    pub fields: [(i64, Vec<u8>); 8],
}

impl Contact {
    pub(super) fn note(&mut self, instant: i64, told: [&[u8]; 8]) {
        for ((since, field), told) in self.fields.iter_mut().zip(told) {
            // Of two of one instant the same is kept, whichever came first.
            let is_newer = (instant, told) > (*since, field.as_slice());
            if !told.is_empty() && (field.is_empty() || is_newer) {
                *since = instant;
                field.clear();
                field.extend_from_slice(told);
            }
        }
    }
}
