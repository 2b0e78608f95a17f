//! Length checks, made once at the door of every public kernel.
//!
//! They are what makes the pointer arithmetic behind them sound, so they are asserts and stay in release builds.

/// Panics unless the tensor `name` has exactly `expected` elements.
#[track_caller]
#[inline]
pub(crate) fn exact(name: &str, len: usize, expected: usize) {
    assert!(
        len == expected,
        "{name} has {len} elements, expected exactly {expected}"
    );
}

/// Panics unless the buffer `name` has at least `expected` elements.
#[track_caller]
#[inline]
pub(crate) fn at_least(name: &str, len: usize, expected: usize) {
    assert!(
        len >= expected,
        "{name} has {len} elements, expected at least {expected}"
    );
}

/// Panics unless `rows` rows of `columns` elements, `stride` apart, fit in the matrix `name`.
#[track_caller]
#[inline]
pub(crate) fn matrix(name: &str, len: usize, rows: usize, columns: usize, stride: usize) {
    assert!(
        stride >= columns,
        "{name} has rows of {columns} elements but only {stride} between them"
    );
    if rows > 0 && columns > 0 {
        at_least(
            name,
            len,
            (rows - 1)
                .checked_mul(stride)
                .and_then(|last| last.checked_add(columns))
                .unwrap_or(usize::MAX),
        );
    }
}

/// Panics unless `value` is a multiple of 4.
#[track_caller]
#[inline]
pub(crate) fn multiple_of_four(name: &str, value: usize) {
    assert!(
        value.is_multiple_of(4),
        "{value} {name}, expected a multiple of 4"
    );
}

/// Panics unless `len` elements are whole rows of at least one of `channels`; gives the number of rows.
#[track_caller]
#[inline]
pub(crate) fn rows(name: &str, len: usize, channels: usize) -> usize {
    assert!(
        channels > 0 && len > 0 && len.is_multiple_of(channels),
        "{name} has {len} elements, expected rows of {channels}"
    );
    len / channels
}
