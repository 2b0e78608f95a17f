//! What is wrong with what was received, as the TypeScript side raises it.

/// An error with a code of the package's closed set (`ts/error-codes.ts`); the message lacks the file's name, which the caller has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomersError {
    /// For programs.
    pub code: &'static str,
    /// For people: where, what was received, what was expected, what to do.
    pub message: String,
}

impl CustomersError {
    /// With a message that may be made for the occasion.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl From<fashion_rows::RowError> for CustomersError {
    fn from(error: fashion_rows::RowError) -> Self {
        Self::new(error.code, error.message)
    }
}
