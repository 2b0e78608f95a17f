//! Options as data: what a spec says in JSON, read strictly and written back by the names that JavaScript uses.
//!
//! `options!` makes a struct of them, `words!` a closed set. Both go through `serde_json::Value` and not through serde's
//! derived readers, which are made anew for every struct and were a third of the wasm file.

use serde_json::{Map, Value};

/// What was read, or what is wrong with it.
pub(crate) type Read<T> = Result<T, String>;

/// What one option can hold.
pub(crate) trait Field: Sized {
    /// In an error message, behind what was received.
    const EXPECTED: &'static str;

    /// `None` for anything else.
    fn read(value: &Value) -> Option<Self>;

    fn write(&self) -> Value;
}

/// A struct of options.
pub(crate) trait Options: Sized {
    /// Takes its options out of `fields`; the error says which is missing or wrong.
    fn read(fields: &mut Fields) -> Read<Self>;

    fn write(&self, fields: &mut Map<String, Value>);
}

/// The options that were given and have not been read yet.
pub(crate) struct Fields {
    fields: Map<String, Value>,
    known: Vec<&'static str>,
}

impl Fields {
    pub(crate) fn new(value: Value) -> Read<Self> {
        match value {
            Value::Object(fields) => Ok(Self {
                fields,
                known: Vec::new(),
            }),
            other => Err(format!("received {} → an object", show(&other))),
        }
    }

    /// An option that need not be there.
    pub(crate) fn take_value(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.fields.remove(name)
    }

    pub(crate) fn take<T: Field>(&mut self, name: &'static str) -> Read<T> {
        let Some(value) = self.take_value(name) else {
            return Err(format!("option \"{name}\" is missing → {}", T::EXPECTED));
        };
        T::read(&value)
            .ok_or_else(|| format!("option \"{name}\" is {} → {}", show(&value), T::EXPECTED))
    }

    /// `options`, when nothing is left over.
    pub(crate) fn end<T>(self, options: T) -> Read<T> {
        match self.fields.keys().next() {
            None => Ok(options),
            Some(name) => Err(format!(
                "unknown option \"{name}\" → one of: {}",
                self.known.join(", ")
            )),
        }
    }
}

/// Reads a struct of options from an object that holds nothing else.
pub(crate) fn read<T: Options>(value: Value) -> Read<T> {
    let mut fields = Fields::new(value)?;
    let options = T::read(&mut fields)?;
    fields.end(options)
}

/// A value in an error message.
pub(crate) fn show(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => (if *value { "true" } else { "false" }).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("\"{text}\""),
        Value::Array(list) => {
            let items: Vec<String> = list.iter().take(4).map(show).collect();
            let more = if list.len() > 4 { ", …" } else { "" };
            format!("[{}{more}]", items.join(", "))
        }
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A number in an error message, as JavaScript writes it.
pub(crate) fn number(value: f64) -> String {
    match serde_json::Number::from_f64(value) {
        Some(number) => number.to_string(),
        None if value.is_nan() => "NaN".to_owned(),
        None => (if value > 0.0 { "Infinity" } else { "-Infinity" }).to_owned(),
    }
}

impl Field for usize {
    const EXPECTED: &'static str = "a whole number ≥ 0";

    fn read(value: &Value) -> Option<Self> {
        usize::try_from(value.as_u64()?).ok()
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Field for u64 {
    const EXPECTED: &'static str = "a whole number ≥ 0";

    fn read(value: &Value) -> Option<Self> {
        value.as_u64()
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Field for f64 {
    const EXPECTED: &'static str = "a number";

    fn read(value: &Value) -> Option<Self> {
        value.as_f64()
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Field for bool {
    const EXPECTED: &'static str = "true or false";

    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Field for [usize; 2] {
    const EXPECTED: &'static str = "two whole numbers ≥ 0";

    fn read(value: &Value) -> Option<Self> {
        <[usize; 2]>::try_from(Vec::read(value)?).ok()
    }

    fn write(&self) -> Value {
        self.as_slice().into()
    }
}

impl<T: Field> Field for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::read).collect()
    }

    fn write(&self) -> Value {
        Value::Array(self.iter().map(T::write).collect())
    }
}

/// A struct of options: documentation, name in JSON, field, type.
macro_rules! options {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$doc:meta])* $key:literal $field:ident: $type:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[$doc])* pub $field: $type,)* }

        impl $crate::options::Options for $name {
            fn read(_fields: &mut $crate::options::Fields) -> $crate::options::Read<Self> {
                Ok(Self { $($field: _fields.take($key)?,)* })
            }

            fn write(&self, _fields: &mut serde_json::Map<String, serde_json::Value>) {
                $(_fields.insert($key.to_owned(), $crate::options::Field::write(&self.$field));)*
            }
        }
    };
}

/// A closed set of words: documentation, variant, word in JSON.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $crate::options::Field for $name {
            const EXPECTED: &'static str = concat!("one of:", $(" ", $word),*);

            fn read(value: &serde_json::Value) -> Option<Self> {
                match value.as_str()? {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn write(&self) -> serde_json::Value {
                let word = match self { $(Self::$variant => $word,)* };
                serde_json::Value::from(word)
            }
        }
    };
}

pub(crate) use {options, words};
