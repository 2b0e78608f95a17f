//! What is wrong with a file, as the TypeScript side raises it.

use fashion_rows::RowError;

/// An error with a code of the package's closed set (`ts/error-codes.ts`); the message lacks the file's name, which the caller has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// For programs.
    pub code: &'static str,
    /// For people: where in the file, what was received, what was expected.
    pub message: String,
}

impl DataError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl From<RowError> for DataError {
    fn from(error: RowError) -> Self {
        Self::new(error.code, error.message)
    }
}
