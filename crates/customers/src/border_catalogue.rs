//! What JavaScript sees of a catalogue.

use crate::orders::{Catalogue as Items, KeyKind};
use wasm_bindgen::prelude::*;

/// Items with labels, before orders are read.
#[wasm_bindgen]
pub struct Catalogue {
    pub(crate) items: Items,
    pub(crate) classes: Vec<String>,
}

#[wasm_bindgen]
impl Catalogue {
    /// `seed`: for the hash of names.
    #[wasm_bindgen(constructor)]
    pub fn new(classes: Vec<String>, seed: f64) -> Catalogue {
        let items = Items::new(classes.len(), seed as u64);
        Catalogue { items, classes }
    }

    /// Adds a row: its names, each after the letter of its kind (`i`tem, `s`ku, `h`andle, `n`ame, `p`icture), and the
    /// probability of each class. `given`: by a person.
    pub fn add(&mut self, names: Vec<String>, probabilities: &[f64], given: bool) {
        for name in &names {
            let kind = KeyKind::ALL
                .into_iter()
                .find(|kind| name.as_bytes().first() == Some(&(*kind as u8)));
            if let Some(kind) = kind {
                self.items
                    .add(kind, &name.as_bytes()[1..], probabilities, given);
            }
        }
    }
}
