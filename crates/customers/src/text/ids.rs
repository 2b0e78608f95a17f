//! Ids, each stored once, numbered in the order in which they came.

use core::hash::BuildHasher;
use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// A set of texts with numbers.
pub struct Ids {
    text: Vec<u8>,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: FixedState,
}

impl Ids {
    /// `seed`: any number; strangers should not know it.
    pub fn new(seed: u64) -> Self {
        Self {
            text: Vec::new(),
            ends: Vec::new(),
            table: HashTable::new(),
            hasher: FixedState::with_seed(seed),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of one.
    pub fn get(&self, id: u32) -> &[u8] {
        slice(&self.text, &self.ends, id)
    }

    /// The number of a text that is there.
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        let same = |&id: &u32| slice(&self.text, &self.ends, id) == text;
        self.table.find(hash, same).copied()
    }

    /// The number of a text, and whether it is a new one. `None`: all texts together are 4 GiB.
    #[inline]
    pub fn insert(&mut self, text: &[u8]) -> Option<(u32, bool)> {
        let hash = self.hasher.hash_one(text);
        let Self {
            text: all,
            ends,
            table,
            hasher,
        } = self;
        if let Some(&id) = table.find(hash, |&id| slice(all, ends, id) == text) {
            return Some((id, false));
        }
        let end = u32::try_from(all.len() + text.len()).ok()?;
        let id = ends.len() as u32;
        all.extend_from_slice(text);
        ends.push(end);
        table.insert_unique(hash, id, |&id| hasher.hash_one(slice(all, ends, id)));
        Some((id, true))
    }

    /// The number of a text in UTF-8, and whether it is a new one.
    ///
    /// # Errors
    /// What is wrong with other bytes, which are not stored, or with one text too many.
    pub fn insert_text(&mut self, text: &[u8]) -> Result<(u32, bool), &'static str> {
        if let Some(id) = self.find(text) {
            return Ok((id, false));
        }
        if str::from_utf8(text).is_err() {
            return Err("is no text in UTF-8 → save the file as UTF-8");
        }
        self.insert(text)
            .ok_or("is one more than there is room for")
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.table.clear();
    }
}

fn slice<'a>(text: &'a [u8], ends: &[u32], id: u32) -> &'a [u8] {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] as usize };
    &text[start..ends[id] as usize]
}
