//! Labels that orders have themselves: by which class each is, whatever its case.

use super::facts::Wrong;
use super::layout::Role;
use crate::taste::Kinds;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// More labels than these are no labels of classes.
const MOST_CLASSES: usize = 1000;

/// Names of classes.
pub struct Labels {
    names: Vec<String>,
    /// By the name in lower case.
    places: HashMap<String, u16, FixedState>,
    /// Whether the catalogue says which classes there are.
    is_closed: bool,
    /// The last label, and its kind.
    last: Option<(Vec<u8>, u16)>,
}

impl Labels {
    /// `names`: the catalogue's classes; none without a catalogue.
    pub fn new(names: Vec<String>, seed: u64) -> Self {
        let mut places = HashMap::with_hasher(FixedState::with_seed(seed));
        for (place, name) in (0_u16..).zip(&names) {
            places.entry(name.to_lowercase()).or_insert(place);
        }
        Self {
            is_closed: !names.is_empty(),
            names,
            places,
            last: None,
        }
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The kind of a label that a person gave.
    pub fn kind(&mut self, label: &[u8], kinds: &mut Kinds) -> Result<u16, Wrong> {
        if let Some((_, kind)) = self.last.as_ref().filter(|(last, _)| last == label) {
            return Ok(*kind);
        }
        let shown = || super::shown::shown(label);
        let Ok(text) = str::from_utf8(label) else {
            let what = format!("is no text in UTF-8 → save the file as UTF-8: {}", shown());
            return Err(Wrong::of(Role::Label, what));
        };
        let class = match self.places.get(&text.to_lowercase()) {
            Some(class) => *class,
            None if self.is_closed => {
                let known = self.names.join(", ");
                let what = format!("is {}, expected one of {known}", shown());
                return Err(Wrong::of(Role::Label, what));
            }
            None if self.names.len() == MOST_CLASSES => {
                let what = format!(
                    "has more than {MOST_CLASSES} different values: it is no label of a class → name another column"
                );
                return Err(Wrong::of(Role::Label, what));
            }
            None => self.append(text, kinds)?,
        };
        // One spelling stands for all, whichever came first.
        let name = &mut self.names[usize::from(class)];
        if !self.is_closed && text < name.as_str() {
            text.clone_into(name);
        }
        let kind = kinds.one_hot(class);
        let kind = kind.map_err(|error| Wrong::of(Role::Label, error.message))?;
        self.last = Some((label.to_vec(), kind));
        Ok(kind)
    }

    fn append(&mut self, text: &str, kinds: &mut Kinds) -> Result<u16, Wrong> {
        let added = kinds.append_class();
        let class = added.map_err(|error| Wrong::of(Role::Label, error.message))?;
        self.names.push(text.to_owned());
        self.places.insert(text.to_lowercase(), class);
        Ok(class)
    }

    /// Puts classes that orders named in the order of their names, whatever order the files had.
    pub fn sort(&mut self, kinds: &mut Kinds) {
        if self.is_closed {
            return;
        }
        let mut order: Vec<u16> = (0_u16..).take(self.names.len()).collect();
        order.sort_by_key(|class| &self.names[usize::from(*class)]);
        let mut places = vec![0; order.len()];
        for (place, class) in (0_u16..).zip(&order) {
            places[usize::from(*class)] = place;
        }
        kinds.reorder_classes(&places);
        for place in self.places.values_mut() {
            *place = places[usize::from(*place)];
        }
        self.names.sort();
        self.last = None;
    }
}
