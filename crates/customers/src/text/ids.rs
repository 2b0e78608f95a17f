//! Ids, each stored once, numbered in the order in which they came.
//!
//! A hash table of numbers with open addresses. Of hundreds of thousands of ids it is memory that takes the time, so that a
//! place and an entry are small, and many texts are looked for at once ([`Ids::find_all`]): the processor fetches what it needs for
//! all of them together.

use core::hash::BuildHasher;
use foldhash::fast::FixedState;

/// A set of texts with numbers.
pub struct Ids {
    text: Vec<u8>,
    entries: Vec<Entry>,
    /// A power of two, at least half of them [`FREE`].
    places: Vec<Place>,
    hasher: FixedState,
    /// What was last asked for: rows of one order follow one another.
    last: Option<u32>,
}

/// A number, and a part of its text's hash by which it is told from most others.
#[derive(Debug, Clone, Copy)]
struct Place {
    hash: u32,
    id: u32,
}

const FREE: Place = Place {
    hash: 0,
    id: u32::MAX,
};

/// The first and the last bytes of a text, and its length: of 16 bytes or less no two texts have the same.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
struct Ends {
    first: u64,
    last: u64,
    length: u32,
}

/// A text: its ends, and where in all text it stops.
#[derive(Debug, Clone, Copy)]
struct Entry {
    first: u64,
    last: u64,
    length: u32,
    end: u32,
}

impl Entry {
    #[inline]
    fn ends(&self) -> Ends {
        let Self {
            first,
            last,
            length,
            ..
        } = *self;
        Ends {
            first,
            last,
            length,
        }
    }
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
            entries: Vec::new(),
            places: vec![FREE; 16],
            hasher: FixedState::with_seed(seed),
            last: None,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The text of one.
    pub fn get(&self, id: u32) -> &[u8] {
        let Entry { length, end, .. } = self.entries[id as usize];
        &self.text[(end - length) as usize..end as usize]
    }

    /// The number of a text that is there.
    #[inline]
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        let ends = Ends::of(text);
        if let Some(last) = self.last.filter(|last| self.is(*last, text, ends)) {
            return Some(last);
        }
        self.found(text, ends, self.hasher.hash_one(text)).ok()
    }

    /// The numbers of texts that are there, in their order; none of an empty text.
    pub fn find_all<const N: usize>(&self, texts: &[&[u8]; N]) -> [Option<u32>; N] {
        let mask = self.places.len() - 1;
        let hashes = texts.map(|text| self.hasher.hash_one(text));
        // Memory that all of them need, before any of it is used.
        let first = hashes.map(|hash| self.places[hash as usize & mask].id);
        let entry = |id: u32| self.entries.get(id as usize).map_or(0, |one| one.first);
        std::hint::black_box(first.map(entry));
        core::array::from_fn(|i| {
            let text = texts[i];
            if text.is_empty() {
                None
            } else {
                self.found(text, Ends::of(text), hashes[i]).ok()
            }
        })
    }

    #[inline]
    fn is(&self, id: u32, text: &[u8], ends: Ends) -> bool {
        self.entries[id as usize].ends() == ends && (ends.is_all() || self.get(id) == text)
    }

    /// The number of a text, or the place that it should have.
    #[inline]
    fn found(&self, text: &[u8], ends: Ends, hash: u64) -> Result<u32, usize> {
        let mask = self.places.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let place = self.places[at];
            if place.id == FREE.id {
                return Err(at);
            }
            if place.hash == part(hash) && self.is(place.id, text, ends) {
                return Ok(place.id);
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a text, and whether it is a new one. `None`: all texts together are 4 GiB.
    #[inline]
    pub fn insert(&mut self, text: &[u8]) -> Option<(u32, bool)> {
        match self.find(text) {
            Some(id) => {
                self.last = Some(id);
                Some((id, false))
            }
            None => Some((self.add(text)?, true)),
        }
    }

    /// The number of a text in UTF-8, and whether it is a new one.
    ///
    /// # Errors
    /// What is wrong with other bytes, which are not stored, or with one text too many.
    #[inline]
    pub fn insert_text(&mut self, text: &[u8]) -> Result<(u32, bool), &'static str> {
        if let Some(id) = self.find(text) {
            self.last = Some(id);
            return Ok((id, false));
        }
        if str::from_utf8(text).is_err() {
            return Err("is no text in UTF-8 → save the file as UTF-8");
        }
        let id = self.add(text).ok_or("is one more than there is room for")?;
        Ok((id, true))
    }

    fn add(&mut self, text: &[u8]) -> Option<u32> {
        let end = u32::try_from(self.text.len() + text.len()).ok()?;
        let id = self.entries.len() as u32;
        if 2 * self.entries.len() >= self.places.len() {
            self.grow();
        }
        let (ends, hash) = (Ends::of(text), self.hasher.hash_one(text));
        if let Err(at) = self.found(text, ends, hash) {
            let hash = part(hash);
            self.places[at] = Place { hash, id };
        }
        self.text.extend_from_slice(text);
        let Ends {
            first,
            last,
            length,
        } = ends;
        self.entries.push(Entry {
            first,
            last,
            length,
            end,
        });
        self.last = Some(id);
        Some(id)
    }

    /// Twice as many places.
    fn grow(&mut self) {
        let mask = 2 * self.places.len() - 1;
        let mut places = vec![FREE; mask + 1];
        for id in 0..self.entries.len() as u32 {
            let hash = self.hasher.hash_one(self.get(id));
            let mut at = hash as usize & mask;
            while places[at].id != FREE.id {
                at = (at + 1) & mask;
            }
            places[at] = Place {
                hash: part(hash),
                id,
            };
        }
        self.places = places;
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self {
            hasher: self.hasher.clone(),
            ..Self::new(0)
        };
    }
}

/// The part of a hash that says nothing of the place.
fn part(hash: u64) -> u32 {
    (hash >> 32) as u32
}
