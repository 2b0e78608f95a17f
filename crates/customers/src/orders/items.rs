//! Items as orders call them, and what is known of each.

use super::catalogue::Catalogue;
use super::facts::Wrong;
use super::labels::Labels;
use super::layout::{Layout, Role};
use super::look_up::ROLES;
use super::row::Row;
use crate::CustomersError;
use crate::taste::Kinds;
use crate::text::Ids;

/// All items that were bought.
pub struct Items {
    ids: Ids,
    kinds_of: Vec<Option<u16>>,
    /// Lines of each that count, and those of them without a label.
    lines: Vec<[u64; 2]>,
    catalogue: Option<Catalogue>,
    /// Kinds of evidence: those of the catalogue, and those of labels that orders have.
    pub kinds: Kinds,
    labels: Labels,
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
            catalogue,
            kinds,
            labels: Labels::new(classes, seed),
        })
    }

    /// The item of a row and its kind of evidence; no item where the row names none.
    pub fn of(&mut self, layout: &Layout, row: &Row) -> Result<(Option<u32>, Option<u16>), Wrong> {
        let item = self.item(layout, row)?;
        let label = row.get(layout, Role::Label);
        let kind = if label.is_empty() {
            item.and_then(|item| self.kind_of(item))
        } else {
            Some(self.labels.kind(label, &mut self.kinds)?)
        };
        Ok((item, kind))
    }

    fn item(&mut self, layout: &Layout, row: &Row) -> Result<Option<u32>, Wrong> {
        if row.known.item.is_some() {
            return Ok(row.known.item);
        }
        let Some((role, name)) = name_of(layout, row) else {
            return Ok(None);
        };
        let (item, is_new) = self
            .ids
            .insert_text(name)
            .map_err(|wrong| Wrong::of(role, format!("{wrong}: {}", super::shown::shown(name))))?;
        if is_new {
            let catalogue = self.catalogue.as_mut();
            let kind = catalogue.and_then(|one| one.kind_of(layout, row));
            self.kinds_of.push(kind);
            self.lines.push([0, 0]);
        }
        Ok(Some(item))
    }

    /// The numbers of the items of some rows, of those that were met before.
    pub fn known<const N: usize>(&self, layout: &Layout, rows: &[Row; N]) -> [Option<u32>; N] {
        let names =
            core::array::from_fn(|i| name_of(layout, &rows[i]).map_or(&[][..], |(_, name)| name));
        self.ids.find_all(&names)
    }

    /// The kind of evidence of an item, as the catalogue has it.
    #[inline]
    pub fn kind_of(&self, item: u32) -> Option<u16> {
        self.kinds_of[item as usize]
    }

    /// Notes a line that counts.
    pub fn bought(&mut self, item: u32, is_labelled: bool) {
        let [lines, unlabelled] = &mut self.lines[item as usize];
        *lines += 1;
        *unlabelled += u64::from(!is_labelled);
    }

    /// Forgets which lines there were.
    pub fn forget_lines(&mut self) {
        self.lines.fill([0, 0]);
    }

    /// All files were read.
    pub fn sort_classes(&mut self) {
        self.labels.sort(&mut self.kinds);
    }

    /// Names of classes.
    pub fn classes(&self) -> &[String] {
        self.labels.names()
    }

    /// Different items that were bought.
    pub fn bought_count(&self) -> usize {
        self.lines.iter().filter(|[lines, _]| *lines > 0).count()
    }

    /// The name of an item.
    pub fn name(&self, item: u32) -> &[u8] {
        self.ids.get(item)
    }

    /// Items that were bought most often without a label, and in how many lines.
    pub fn unlabelled(&self, most: usize) -> Vec<(String, u64)> {
        let mut found: Vec<(&[u8], u64)> = (0_u32..)
            .zip(&self.lines)
            .filter(|(_, [_, unlabelled])| *unlabelled > 0)
            .map(|(item, [_, unlabelled])| (self.ids.get(item), *unlabelled))
            .collect();
        found.sort_unstable_by_key(|(name, lines)| (core::cmp::Reverse(*lines), *name));
        found.truncate(most);
        let text = |(name, lines)| (String::from_utf8_lossy(name).into_owned(), lines);
        found.into_iter().map(text).collect()
    }
}

/// What a row calls its item, by the first of the roles that it has.
#[inline]
fn name_of<'a>(layout: &Layout, row: &Row<'a>) -> Option<(Role, &'a [u8])> {
    ROLES.iter().find_map(|(role, _)| {
        let name = row.get(layout, *role);
        (!name.is_empty()).then_some((*role, name))
    })
}
