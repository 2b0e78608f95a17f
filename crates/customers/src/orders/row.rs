//! A row of a file, field by field.

use super::layout::{Layout, Role};

/// The fields of a row, where they stand.
#[derive(Clone, Copy, Default)]
pub struct Row<'a> {
    /// The text of the row.
    pub text: &'a [u8],
    /// Where each field ends.
    pub ends: &'a [u32],
    /// Characters between two fields.
    pub gap: usize,
    /// The line that it begins in.
    pub line: u64,
    /// What of it was looked up.
    pub known: Known,
}

/// Numbers that were looked up for many rows at once; none of what is new.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    /// Of the customer whose id is the field as it is.
    pub customer: Option<u32>,
    /// Of the item.
    pub item: Option<u32>,
}

impl<'a> Row<'a> {
    /// The field of a role without blanks around it, and without the apostrophe by which spreadsheets keep digits and signs as
    /// text; empty where there is none.
    #[inline(always)]
    pub fn get(&self, layout: &Layout, role: Role) -> &'a [u8] {
        // Most roles have no column.
        match layout.column(role) {
            Some(column) => self.read(layout, role, column),
            None => &[],
        }
    }

    #[inline]
    fn read(&self, layout: &Layout, role: Role, column: usize) -> &'a [u8] {
        let field = self.field(column);
        if layout.absent.is_empty() && is_bare(field) {
            return field;
        }
        self.read_any(layout, role, field)
    }

    #[inline(never)]
    fn read_any(&self, layout: &Layout, role: Role, field: &'a [u8]) -> &'a [u8] {
        let field = trimmed(field);
        let field = field.strip_prefix(b"'").map_or(field, trimmed);
        let is_absent = |(one, text): &(Role, String)| *one == role && text.as_bytes() == field;
        if layout.absent.iter().any(is_absent) {
            return &[];
        }
        field
    }

    /// Whether the field of any of them is filled.
    pub fn has_any(&self, layout: &Layout, roles: &[Role]) -> bool {
        roles.iter().any(|&role| !self.get(layout, role).is_empty())
    }

    #[inline]
    fn field(&self, column: usize) -> &'a [u8] {
        let Some(&end) = self.ends.get(column) else {
            return &[];
        };
        let start = if column == 0 {
            0
        } else {
            self.ends[column - 1] as usize + self.gap
        };
        &self.text[start..end as usize]
    }
}

/// Whether a field begins and ends with letters, digits or most signs of ASCII: there is nothing around it.
#[inline]
fn is_bare(field: &[u8]) -> bool {
    let is = |byte: Option<&u8>| byte.is_none_or(|byte| (b'('..0x7f).contains(byte));
    is(field.first()) && is(field.last())
}

/// Without blanks around it, also those that only Unicode has.
#[inline]
fn trimmed(field: &[u8]) -> &[u8] {
    let field = field.trim_ascii();
    let is_ascii = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii);
    if is_ascii(field.first()) && is_ascii(field.last()) {
        return field;
    }
    str::from_utf8(field).map_or(field, |text| text.trim().as_bytes())
}
