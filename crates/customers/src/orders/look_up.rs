//! How an order's row finds its item in the catalogue: by any of the names that it has, in their order.

use super::catalogue::{Catalogue, KeyKind};
use super::layout::{Layout, Role};
use super::row::Row;

/// By which roles an item is known, the first that a row has; and under which names the catalogue is asked for each.
pub(super) const ROLES: [(Role, &[KeyKind]); 5] = [
    (Role::Sku, &[KeyKind::Sku, KeyKind::Item]),
    (Role::Item, &KeyKind::ALL),
    (Role::Handle, &[KeyKind::Handle]),
    (Role::Image, &[KeyKind::Image]),
    (Role::Name, &[KeyKind::Name]),
];

impl Catalogue {
    /// What is known of the item of a row, under any of the names that the row has.
    pub(super) fn kind_of(&mut self, layout: &Layout, row: &Row) -> Option<u16> {
        for (role, kinds) in ROLES {
            let name = row.get(layout, role);
            if name.is_empty() {
                continue;
            }
            let found = kinds.iter().find_map(|&kind| self.kind(kind, name));
            if found.is_some() {
                return found;
            }
            // Shopify calls a line "Product - Variant".
            let text = str::from_utf8(name).ok().filter(|_| role == Role::Name);
            let product = text.and_then(|text| text.rsplit_once(" - "));
            let found =
                product.and_then(|(name, _)| self.kind(KeyKind::Name, name.trim_end().as_bytes()));
            if found.is_some() {
                return found;
            }
        }
        None
    }
}
