//! What is known of items: the classes that `predict` saw, by the names that orders call an item.

use crate::CustomersError;
use crate::taste::Kinds;
use crate::text::Ids;

/// By what an item is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum KeyKind {
    Item = b'i',
    Sku = b's',
    Handle = b'h',
    Name = b'n',
    Image = b'p',
}

impl KeyKind {
    /// All, in the order in which a catalogue is asked for an item id.
    pub const ALL: [Self; 5] = [Self::Item, Self::Sku, Self::Handle, Self::Name, Self::Image];
}

/// Items with labels. Rows of one name, photos of one product perhaps, are one item: the mean of them.
pub struct Catalogue {
    keys: Ids,
    classes: usize,
    /// Of each key: the sum of its rows' probabilities, and how many rows.
    sums: Vec<f64>,
    rows: Vec<u32>,
    /// Whether all labels of a key were given by people.
    given: Vec<bool>,
    kinds: Vec<u16>,
    buffer: Vec<u8>,
}

impl Catalogue {
    /// An empty one, of so many classes.
    pub fn new(classes: usize, seed: u64) -> Self {
        Self {
            keys: Ids::new(seed),
            classes,
            sums: Vec::new(),
            rows: Vec::new(),
            given: Vec::new(),
            kinds: Vec::new(),
            buffer: Vec::new(),
        }
    }

    /// Adds a row under one of its names.
    pub fn add(&mut self, kind: KeyKind, name: &[u8], probabilities: &[f64], given: bool) {
        let key = key(&mut self.buffer, kind, name);
        let Some((id, is_new)) = self.keys.insert(key) else {
            return;
        };
        let id = id as usize;
        if is_new {
            self.sums.extend_from_slice(probabilities);
            self.rows.push(1);
            self.given.push(given);
            return;
        }
        let sums = &mut self.sums[self.classes * id..];
        for (sum, probability) in sums.iter_mut().zip(probabilities) {
            *sum += probability;
        }
        self.rows[id] += 1;
        self.given[id] &= given;
    }

    /// All rows are there: makes kinds of evidence of them.
    ///
    /// # Errors
    /// INVALID_ARGUMENT for probabilities that are none.
    pub fn finish(&mut self) -> Result<Kinds, CustomersError> {
        for (id, rows) in self.rows.iter().enumerate() {
            for sum in &mut self.sums[self.classes * id..][..self.classes] {
                *sum /= f64::from(*rows);
            }
        }
        let (kinds, of_keys) = Kinds::from_items(self.classes, &self.sums, &self.given)?;
        self.kinds = of_keys;
        Ok(kinds)
    }

    /// The kind of the item of that name.
    pub fn kind(&mut self, kind: KeyKind, name: &[u8]) -> Option<u16> {
        let key = key(&mut self.buffer, kind, name);
        let id = self.keys.find(key)?;
        self.kinds.get(id as usize).copied()
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

fn key<'a>(buffer: &'a mut Vec<u8>, kind: KeyKind, name: &[u8]) -> &'a [u8] {
    buffer.clear();
    buffer.push(kind as u8);
    buffer.extend_from_slice(name);
    buffer
}
