//! Ids, each stored once, numbered in the order in which they came.

use core::hash::BuildHasher;
use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// A set of texts with numbers.
pub struct Ids {
    text: Vec<u8>,
    ends: Vec<u32>,
    table: HashTable<Entry>,
    hasher: FixedState,
    /// What was last asked for: rows of one order follow one another.
    last: Entry,
}

/// What is looked at to find a text. Most ids are short, and then it is all of it: no other memory has to be fetched.
#[derive(Clone, Copy)]
struct Entry {
    ends: Ends,
    id: u32,
}

/// The beginning of a text, its end, and its length: of 16 bytes or less no two texts have the same.
#[derive(PartialEq, Eq, Clone, Copy)]
struct Ends {
    first: u64,
    last: u64,
    length: u32,
}

impl Entry {
    /// No text has such ends.
    const NONE: Self = Self {
        ends: Ends {
            first: 1,
            last: 1,
            length: 0,
        },
        id: 0,
    };
}

impl Ends {
    #[inline]
    fn of(text: &[u8]) -> Self {
        let length = text.len() as u32;
        if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
            return Self {
                first,
                last,
                length,
            };
        }
        if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            return Self {
                first: u64::from(first),
                last: u64::from(last),
                length,
            };
        }
        let first = text
            .iter()
            .fold(0, |all, byte| (all << 8) | u64::from(*byte));
        Self {
            first,
            last: 0,
            length,
        }
    }

    /// Whether it is all of the text.
    #[inline]
    fn is_all(&self) -> bool {
        self.length <= 16
    }
}

impl Ids {
    /// `seed`: any number; strangers should not know it.
    pub fn new(seed: u64) -> Self {
        Self {
            text: Vec::new(),
            ends: Vec::new(),
            table: HashTable::new(),
            hasher: FixedState::with_seed(seed),
            last: Entry::NONE,
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
        let found = self.found(text, Ends::of(text), self.hasher.hash_one(text));
        found.map(|entry| entry.id)
    }

    /// Looks at the memory that some texts will need, and returns anything of it.
    pub fn look<'a>(&self, texts: impl Iterator<Item = &'a [u8]>) -> u32 {
        let mut before = Entry::NONE.ends;
        let found = texts.filter_map(|text| {
            let ends = Ends::of(text);
            let is_another = std::mem::replace(&mut before, ends) != ends;
            is_another.then(|| self.found(text, ends, self.hasher.hash_one(text)))?
        });
        found.fold(0, |all, entry| all ^ entry.id)
    }

    #[inline]
    fn is(&self, entry: &Entry, text: &[u8], ends: Ends) -> bool {
        entry.ends == ends && (ends.is_all() || self.get(entry.id) == text)
    }

    #[inline]
    fn found(&self, text: &[u8], ends: Ends, hash: u64) -> Option<Entry> {
        let same = |entry: &Entry| self.is(entry, text, ends);
        self.table.find(hash, same).copied()
    }

    /// The number of a text, and whether it is a new one. `None`: all texts together are 4 GiB.
    #[inline]
    pub fn insert(&mut self, text: &[u8]) -> Option<(u32, bool)> {
        let ends = Ends::of(text);
        if self.is(&self.last, text, ends) {
            return Some((self.last.id, false));
        }
        let hash = self.hasher.hash_one(text);
        if let Some(entry) = self.found(text, ends, hash) {
            self.last = entry;
            return Some((entry.id, false));
        }
        self.add(text, ends, hash)
    }

    fn add(&mut self, text: &[u8], ends: Ends, hash: u64) -> Option<(u32, bool)> {
        let Self {
            text: all,
            ends: all_ends,
            table,
            hasher,
            last,
        } = self;
        let end = u32::try_from(all.len() + text.len()).ok()?;
        let id = all_ends.len() as u32;
        all.extend_from_slice(text);
        all_ends.push(end);
        *last = Entry { ends, id };
        let hash_of = |entry: &Entry| hasher.hash_one(slice(all, all_ends, entry.id));
        table.insert_unique(hash, *last, hash_of);
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
        self.last = Entry::NONE;
    }
}

fn slice<'a>(text: &'a [u8], ends: &[u32], id: u32) -> &'a [u8] {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] as usize };
    &text[start..ends[id] as usize]
}
