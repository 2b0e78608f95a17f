//! Options as data: what a spec says in JSON, read strictly and written back by the names that JavaScript uses.
//!
//! `options!` makes a struct of them, `words!` a closed set. Serde's derived readers are made anew for every struct and were
//! a third of the wasm file; here all go through one [`Value`]. JSON itself is the host's, which has it already: only tests
//! read it here (feature `json`).

use crate::error::message;

/// Plain data, as JSON has it.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`, and what is no data
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, as JavaScript has them.
    Number(f64),
    /// A text.
    Text(String),
    /// `[…]`
    List(Vec<Value>),
    /// `{…}`, in the order given.
    Object(Vec<(String, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Value::Number(number as f64)
    }
}

impl From<&[usize]> for Value {
    fn from(list: &[usize]) -> Self {
        Value::List(list.iter().map(|&number| Value::from(number)).collect())
    }
}

impl Value {
    /// An object of these members.
    pub fn object<const N: usize>(members: [(&str, Value); N]) -> Self {
        let named = members.map(|(name, member)| (name.to_owned(), member));
        Value::Object(named.into())
    }
}

/// What was read, or what is wrong with it.
pub(crate) type Read<T> = Result<T, String>;

/// What one option can hold; its default stands where nothing could be read, until [`Fields::end`] says so.
pub(crate) trait Field: Default {
    /// In an error message, behind what was received.
    const EXPECTED: &'static str;

    /// `None` for anything else.
    fn read(value: &Value) -> Option<Self>;

    fn write(&self) -> Value;
}

/// A struct of options.
pub(crate) trait Options: Sized {
    /// Takes its options out of `fields`, whose `end` says which is missing or wrong.
    fn read(fields: &mut Fields) -> Self;

    fn write(&self, fields: &mut Vec<(String, Value)>);
}

/// The options that were given and have not been read yet.
///
/// The first that is wrong is noted, and reading goes on: an error for each option to return would be 1.5 kB in gzip.
pub(crate) struct Fields {
    fields: Vec<(String, Value)>,
    known: Vec<&'static str>,
    wrong: Option<String>,
}

impl Fields {
    pub(crate) fn new(value: Value) -> Read<Self> {
        match value {
            Value::Object(fields) => Ok(Self::of(fields)),
            other => Err(message!("received {} → an object", show(&other))),
        }
    }

    /// No option: all are left out.
    pub(crate) fn none() -> Self {
        Self::of(Vec::new())
    }

    fn of(fields: Vec<(String, Value)>) -> Self {
        Self {
            fields,
            known: Vec::new(),
            wrong: None,
        }
    }

    /// An option that need not be there.
    pub(crate) fn take_value(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        let place = self.fields.iter().position(|(field, _)| field == name)?;
        Some(self.fields.swap_remove(place).1)
    }

    /// An option that must be there.
    pub(crate) fn read<T: Field>(&mut self, name: &'static str) -> T {
        let value = self.take_value(name);
        self.read_field(name, value)
    }

    /// An option that has a default.
    pub(crate) fn read_or<T: Field>(&mut self, name: &'static str, default: T) -> T {
        match self.take_value(name) {
            None => default,
            value => self.read_field(name, value),
        }
    }

    fn read_field<T: Field>(&mut self, name: &str, value: Option<Value>) -> T {
        value.as_ref().and_then(T::read).unwrap_or_else(|| {
            self.refuse(name, value, T::EXPECTED);
            T::default()
        })
    }

    #[inline(never)]
    fn refuse(&mut self, name: &str, received: Option<Value>, expected: &str) {
        self.fail(match received {
            Some(value) => message!("option \"{name}\" is {} → {expected}", show(&value)),
            None => message!("option \"{name}\" is missing → {expected}"),
        });
    }

    /// Notes what is wrong, unless something was before.
    pub(crate) fn fail(&mut self, message: String) {
        self.wrong.get_or_insert(message);
    }

    /// `options`, when nothing was wrong and nothing is left over.
    pub(crate) fn end<T>(self, options: T) -> Read<T> {
        match (self.wrong, self.fields.first()) {
            (Some(wrong), _) => Err(wrong),
            (None, None) => Ok(options),
            (None, Some((name, _))) => Err(message!(
                "unknown option \"{name}\" → one of: {}",
                self.known.join(", ")
            )),
        }
    }
}

/// Reads a struct of options from an object that holds nothing else.
pub(crate) fn read<T: Options>(value: Value) -> Read<T> {
    let mut fields = Fields::new(value)?;
    let options = T::read(&mut fields);
    fields.end(options)
}

/// A word, or an object that has it as its `type` and options beside it.
pub(crate) fn tagged(value: &Value) -> Option<(String, Fields)> {
    let (word, fields) = match value {
        Value::Text(_) => (value.clone(), Fields::of(Vec::new())),
        Value::Object(_) => {
            let mut fields = Fields::new(value.clone()).ok()?;
            (fields.take_value("type")?, fields)
        }
        _ => return None,
    };
    match word {
        Value::Text(word) => Some((word, fields)),
        _ => None,
    }
}

/// What `tagged` reads: the word alone where no option is to be told.
pub(crate) fn write_tagged(word: &str, options: Vec<(&str, Value)>) -> Value {
    if options.is_empty() {
        return Value::from(word);
    }
    let options = options
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    let word = ("type".to_owned(), Value::from(word));
    Value::Object(std::iter::once(word).chain(options).collect())
}

/// A text, if it is not too long for a message.
pub(crate) fn short(text: &str) -> &str {
    if text.len() <= 80 { text } else { "…" }
}

/// A value in an error message.
pub(crate) fn show(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => (if *value { "true" } else { "false" }).to_owned(),
        Value::Number(value) => number(*value),
        Value::Text(text) => format!("\"{}\"", short(text)),
        Value::List(list) => {
            let items: Vec<String> = list.iter().take(4).map(show).collect();
            let more = if list.len() > 4 { ", …" } else { "" };
            format!("[{}{more}]", items.join(", "))
        }
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A number in an error message, to six places: std's shortest form of a float is 16 kB of code.
pub(crate) fn number(value: f64) -> String {
    const PLACES: f64 = 1e6;
    let sign = if value < 0.0 { "-" } else { "" };
    let size = libm::fabs(value);
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if size >= 1e12 {
        return format!(
            "{sign}{}",
            if size.is_finite() {
                "1e12 or more"
            } else {
                "Infinity"
            }
        );
    }
    let scaled = libm::round(size * PLACES) as u64;
    let (whole, rest) = (scaled / 1_000_000, scaled % 1_000_000);
    match format!("{sign}{whole}.{rest:06}") {
        _ if scaled == 0 && size > 0.0 => format!("{sign}0.000001 or less"),
        text => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
    }
}

/// A whole number that JavaScript holds exactly.
fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) if (0.0..=9_007_199_254_740_991.0).contains(number) => {
            Some(*number as u64).filter(|&whole| whole as f64 == *number)
        }
        _ => None,
    }
}

impl Field for usize {
    const EXPECTED: &'static str = "a whole number ≥ 0";

    fn read(value: &Value) -> Option<Self> {
        usize::try_from(whole(value)?).ok()
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Field for u64 {
    const EXPECTED: &'static str = "a whole number ≥ 0";

    fn read(value: &Value) -> Option<Self> {
        whole(value)
    }

    fn write(&self) -> Value {
        Value::Number(*self as f64)
    }
}

impl Field for f64 {
    const EXPECTED: &'static str = "a number";

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        Value::Number(*self)
    }
}

impl Field for bool {
    const EXPECTED: &'static str = "true or false";

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Field for String {
    const EXPECTED: &'static str = "a text";

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        Value::from(self.as_str())
    }
}

/// An option that is there or not: left out, or null.
impl<T: Field> Field for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
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

impl Field for [f64; 2] {
    const EXPECTED: &'static str = "two numbers";

    fn read(value: &Value) -> Option<Self> {
        <[f64; 2]>::try_from(Vec::read(value)?).ok()
    }

    fn write(&self) -> Value {
        Value::List(self.iter().map(Field::write).collect())
    }
}

impl Field for [[usize; 2]; 2] {
    const EXPECTED: &'static str = "two pairs of whole numbers ≥ 0";

    fn read(value: &Value) -> Option<Self> {
        <[[usize; 2]; 2]>::try_from(Vec::read(value)?).ok()
    }

    fn write(&self) -> Value {
        Value::List(self.iter().map(Field::write).collect())
    }
}

impl Field for i32 {
    const EXPECTED: &'static str = "a whole number";

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => {
                Some(*number as i32).filter(|&whole| f64::from(whole) == *number)
            }
            _ => None,
        }
    }

    fn write(&self) -> Value {
        Value::Number(f64::from(*self))
    }
}

impl<T: Field> Field for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::List(list) => list.iter().map(T::read).collect(),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        Value::List(self.iter().map(T::write).collect())
    }
}

/// Adds an option to those that are written. Once in the code: it is called for every option of every layer.
#[inline(never)]
pub(crate) fn push(fields: &mut Vec<(String, Value)>, key: &str, value: Value) {
    fields.push((key.to_owned(), value));
}

/// A struct of options: documentation, name in JSON, field, type; with a default, of options that need not be there, and that
/// are left out of what is written while they have it.
macro_rules! options {
    ($(#[$about:meta])* pub struct $name:ident {
        $($(#[$doc:meta])* $key:literal $field:ident: $type:ty $(= $default:expr)?,)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[$doc])* pub $field: $type,)* }

        impl $crate::options::Options for $name {
            #[cfg_attr(target_arch = "wasm32", optimize(size))]
            fn read(_fields: &mut $crate::options::Fields) -> Self {
                Self { $($field: $crate::options::options!(@read _fields, $key $(, $default)?),)* }
            }

            #[cfg_attr(target_arch = "wasm32", optimize(size))]
            fn write(&self, _fields: &mut Vec<(String, $crate::options::Value)>) {
                $($crate::options::options!(@write _fields, $key, &self.$field $(, $default)?);)*
            }
        }
    };
    (@read $fields:ident, $key:literal) => { $fields.read($key) };
    (@read $fields:ident, $key:literal, $default:expr) => { $fields.read_or($key, $default) };
    (@write $fields:ident, $key:literal, $value:expr) => {
        $crate::options::push($fields, $key, $crate::options::Field::write($value))
    };
    (@write $fields:ident, $key:literal, $value:expr, $default:expr) => {
        if *$value != $default {
            $crate::options::options!(@write $fields, $key, $value);
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

            fn read(value: &$crate::options::Value) -> Option<Self> {
                match value {
                    $crate::options::Value::Text(word) => match word.as_str() {
                        $($word => Some(Self::$variant),)*
                        _ => None,
                    },
                    _ => None,
                }
            }

            fn write(&self) -> $crate::options::Value {
                $crate::options::Value::from(self.word())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                [$(Self::$variant),*][0]
            }
        }

        impl $name {
            /// Its word in JSON.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

pub(crate) use {options, words};
