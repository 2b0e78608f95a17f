//! Where a row of a file lies, once it was cut.

/// A row that was cut.
pub(super) struct Cut {
    pub(super) start: usize,
    pub(super) ends: core::ops::Range<usize>,
    pub(super) line: u64,
}
