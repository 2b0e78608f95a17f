//! Items as orders call them, and what is known of each.

use super::catalogue::{Catalogue, KeyKind};
use super::facts::Wrong;
use super::layout::{Layout, Role, Row};
use crate::CustomersError;
use crate::taste::Kinds;
use crate::text::Ids;

/// By which roles an item is known, the first that a row has; and under which names the catalogue is asked for each.
const ROLES: [(Role, &[KeyKind]); 5] = [
    (Role::Sku, &[KeyKind::Sku, KeyKind::Item]),
    (Role::Item, &KeyKind::ALL),
    (Role::Handle, &[KeyKind::Handle]),
    (Role::Image, &[KeyKind::Image]),
    (Role::Name, &[KeyKind::Name]),
];

/// More labels than these are no labels of classes.
const MOST_CLASSES: usize = 1000;

/// All items that were bought.
pub struct Items {
    ids: Ids,
    kinds_of: Vec<Option<u16>>,
    lines: Vec<u64>,
    catalogue: Option<Catalogue>,
    /// Kinds of evidence: those of the catalogue, and those of labels that orders have.
    pub kinds: Kinds,
    /// Names of classes.
    pub classes: Vec<String>,
    /// Whether the catalogue says which classes there are.
    is_closed: bool,
    /// The last label, and its kind.
    label: Option<(Vec<u8>, u16)>,
}

impl Items {
    /// No items yet. `classes`: those of the catalogue.
    ///
    /// # Errors
    /// INVALID_ARGUMENT for a catalogue whose probabilities are none.
    pub fn new(
        seed: u64,
        mut catalogue: Option<Catalogue>,
        classes: Vec<String>,
    ) -> Result<Self, CustomersError> {
        let kinds = match &mut catalogue {
            Some(catalogue) => catalogue.finish()?,
            None => Kinds::new(0)?,
        };
        Ok(Self {
            ids: Ids::new(seed),
            kinds_of: Vec::new(),
            lines: Vec::new(),
            is_closed: !classes.is_empty(),
            catalogue,
            kinds,
            classes,
            label: None,
        })
    }

    /// The item of a row and its kind of evidence; no item where the row names none.
    pub fn of(&mut self, layout: &Layout, row: &Row) -> Result<(Option<u32>, Option<u16>), Wrong> {
        let item = self.item(layout, row)?;
        let label = row.get(layout, Role::Label);
        let kind = if label.is_empty() {
            item.and_then(|item| self.kinds_of[item as usize])
        } else {
            Some(self.label(label)?)
        };
        Ok((item, kind))
    }

    fn item(&mut self, layout: &Layout, row: &Row) -> Result<Option<u32>, Wrong> {
        for (role, _) in ROLES {
            let name = row.get(layout, role);
            if name.is_empty() {
                continue;
            }
            let Some((item, is_new)) = self.ids.insert(name) else {
                return Err(Wrong::of(role, "is of too many items"));
            };
            if is_new {
                if str::from_utf8(name).is_err() {
                    return Err(Wrong::of(
                        role,
                        format!("is no text in UTF-8: {}", fashion_rows::quoted(name)),
                    ));
                }
                let kind = self.look_up(layout, row);
                self.kinds_of.push(kind);
                self.lines.push(0);
            }
            return Ok(Some(item));
        }
        Ok(None)
    }

    /// What the catalogue says of the item of a row, under any of the names that the row has.
    fn look_up(&mut self, layout: &Layout, row: &Row) -> Option<u16> {
        let catalogue = self.catalogue.as_mut()?;
        for (role, kinds) in ROLES {
            let name = row.get(layout, role);
            if name.is_empty() {
                continue;
            }
            let found = kinds.iter().find_map(|&kind| catalogue.kind(kind, name));
            if found.is_some() {
                return found;
            }
            // Shopify calls a line "Product - Variant".
            let text = str::from_utf8(name).ok().filter(|_| role == Role::Name);
            let product = text.and_then(|text| text.rsplit_once(" - "));
            let found = product
                .and_then(|(name, _)| catalogue.kind(KeyKind::Name, name.trim_end().as_bytes()));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The kind of a label that a person gave.
    fn label(&mut self, label: &[u8]) -> Result<u16, Wrong> {
        if let Some((_, kind)) = self.label.as_ref().filter(|(last, _)| last == label) {
            return Ok(*kind);
        }
        let Ok(text) = str::from_utf8(label) else {
            return Err(Wrong::of(
                Role::Label,
                format!("is no text in UTF-8: {}", fashion_rows::quoted(label)),
            ));
        };
        let is_it = |class: &String| {
            class.eq_ignore_ascii_case(text) || class.to_lowercase() == text.to_lowercase()
        };
        let class = match self.classes.iter().position(is_it) {
            Some(class) => class,
            None if self.is_closed => {
                let known = self.classes.join(", ");
                return Err(Wrong::of(
                    Role::Label,
                    format!(
                        "is {}, expected one of {known}",
                        fashion_rows::quoted(label)
                    ),
                ));
            }
            None if self.classes.len() == MOST_CLASSES => {
                let what = format!(
                    "has more than {MOST_CLASSES} different values: it is no label of a class → name another column"
                );
                return Err(Wrong::of(Role::Label, what));
            }
            None => {
                self.classes.push(text.to_owned());
                let added = self.kinds.append_class();
                added.map_err(|error| Wrong::of(Role::Label, error.message))?;
                self.classes.len() - 1
            }
        };
        let kind = self.kinds.one_hot(class as u16);
        let kind = kind.map_err(|error| Wrong::of(Role::Label, error.message))?;
        self.label = Some((label.to_vec(), kind));
        Ok(kind)
    }

    /// Notes a line that counts.
    pub fn bought(&mut self, item: u32) {
        self.lines[item as usize] += 1;
    }

    /// Forgets which lines there were.
    pub fn forget_lines(&mut self) {
        self.lines.fill(0);
    }

    /// Different items that were bought.
    pub fn bought_count(&self) -> usize {
        self.lines.iter().filter(|lines| **lines > 0).count()
    }

    /// The name of an item.
    pub fn name(&self, item: u32) -> &[u8] {
        self.ids.get(item)
    }

    /// Items without a label that were bought most often, and in how many lines.
    pub fn unlabelled(&self, most: usize) -> Vec<(String, u64)> {
        let mut found: Vec<(u32, u64)> = (0_u32..)
            .zip(self.kinds_of.iter().zip(&self.lines))
            .filter(|(_, (kind, lines))| kind.is_none() && **lines > 0)
            .map(|(item, (_, lines))| (item, *lines))
            .collect();
        found.sort_by_key(|(item, lines)| (core::cmp::Reverse(*lines), *item));
        found.truncate(most);
        let name = |item| String::from_utf8_lossy(self.ids.get(item)).into_owned();
        found
            .into_iter()
            .map(|(item, lines)| (name(item), lines))
            .collect()
    }
}
