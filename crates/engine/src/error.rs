//! The engine's one error type: a code of the closed set in `ts/error-codes.ts` and a message for people.
//!
//! A message says where, what was received, what was expected and what to do. Errors leave the session as
//! it was; what cannot be undone (a panic) never comes this way.

use std::fmt;

/// Codes the engine can answer with; the same words stand in `ts/error-codes.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An argument of a call is outside its range.
    InvalidArgument,
    /// The model's or the optimizer's description is wrong.
    InvalidSpec,
    /// A layer cannot take its input's shape.
    ShapeMismatch,
    /// Training or evaluation before `compile`.
    NotCompiled,
    /// Memory for weights, lanes or data could not be had.
    OutOfMemory,
    /// Data that does not fit the model.
    DataMismatch,
    /// A checkpoint file that cannot be read.
    CheckpointInvalid,
    /// A checkpoint of another model.
    CheckpointMismatch,
}

impl Code {
    /// The code as the outside sees it.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::InvalidArgument => "INVALID_ARGUMENT",
            Code::InvalidSpec => "INVALID_SPEC",
            Code::ShapeMismatch => "SHAPE_MISMATCH",
            Code::NotCompiled => "NOT_COMPILED",
            Code::OutOfMemory => "OUT_OF_MEMORY",
            Code::DataMismatch => "DATA_MISMATCH",
            Code::CheckpointInvalid => "CHECKPOINT_INVALID",
            Code::CheckpointMismatch => "CHECKPOINT_MISMATCH",
        }
    }
}

/// An error of the engine.
#[derive(Clone, Debug)]
pub struct EngineError {
    /// For programs.
    pub code: Code,
    /// For people.
    pub message: String,
}

impl EngineError {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// Says where it is, where nothing else is said.
    pub(crate) fn at(self, place: &str) -> Self {
        if cfg!(feature = "messages") {
            return self;
        }
        Self::new(self.code, joined(&[place, ": ", &self.message]))
    }

    pub(crate) fn out_of_memory(what: &str, floats: usize) -> Self {
        let kib = digits(floats.div_ceil(256));
        let advice = " KiB could not be allocated → use a smaller model, batch or data set, or raise maxMemoryMiB";
        // No `message!`: users of the file that only predicts can do something about it.
        Self::new(Code::OutOfMemory, joined(&[what, ": ", &kib, advice]))
    }
}

/// The parts as one text. `concat()` of std is twice as much code as all that calls it.
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A whole number in a text. std's `to_string` is made for speed, by tables.
pub(crate) fn digits(number: usize) -> String {
    let mut text = match number {
        0..10 => String::new(),
        _ => digits(number / 10),
    };
    text.push(char::from(b'0' + (number % 10) as u8));
    text
}

/// The text of an error. The file that only predicts says that it refuses and where, not why: texts and what it takes to
/// write them are a sixth of it, and what it reads was written by the engine that says all.
macro_rules! message {
    ($($part:tt)*) => {
        if cfg!(feature = "messages") { format!($($part)*) } else { "refused".to_owned() }
    };
}

pub(crate) use message;

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message)
    }
}

impl std::error::Error for EngineError {}

/// What the engine's calls return.
pub type Result<T> = std::result::Result<T, EngineError>;
